"""PostgreSQL gives the same snapshot as SQLite, to the byte, full and spliced."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from data.lake.lake import current
from data.lake.world import exposure_world
from data.store import Store
from geo.exposure_rule import ExposureRule
from tests.data.lake.lakes import (
    built_anew,
    content,
    put_one,
    refreshed,
    reopened,
    tiny_store,
    visits_in,
    visits_of,
)
from tests.world import FACTORY, HUNG, LAN, MARKET_VOI, MAY_9, MAY_12, at

WRITES = (
    (99, (FACTORY, LAN, at(MAY_12, 8), None)),
    (98, (MARKET_VOI, HUNG, at(MAY_9, 0), at(MAY_9, 1))),
    (6, None),
    (1, (FACTORY, LAN, at(MAY_9, 23.999), None)),
)


def stores(postgresql: Engine, tmp_path: Path) -> tuple[Store, Store]:
    url = postgresql.url.render_as_string(hide_password=False)
    return tiny_store(tmp_path / "one", url), tiny_store(tmp_path / "two")


def test_both_stores_give_the_same_segments_after_every_write(postgresql: Engine, tmp_path: Path) -> None:
    one, two = stores(postgresql, tmp_path)
    assert (refreshed(one).is_full, refreshed(two).is_full) == (True, True)
    for write in WRITES:
        put_one(one, *write)
        put_one(two, *write)
        assert (refreshed(one).is_full, refreshed(two).is_full) == (False, False)
        assert visits_in(current(one)) == visits_of(one)
        assert content(one) == content(two)
    assert content(one) == built_anew(one, tmp_path / "anew")
    one.engine.dispose()


def test_two_programs_of_one_store_keep_a_snapshot_each(postgresql: Engine, tmp_path: Path) -> None:
    one, _ = stores(postgresql, tmp_path)
    other = reopened(tmp_path / "three", one.settings.database_url)
    put_one(other, *WRITES[0])
    assert current(one).version == current(other).version
    one.engine.dispose()
    other.engine.dispose()


def test_cases_and_venues_are_read_alike(postgresql: Engine, tmp_path: Path) -> None:
    found = []
    for store in stores(postgresql, tmp_path):
        with store.read() as connection:
            limits, periods = exposure_world(connection, ExposureRule())
        columns = (limits.venue, limits.default, limits.longest, periods.begin, periods.until)
        found.append([sorted(column.tolist()) for column in columns])
        store.engine.dispose()
    assert found[0] == found[1]
