"""Exposed venues as known at a moment: only cases and check-ins that had come by then count."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Connection, select, update

from data import schema
from data.access.sight import WHOLE
from data.ledger import end_of
from data.past_venues import exposures_under
from data.rollup import rebuild
from data.stays import ExposureRule
from data.venues import one_venue, venue_matrix, venue_points
from tests.world import DAYS, FACTORY, FIRST, LAST, MARKET_NENH, MARKET_VOI, MAY_8, MAY_10, MAY_11, MAY_12

RULE, LONG_AFTER = ExposureRule(), datetime(2021, 6, 1)


@pytest.fixture
def rolled(world: Connection) -> Connection:
    rebuild(world)
    return world


def venues_of(connection: Connection, moment: datetime) -> set[int]:
    return {each.venue_id for each in exposures_under(connection, RULE, moment, (FIRST, LAST))}


def test_after_everything_came_they_are_those_of_today(rolled: Connection) -> None:
    today = {tuple(row) for row in rolled.execute(select(schema.venue_exposure))}
    found = exposures_under(rolled, RULE, LONG_AFTER, (FIRST, LAST))
    assert {tuple(vars(each).values()) for each in found} == today


def test_a_case_not_published_yet_has_exposed_nobody(rolled: Connection) -> None:
    assert venues_of(rolled, end_of(MAY_10)) == {MARKET_VOI}
    assert venues_of(rolled, end_of(MAY_11)) == {MARKET_VOI, FACTORY}
    assert venues_of(rolled, end_of(MAY_12)) == {MARKET_VOI, FACTORY, MARKET_NENH}


def test_a_case_of_a_file_counts_since_the_file_came(rolled: Connection) -> None:
    rolled.execute(update(schema.import_file).values(received_at=datetime(2021, 5, 20)))
    assert venues_of(rolled, datetime(2021, 5, 19)) == set()
    assert venues_of(rolled, datetime(2021, 5, 20)) == {MARKET_VOI, FACTORY, MARKET_NENH}


def test_no_day_after_the_moment_is_looked_at(rolled: Connection) -> None:
    found = exposures_under(rolled, RULE, end_of(MAY_11), (FIRST, LAST))
    assert max(each.day for each in found) == MAY_11


def test_before_the_first_day_there_are_none(rolled: Connection) -> None:
    assert exposures_under(rolled, RULE, datetime(2021, 4, 1), (FIRST, LAST)) == ()


def test_the_store_s_own_exposures_stay_as_they_are(rolled: Connection) -> None:
    before = [rolled.execute(select(t)).all() for t in (schema.exposure_contact, schema.venue_exposure)]
    exposures_under(rolled, RULE, end_of(MAY_10), (FIRST, LAST))
    assert [
        rolled.execute(select(t)).all() for t in (schema.exposure_contact, schema.venue_exposure)
    ] == before


def test_day_matrix_and_card_tell_the_past_alike(rolled: Connection) -> None:
    past = exposures_under(rolled, RULE, end_of(MAY_11), (FIRST, LAST))
    assert {v.venue_id for v in venue_points(rolled, MAY_11, WHOLE, past)} == {MARKET_VOI, FACTORY}
    assert {v.venue_id for v in venue_matrix(rolled, DAYS, WHOLE, past).venues} == {MARKET_VOI, FACTORY}
    assert one_venue(rolled, MARKET_NENH, MAY_11, WHOLE, past) is None
    assert one_venue(rolled, FACTORY, MAY_8, WHOLE, past) == one_venue(rolled, FACTORY, MAY_8, WHOLE)
