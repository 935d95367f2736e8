"""Each role reads exactly the tables and columns that it is given, and writes to none."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from data import schema
from data.access.acting import DASHBOARD, TRACER
from data.access.grants import DENIED, GRANTS, ROLES
from data.access.policies import OF_NO_UNIT, SEEN
from data.access.sight import WHOLE
from data.store import Store

TABLES = sorted(schema.metadata.tables)
PEOPLES = ("person", "checkin", "declaration", "case_line", "exposure_contact", "proximity_notice")
SECRET = (
    *("account", "account_role", "account_unit", "audit_entry", "approval", "api_key", "push_request"),
    "set_aside",
)


def read(store: Store, role: str, columns: str, table: str) -> int:
    with store.seen_by(WHOLE, role).read() as connection:
        return len(connection.execute(text(f"SELECT {columns} FROM {table}")).all())


def test_every_table_is_given_to_a_role_or_denied_to_both() -> None:
    given = {table for grants in GRANTS.values() for table in grants}
    assert given | DENIED == set(TABLES)
    assert not given & DENIED


def test_every_table_is_under_a_policy_or_of_no_unit() -> None:
    assert set(SEEN) | OF_NO_UNIT == set(TABLES)
    assert not set(SEEN) & OF_NO_UNIT


def test_a_table_that_names_a_commune_a_venue_or_a_person_is_under_a_policy() -> None:
    places = {"commune", "population_count"}
    naming = {
        t.name
        for t in schema.metadata.tables.values()
        if {"unit_id", "venue_id", "person_id"} & {*t.c.keys()}
    }
    assert naming - places <= set(SEEN)


def test_the_dashboard_is_given_nothing_about_people() -> None:
    assert not set(GRANTS[DASHBOARD]) & {*PEOPLES, *SECRET}
    assert not {c for columns in GRANTS[DASHBOARD].values() for c in columns} & {
        "person_id",
        "sealed",
        "record",
    }


def test_no_role_is_given_accounts_the_audit_keys_or_sealed_rows() -> None:
    for role in ROLES:
        assert not set(GRANTS[role]) & set(SECRET)
        assert "sealed" not in GRANTS[role].get("held_row", ())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table", TABLES)
def test_a_role_reads_what_it_is_given_and_is_refused_the_rest(walled: Store, role: str, table: str) -> None:
    given, every = GRANTS[role].get(table, ()), tuple(schema.metadata.tables[table].c.keys())
    if given:
        assert read(walled, role, ", ".join(f'"{name}"' for name in given), table) >= 0
    for name in set(every) - set(given):
        with pytest.raises(ProgrammingError, match="permission denied"):
            read(walled, role, f'"{name}"', table)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table", TABLES)
def test_a_role_writes_to_no_table(walled: Store, role: str, table: str) -> None:
    column = next(iter(schema.metadata.tables[table].c.keys()))
    for statement in (f"DELETE FROM {table}", f'UPDATE {table} SET "{column}" = NULL', f"TRUNCATE {table}"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            walled.seen_by(WHOLE, role).read() as connection,
        ):
            connection.execute(text(statement))


def test_contacts_are_for_the_tracer_alone(walled: Store) -> None:
    assert read(walled, TRACER, "person_id", "checkin") == 6
    with pytest.raises(ProgrammingError, match="permission denied"):
        read(walled, DASHBOARD, "person_id", "checkin")
