"""The meetings that answers share: made once for a state of the store and a rule, never for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from sqlalchemy import Connection

from data.lake.world import World as Known
from data.store import Store
from data.tracing import world
from data.tracing.world import loosest, world_of
from geo.exposure_rule import PRESETS, ExposureRule
from tests.data import exposure_oracle as oracle
from tests.data.exposure_oracle import Case, Visit
from tests.data.exposure_worlds import DAY, KINDS, at, rules, worlds
from tests.data.tracing.small import fill
from tests.data.tracing.test_listed import F0, RULE

PAIR = [Visit(2, 1, at(8), at(9)), Visit(2, 2, at(8), at(9))]


@settings(max_examples=40, deadline=None)
@given(*worlds, rules)
def test_meetings_that_are_long_enough_are_those_of_the_rule_itself(
    small: Store, visits: list[Visit], cases: list[Case], rule: ExposureRule
) -> None:
    fill(small, visits, cases)
    found = world_of(small, rule)
    stays = oracle.infectious_stays(visits, cases, KINDS, rule)
    assert int(found.is_long_enough(rule).sum()) == len(oracle.overlaps(visits, stays, KINDS, rule))


def test_a_world_is_kept_for_every_shortest_overlap_and_every_view(small: Store) -> None:
    fill(small, PAIR, [F0])
    kept = world_of(small, RULE)
    for changed in ({"min_overlap_minutes": 3}, {"display_days": 5}, {"onward_days": 1}):
        assert world_of(small, replace(RULE, **changed)) is kept
    assert world_of(small, replace(RULE, tail_minutes=0)) is not kept


def test_the_place_alone_depends_on_the_days_in_view() -> None:
    place = PRESETS["place"]
    assert loosest(place) != loosest(replace(place, display_days=3))
    assert loosest(RULE) == loosest(replace(RULE, display_days=3))


def test_whatever_changes_in_the_store_makes_another_world(small: Store) -> None:
    fill(small, PAIR, [F0])
    before = world_of(small, RULE)
    fill(small, PAIR, [replace(F0, onset=DAY + timedelta(9))])
    assert world_of(small, RULE) is not before
    assert len(world_of(small, RULE).meetings) == 0


def test_a_store_that_shows_the_past_is_traced_by_all_that_is_known(small: Store) -> None:
    fill(small, PAIR, [F0])
    assert world_of(small.at(datetime(2021, 5, 1)), RULE) is world_of(small, RULE)


def test_one_venue_alone_keeps_its_own_stays_and_meetings(small: Store) -> None:
    elsewhere = [Visit(3, person, at(12), at(14)) for person in (1, 4)]
    fill(small, [*PAIR, *elsewhere], [F0])
    alone = world_of(small, RULE).at(3)
    assert (alone.stays.venue.tolist(), alone.meetings.person.tolist()) == ([3], [4])
    assert np.array_equal(alone.venue, [3])
    assert len(world_of(small, RULE).at(1).meetings) == 0


def test_a_venue_that_goes_while_it_is_read_is_read_again(
    small: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(small, PAIR, [F0])
    asked, whole = list[Connection](), world.read_world

    def without_venues_at_first(connection: Connection) -> Known:
        asked.append(connection)
        found = whole(connection)
        gone = {name: getattr(found, name)[:0] for name in ("venue", "unit", "default_minutes", "max_minutes")}
        return replace(found, **gone) if len(asked) == 1 else found

    monkeypatch.setattr(world, "read_world", without_venues_at_first)
    assert len(world_of(small, RULE).meetings) == 1
    assert len(asked) == 2
