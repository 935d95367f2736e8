"""The kernel's exposed venues and SQL's are the same, on the embedded outbreak, under every preset."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from data import schema
from data.exposed_now import exposures_now
from data.past_venues import exposures_under
from data.store import Store
from data.venues import Exposure
from geo.exposure_rule import DEFAULT_RULE, parse_rule

RULES = ("bac_giang", "corona_warn_app", "same_day", "place", "bac_giang,buffer_minutes=5,imputed_percent=50")


def by_key(found: tuple[Exposure, ...]) -> dict[tuple[object, ...], Exposure]:
    return {(each.venue_id, each.day): each for each in found}


@pytest.mark.parametrize("text", RULES)
def test_every_figure_of_every_day_equals_sql(store: Store, text: str) -> None:
    rule, days = parse_rule(text), store.cube().days
    found = exposures_now(store.under(rule), days[0], days[-1])
    with store.read() as connection:
        expected = exposures_under(connection, rule, None, (days[0], days[-1]))
    assert len(found) > 100
    assert by_key(found) == by_key(expected)


def test_by_the_default_rule_they_are_what_the_store_keeps(store: Store) -> None:
    days = store.cube().days
    with store.read() as connection:
        kept = tuple(Exposure(*row) for row in connection.execute(select(schema.venue_exposure)))
    assert by_key(exposures_now(store.under(DEFAULT_RULE), days[0], days[-1])) == by_key(kept)
