"""A masked row names no place that only one venue could be."""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest

from data.store import Store
from data.tracing.known import venues_of
from data.tracing.notice import NoticeRow, Place, alike, notice_rows
from data.tracing.venue import trace_venue
from tests.data.exposure_worlds import at
from tests.data.tracing.test_notice import AT, RULE, Window, words
from tests.world import FACTORY, MARKET_NENH, MARKET_VOI, MAY_12, NENH, QUANG_CHAU, VOI

COMMUNE, DISTRICT = "Thị trấn Nếnh", "Huyện Việt Yên"


def row_of(tiny: Store, place: Place, visitors: int = 1) -> NoticeRow:
    trace = trace_venue(tiny, MARKET_NENH, MAY_12, RULE, has_people=False)
    assert trace is not None
    [row] = notice_rows(
        replace(trace, windows=(Window(at(7), at(8), 1),), visitors=(visitors,)), place, words, AT
    )
    return row


@pytest.mark.parametrize(
    ("counts", "event", "location", "city"),
    [
        ((2, 5, 9), "chợ (ít khách)", f"{COMMUNE}, {DISTRICT}", DISTRICT),
        ((1, 5, 9), "chợ (ít khách)", DISTRICT, DISTRICT),
        ((1, 1, 9), "chợ (ít khách)", "", ""),
        ((1, 1, 1), "ít khách", "", ""),
    ],
)
def test_a_masked_row_says_so_much_of_the_place_as_fits_other_venues_too(
    tiny, counts, event, location, city
) -> None:
    row = row_of(tiny, Place(COMMUNE, DISTRICT, *counts))
    assert (row.event, row.location, row.city) == (event, location, city)


def test_nothing_of_a_commune_with_one_venue_of_the_kind_is_left_anywhere_in_its_row(tiny) -> None:
    assert not any("Nếnh" in cell for cell in astuple(row_of(tiny, Place(COMMUNE, DISTRICT, 1, 5, 9))))


def test_a_venue_with_visitors_enough_is_placed_however_alone_it_stands(tiny) -> None:
    assert row_of(tiny, Place(COMMUNE, DISTRICT, 1, 1, 1), 40).location == f"{COMMUNE}, {DISTRICT}"


def test_venues_of_a_kind_are_counted_where_they_stand(tiny) -> None:
    with tiny.read() as connection:
        venues = venues_of(connection, [FACTORY, MARKET_NENH, MARKET_VOI])
        market, factory = venues[MARKET_NENH], venues[FACTORY]
        assert [alike(connection, market, where) for where in ([NENH], [NENH, VOI], None)] == [1, 2, 2]
        assert [alike(connection, factory, where) for where in ([QUANG_CHAU], None)] == [1, 1]
