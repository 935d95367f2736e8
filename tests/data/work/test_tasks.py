"""The decisions of a commune: its own alone, with the map's figures, the oldest that waits first, nobody in it."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta

from sqlalchemy import update

from data import schema
from data.access.sight import PUBLIC, Sight
from data.store import Store
from data.venues import one_venue
from data.work.tasks import Task, work_list
from data.work.tick import tick
from tests.world import FACTORY, MARKET_NENH, MARKET_VOI, MAY_8, MAY_12, NENH, QUANG_CHAU, VOI

BY = "Cán bộ xã"


def eyes(store: Store, *units: int) -> Store:
    return store.seen_by(Sight(frozenset(units)))


def test_a_commune_sees_the_decisions_on_its_own_venues_alone(tiny: Store, decided) -> None:
    decided(FACTORY), decided(MARKET_NENH)
    [task] = work_list(eyes(tiny, QUANG_CHAU), MAY_12).open
    assert (task.venue.venue_id, task.venue.unit_id, task.action, task.state) == (
        FACTORY, QUANG_CHAU, "test", "open"
    )  # fmt: skip
    assert len(work_list(eyes(tiny, VOI), MAY_12)) == 0
    assert len(work_list(tiny.seen_by(PUBLIC), MAY_12)) == 0
    assert len(work_list(eyes(tiny, QUANG_CHAU, NENH), MAY_12)) == len(work_list(tiny, MAY_12)) == 2


def test_the_figures_are_those_of_the_map(tiny: Store, decided) -> None:
    for venue_id in (FACTORY, MARKET_NENH):
        decided(venue_id)
    found = {task.venue.venue_id: task for task in work_list(tiny, MAY_12).open}
    with tiny.read() as connection:
        for venue_id, task in found.items():
            seen = one_venue(connection, venue_id, MAY_12, tiny.sight)
            assert seen is not None
            assert (task.days_since, task.people_exposed) == (seen.days_since, seen.people_exposed)


def test_where_no_f0_was_nothing_is_known_and_it_is_not_zero(tiny: Store, decided) -> None:
    decided(MARKET_VOI)
    [task] = work_list(tiny, MAY_8).open
    assert (task.days_since, task.people_exposed) == (None, None)


def test_a_task_holds_neither_who_decided_nor_why_nor_anybody(tiny: Store, decided) -> None:
    decided(FACTORY, by="Nguyễn Thị Kín", why="nhà ông Canary")
    told = repr(work_list(tiny, MAY_12))
    assert "Kín" not in told and "Canary" not in told
    assert {f.name for f in fields(Task)} == {
        "action_id", "venue", "action", "decided_at", "days_since", "people_exposed", "carried_out"
    }  # fmt: skip


def test_what_was_taken_back_or_replaced_is_no_task(tiny: Store, decided) -> None:
    decided(FACTORY, "test"), decided(FACTORY, "none")
    decided(MARKET_NENH, "test"), decided(MARKET_NENH, "monitor")
    [task] = work_list(tiny, MAY_12).open
    assert (task.venue.venue_id, task.action) == (MARKET_NENH, "monitor")


def test_the_oldest_that_waits_comes_first_and_of_what_is_said_the_last(tiny: Store, decided) -> None:
    numbers = [decided(venue) for venue in (FACTORY, MARKET_NENH, MARKET_VOI)]
    _at(tiny, dict(zip(numbers, (3, 1, 2), strict=True)))
    assert [t.action_id for t in work_list(tiny, MAY_12).open] == [numbers[1], numbers[2], numbers[0]]
    tick(tiny, numbers[1], "done", BY, ""), tick(tiny, numbers[0], "done", BY, "")
    tick(tiny, numbers[2], "not_possible", BY, "chưa mở cổng")
    found = work_list(tiny, MAY_12)
    assert ([t.action_id for t in found.done], found.open) == ([numbers[0], numbers[1]], ())
    [stuck] = found.not_possible
    assert stuck.carried_out is not None and stuck.carried_out.note == "chưa mở cổng"
    tick(tiny, numbers[2], "open", BY, "")
    assert [t.action_id for t in work_list(tiny, MAY_12).open] == [numbers[2]]


def _at(store: Store, hours: dict[int, int]) -> None:
    with store.engine.begin() as connection:
        for number, hour in hours.items():
            when = datetime(2021, 5, 12) + timedelta(hours=hour)
            a = schema.venue_action
            connection.execute(update(a).where(a.c.action_id == number).values(decided_at=when))
