"""PostgreSQL gives what SQLite gives."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, select, update

from data import schema
from data.cube import load_cube
from data.ledger import touch
from data.migrate import config
from data.rollup import rebuild, refresh
from tests.data.intake.tiny import case_row, open_tiny, push, state
from tests.world import DAYS, MAY_12, UNITS, write_world

ROLLED_UP = (schema.rollup_cell, schema.rollup_unplaced, schema.exposure_contact, schema.venue_exposure)


def contents(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {t.name: sorted(map(tuple, connection.execute(select(t))), key=repr) for t in ROLLED_UP}


def test_the_revisions_make_the_schema_with_its_comments(postgresql: Engine) -> None:
    with postgresql.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


def test_the_revisions_can_be_taken_back(postgresql: Engine) -> None:
    with postgresql.begin() as connection:
        command.downgrade(config(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]


def test_the_tiny_world_rolls_up_to_the_same_snapshot(postgresql: Engine, world: Connection) -> None:
    with postgresql.begin() as connection:
        write_world(connection)
        assert rebuild(connection).id == rebuild(world).id
        assert contents(connection) == contents(world)
        assert load_cube(connection, UNITS, refresh(connection)).days == DAYS


def test_a_refresh_of_touched_days_equals_a_full_rebuild(postgresql: Engine) -> None:
    with postgresql.begin() as connection:
        write_world(connection)
        rebuild(connection)
        connection.execute(
            update(schema.case_count).where(schema.case_count.c.day == MAY_12).values(new_cases=9)
        )
        for subject in ("cases", "checkins", "declarations", "exposure"):
            touch(connection, subject, [MAY_12])
        refreshed = refresh(connection).id
        cells = contents(connection)
        assert (rebuild(connection).id, contents(connection)) == (refreshed, cells)


def test_imports_contradictions_and_a_withdrawal_end_in_the_same_store(
    postgresql_url: str, tmp_path: Path
) -> None:
    declared = [
        {
            "declaration_id": number,
            "declared_at": "08/05/2021 07:00:00",
            "updated_at": f"09/05/2021 {hour}:00:00",
        }
        | {"phone": phone, "district": "Việt Yên", "commune": commune, "cough": "Có"}
        for number in "AB"
        for hour in ("08", "09")
        for phone in ("0912000001", "0912000002")
        for commune in ("Nếnh", "Nowhere")
    ]
    counted = [case_row("Việt Yên", "Nếnh", "2021-05-08", n) for n in ("3", "4")]
    states = []
    for intake in (open_tiny(tmp_path / "one", postgresql_url), open_tiny(tmp_path / "two")):
        push(intake, "bluezone-declarations", declared[:10], "first")
        push(intake, "bluezone-declarations", declared[3:], "second")
        push(intake, "an-toan-covid-cases", [*counted, case_row("Ba Đồn", "X", "2021-05-09", "3")], "third")
        states.append(state(intake))
        intake.withdraw(1, "Lan", "sent by mistake")
        states.append(state(intake))
        intake.engine.dispose()
    assert states[:2] == states[2:]
