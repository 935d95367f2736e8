"""PostgreSQL gives what SQLite gives. Runs where DICHTE_TEST_POSTGRESQL is the URL of an empty database."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, select, update

from data import schema
from data.cube import load_cube
from data.engine import connect
from data.ledger import touch
from data.migrate import config, upgrade
from data.rollup import rebuild, refresh
from tests.world import DAYS, MAY_12, UNITS, write_world

URL = os.environ.get("DICHTE_TEST_POSTGRESQL", "")
ROLLED_UP = (schema.rollup_cell, schema.rollup_unplaced, schema.exposure_contact, schema.venue_exposure)

pytestmark = pytest.mark.skipif(not URL, reason="DICHTE_TEST_POSTGRESQL is not set")


@pytest.fixture
def postgresql() -> Iterator[Engine]:
    engine = connect(URL)
    upgrade(engine)
    yield engine
    with engine.begin() as connection:
        command.downgrade(config(connection), "base")
    engine.dispose()


def contents(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {t.name: sorted(map(tuple, connection.execute(select(t))), key=repr) for t in ROLLED_UP}


def test_the_revisions_make_the_schema_with_its_comments(postgresql: Engine) -> None:
    with postgresql.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


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
