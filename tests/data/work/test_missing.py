"""Reports that are missing: by commune and kind, late and never due apart, and what is missing everywhere said once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, insert

from data import schema
from data.access.sight import Sight
from data.counts import COUNTED
from data.ledger import end_of, touch
from data.reports import renew_reports
from data.rollup import refresh
from data.store import Store
from data.work.missing import DAYS, KINDS, Gap, missing_reports
from tests import world
from tests.world import HUONG_LAC, MAY_8, MAY_10, MAY_11, MAY_12, NENH, TIEN_SON


def gaps(store: Store, day: date = MAY_12) -> list[tuple[int, str, tuple[date, ...], tuple[date, ...]]]:
    found = missing_reports(store, day).gaps
    return [(g.commune.unit_id, g.kind, g.unreported, g.late) for g in found if g.commune]


def eyes(store: Store, *units: int) -> Store:
    return store.seen_by(Sight(frozenset(units)))


def take_back(
    store: Store, subject: str, days: tuple[date, ...], units: tuple[int, ...] = world.UNIT_IDS
) -> None:
    """As if no file had ever covered these communes on these days."""
    c = schema.coverage
    with store.engine.begin() as connection:
        where = (c.c.subject == subject, c.c.day.in_(days), c.c.unit_id.in_(units))
        connection.execute(delete(c).where(*where))
        touch(connection, subject, renew_reports(connection, subject, days))
        refresh(connection)


def test_a_late_report_and_one_that_was_never_due_are_told_apart(tiny: Store) -> None:
    assert gaps(tiny) == [
        (HUONG_LAC, "checkins", (MAY_8,), ()),
        (TIEN_SON, "declarations", (), (MAY_11,)),
    ]


def test_a_commune_sees_its_own_gaps_alone(tiny: Store) -> None:
    assert gaps(eyes(tiny, TIEN_SON)) == [(TIEN_SON, "declarations", (), (MAY_11,))]
    assert gaps(eyes(tiny, NENH)) == []


def test_days_after_the_one_looked_at_do_not_count(tiny: Store) -> None:
    assert gaps(eyes(tiny, TIEN_SON), MAY_10) == []
    assert missing_reports(tiny, MAY_10).days == (MAY_8, world.MAY_9, MAY_10)


def test_at_most_seven_days_are_looked_at() -> None:
    assert DAYS == 7


def test_a_gap_goes_when_the_data_come(tiny: Store) -> None:
    with tiny.engine.begin() as connection:
        row = (1, "declarations", MAY_11, TIEN_SON, end_of(MAY_12))
        connection.execute(insert(schema.coverage), dict(zip(schema.coverage.c.keys(), row, strict=True)))
        touch(connection, "declarations", renew_reports(connection, "declarations", [MAY_11]))
        refresh(connection)
    assert gaps(eyes(tiny, TIEN_SON)) == []


def test_what_the_whole_province_lacks_is_said_once(tiny: Store) -> None:
    take_back(tiny, "installs", (MAY_10,))
    for store in (tiny, eyes(tiny, NENH)):
        found = missing_reports(store, MAY_12)
        assert found.everywhere == (Gap(None, "installs", (), (MAY_10,)),)
        assert not [g for g in found.gaps if g.kind == "installs"]


def test_what_all_but_one_commune_lack_is_said_of_each(tiny: Store) -> None:
    others = tuple(u for u in world.UNIT_IDS if u != NENH)
    take_back(tiny, "installs", (MAY_10,), others)
    assert missing_reports(tiny, MAY_12).everywhere == ()
    assert [unit for unit, kind, *_ in gaps(tiny) if kind == "installs"] == list(others)
    assert gaps(eyes(tiny, NENH)) == []


def test_every_subject_that_is_counted_is_a_kind_of_report() -> None:
    assert {kind for kind, _ in KINDS} == {measure.subject for measure in COUNTED}
    assert all(any(m.subject == kind and m.name == name for m in COUNTED) for kind, name in KINDS)


@pytest.mark.parametrize("day", [date(2021, 5, 1), date(2021, 5, 25), date(2021, 7, 13)])
def test_the_embedded_outbreak_tells_every_missing_cell_once(store: Store, day: date) -> None:
    cube, found = store.cube(), missing_reports(store, day)
    told = sum(len(g.unreported) + len(g.late) for g in found.gaps)
    rows = [cube.days.index(each) for each in found.days]
    cells = sum(int((cube.measures[name].states[rows] != 0).sum()) for _, name in KINDS)
    assert found.everywhere == () and told == cells > 0
