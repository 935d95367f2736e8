"""Exposed venues of one day, of all days, and one of them."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from data.access.sight import WHOLE
from data.rollup import rebuild
from data.venues import NOT_EXPOSED, one_venue, venue_matrix, venue_points
from tests.world import DAYS, FACTORY, MARKET_NENH, MARKET_VOI, MAY_8, MAY_9, MAY_10, MAY_12


@pytest.fixture
def rolled(world: Connection) -> Connection:
    rebuild(world)
    return world


def test_the_venues_of_a_day_come_with_most_people_first(rolled: Connection) -> None:
    found = venue_points(rolled, MAY_10, WHOLE)
    assert [v.venue_id for v in found] == [FACTORY, MARKET_NENH, MARKET_VOI]
    assert [v.people_exposed for v in found] == [1, 1, 0]


def test_an_exposed_venue_carries_its_name_kind_place_and_figures(rolled: Connection) -> None:
    venue = next(v for v in venue_points(rolled, MAY_12, WHOLE) if v.venue_id == MARKET_NENH)
    assert (venue.name, venue.venue_type, venue.lon, venue.lat) == ("Chợ Nếnh", "market", 106.51, 21.31)
    assert (venue.days_since, venue.cases, venue.people_exposed, venue.people_imputed) == (3, 1, 1, 1)


def test_a_venue_without_a_point_is_there_and_says_so(rolled: Connection) -> None:
    assert [v.has_point for v in venue_points(rolled, MAY_10, WHOLE)] == [True, True, False]


def test_a_day_before_any_exposure_has_no_venue(rolled: Connection) -> None:
    assert [v.venue_id for v in venue_points(rolled, MAY_8, WHOLE)] == [FACTORY]
    assert venue_points(rolled, DAYS[0].replace(month=4), WHOLE) == ()


def test_the_matrix_says_of_every_day_what_that_day_says(rolled: Connection) -> None:
    matrix = venue_matrix(rolled, DAYS, WHOLE)
    for row, day in enumerate(DAYS):
        found = {v.venue_id: (v.days_since, v.people_exposed) for v in venue_points(rolled, day, WHOLE)}
        for column, venue in enumerate(matrix.venues):
            cell = int(matrix.days_since[row, column]), int(matrix.people_exposed[row, column])
            assert cell == found.get(venue.venue_id, (NOT_EXPOSED, 0))


def test_the_matrix_counts_per_day_what_cannot_be_drawn(rolled: Connection) -> None:
    assert venue_matrix(rolled, DAYS, WHOLE).without_point.tolist() == [0, 0, 1, 1, 1]


def test_days_without_exposure_give_an_empty_matrix(world: Connection) -> None:
    matrix = venue_matrix(world, DAYS, WHOLE)
    assert (matrix.venues, matrix.days_since.shape, matrix.without_point.tolist()) == ((), (5, 0), [0] * 5)


def test_one_venue_is_the_one_among_all(rolled: Connection) -> None:
    assert one_venue(rolled, FACTORY, MAY_9, WHOLE) == venue_points(rolled, MAY_9, WHOLE)[0]


def test_a_venue_that_is_not_exposed_is_none(rolled: Connection) -> None:
    assert one_venue(rolled, MARKET_VOI, MAY_9, WHOLE) is None
