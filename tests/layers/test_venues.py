"""Exposed venues on the map: where they may be drawn, and what is told of those that may not."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from data import schema
from data.settings import Settings
from data.store import Store, open_store
from data.view import View
from layers import VENUES
from layers.venues import AGE_CLASSES, age_class
from tests.copies import copied


@pytest.fixture
def own_store(untouched: Settings, tmp_path) -> Store:
    """A copy of the outbreak that a test may spoil."""
    return open_store(copied(untouched, tmp_path / "var"))


def view_of(store: Store) -> View:
    days = store.cube().days
    return View("new_cases", days[26], days[0], days[-1])


def told(drawn) -> dict[str, int | None]:
    return {notice.key: notice.count for notice in drawn.notices}


def test_a_venue_outside_the_province_is_counted_and_not_drawn(own_store: Store) -> None:
    view = view_of(own_store)
    before = VENUES.draw(VENUES, own_store, view)
    swapped = before.points[0]
    with own_store.engine.begin() as connection:
        row = update(schema.venue).where(schema.venue.c.venue_id == swapped.id)
        connection.execute(row.values(lon=swapped.lat, lat=swapped.lon))
    fresh = open_store(own_store.settings)
    after = VENUES.draw(VENUES, fresh, view)
    assert {p.id for p in before.points} - {p.id for p in after.points} == {swapped.id}
    assert told(before).get("notice.venues_outside", 0) == 0
    assert told(after)["notice.venues_outside"] == 1


def test_the_browser_gets_no_point_for_a_venue_outside_the_province(own_store: Store) -> None:
    known = next(v for v in VENUES.load(own_store).venues if v.has_point)
    with own_store.engine.begin() as connection:
        connection.execute(
            update(schema.venue).where(schema.venue.c.venue_id == known.venue_id).values(lat=10.8)
        )
    again = VENUES.load(open_store(own_store.settings))
    assert not next(v for v in again.venues if v.venue_id == known.venue_id).has_point


def test_points_and_counts_account_for_every_exposed_venue(store: Store) -> None:
    view = view_of(store)
    drawn, loaded = VENUES.draw(VENUES, store, view), VENUES.load(store)
    row = (view.day - loaded.days[0]).days
    exposed = int((loaded.days_since[row] != 255).sum())
    assert exposed == len(drawn.points) + sum(n or 0 for n in told(drawn).values())
    assert exposed > 10


@pytest.mark.parametrize(("days", "position"), [(0, 0), (7, 0), (8, 1), (14, 1), (15, 2), (21, 2)])
def test_days_since_exposure_fall_into_three_classes(days: int, position: int) -> None:
    assert age_class(days) == position
    assert len(AGE_CLASSES) == 3


@pytest.mark.parametrize("days", [-1, 22])
def test_no_class_is_made_up_beyond_21_days(days: int) -> None:
    with pytest.raises(ValueError, match="0 to 21"):
        age_class(days)
