"""The schema explains itself and keeps rows that can't be true out."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from data import schema
from tests.world import MAY_12, NENH, at

TABLES = schema.metadata.sorted_tables
PRIVATE = ("full_name", "phone", "email", "passport", "id_number", "address")


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_table_and_column_says_what_it_means(table: Table) -> None:
    assert table.comment
    assert [column.name for column in table.c if not column.comment] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_table_has_a_key(table: Table) -> None:
    assert len(table.primary_key) > 0


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_table_can_be_made_in_postgresql(table: Table) -> None:
    assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_a_person_has_no_name_phone_or_number_of_identity() -> None:
    columns = {(table.name, column.name) for table in TABLES for column in table.c}
    assert not {(t, c) for t, c in columns if c in PRIVATE}
    assert {c.name for c in schema.person.c} == {"person_id", "unit_id", "birth_year", "sex", "key_id"}


CELL = {"measure": "m", "day": MAY_12, "unit_id": NENH}
VISIT = {"checkin_id": 99, "file_id": 1, "venue_id": 1, "person_id": 1, "t_in": at(MAY_12, 9)}
COUNT = {
    "count_id": 99,
    "file_id": 1,
    "row_number": 99,
    "unit_id": NENH,
    "day": MAY_12,
    "placed_by": "name",
    "place": "",
}


@pytest.mark.parametrize(
    ("table", "row", "rule"),
    [
        (schema.rollup_cell, CELL | {"state": 1, "value": 0.0}, "ck_rollup_cell_state"),
        (schema.rollup_cell, CELL | {"state": 0, "value": None}, "ck_rollup_cell_state"),
        (schema.checkin, VISIT | {"t_out": at(MAY_12, 8)}, "ck_checkin_stay"),
        (schema.case_count, COUNT | {"new_cases": -1}, "ck_case_count_new_cases"),
        (schema.case_count, COUNT | {"new_cases": 1, "unit_id": 999}, "FOREIGN KEY"),
    ],
)
def test_a_row_that_cannot_be_true_is_refused(
    world: Connection, table: Table, row: dict[str, Any], rule: str
) -> None:
    with pytest.raises(IntegrityError, match=rule):
        world.execute(insert(table), [row])


def test_a_ledger_line_that_does_not_balance_is_refused(world: Connection) -> None:
    line = dict(world.execute(select(schema.import_file)).mappings().one())
    with pytest.raises(IntegrityError, match="ck_import_file_balance"):
        world.execute(insert(schema.import_file), [line | {"file_id": 2, "sha256": "1", "held": 1}])


def test_the_same_bytes_of_one_source_are_in_the_ledger_once(world: Connection) -> None:
    line = dict(world.execute(select(schema.import_file)).mappings().one())
    with pytest.raises(IntegrityError, match="UNIQUE"):
        world.execute(insert(schema.import_file), [line | {"file_id": 2}])
