"""The store reads one moment at a time and keeps the cube until the snapshot changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from data import schema
from data.access.sight import WHOLE
from data.engine import connect
from data.ledger import touch
from data.migrate import upgrade
from data.rollup import RULE, rebuild, refresh
from data.settings import Settings
from data.store import Store, open_store
from tests.world import MAY_12, write_world


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    settings = Settings(var_dir=tmp_path)
    engine = connect(settings.store_url)
    upgrade(engine)
    with engine.begin() as connection:
        write_world(connection)
        rebuild(connection)
    engine.dispose()
    store = open_store(settings)
    yield store
    store.engine.dispose()


def test_the_cube_is_kept_while_the_snapshot_stands(store: Store) -> None:
    assert store.cube() is store.cube()


def test_the_cube_is_read_anew_when_the_snapshot_changed(store: Store) -> None:
    before = store.cube()
    with store.engine.begin() as connection:
        connection.execute(
            update(schema.case_count).where(schema.case_count.c.day == MAY_12).values(new_cases=9)
        )
        touch(connection, "cases", [MAY_12])
        refresh(connection)
    after = store.cube()
    assert (before.measures["new_cases"].values[-1].sum(), after.measures["new_cases"].values[-1].sum()) == (
        1,
        9,
    )


def give(store: Store, cases: int) -> None:
    """Other cases on 12 May, rolled up: another state, or one that was there before."""
    c = schema.case_count.c
    with store.engine.begin() as connection:
        connection.execute(update(schema.case_count).where(c.day == MAY_12).values(new_cases=cases))
        touch(connection, "cases", [MAY_12])
        refresh(connection)


def cases_of(store: Store) -> float:
    return float(store.cube().measures["new_cases"].values[-1].sum())


def test_a_store_that_asks_once_shows_the_state_it_first_saw(store: Store) -> None:
    once = store.asking_once()
    assert (cases_of(once), cases_of(once.at(None).under(RULE).seen_by(WHOLE))) == (1, 1)
    give(store, 9)
    assert cases_of(once) == 1
    assert (cases_of(store), cases_of(store.asking_once())) == (9, 9)


def test_it_first_asks_when_it_has_to_know(store: Store) -> None:
    once = store.asking_once()
    give(store, 9)
    assert cases_of(once) == 9


def test_a_state_that_comes_back_is_never_taken_for_one_that_was_read_meanwhile(store: Store) -> None:
    """Who asked before a change and reads after it reads the newer state, and keeps it under no other's name."""
    once = store.asking_once()
    once.origins()
    give(store, 9)
    assert cases_of(once) == 9
    give(store, 1)
    assert cases_of(store) == 1


def test_a_reader_sees_one_moment_while_a_writer_writes(store: Store) -> None:
    count = select(func.count()).select_from(schema.event)
    with store.read() as reader:
        before = reader.execute(count).scalar()
        with store.engine.begin() as writer:
            writer.execute(insert(schema.event), [{"key": "new", "day": MAY_12, "source": "test"}])
        assert reader.execute(count).scalar() == before
    with store.read() as reader:
        assert reader.execute(count).scalar() == before + 1


def test_boundaries_lie_beside_the_store(store: Store, tmp_path: Path) -> None:
    assert store.geometry_dir == tmp_path / "boundaries"
