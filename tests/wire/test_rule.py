"""The definition of exposure in the address: what is counted, what is said, what is refused."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from flask.testing import FlaskClient

from callbacks.context import Context
from callbacks.legend import legend
from callbacks.venue import venue_card
from data.access.sight import WHOLE
from data.store import Store
from data.venues import NOT_EXPOSED, venue_matrix
from data.view import default_view
from geo.exposure_rule import PRESETS, parse_rule
from layers import VENUES
from tests.callbacks.trees import words

DAY = date(2021, 5, 25)


def matrix(client: FlaskClient, store: Store, rule: str = "") -> tuple[np.ndarray, np.ndarray]:
    """People exposed and days since, day × venue, as the browser gets them."""
    name = f"venues/{store.cube().snapshot.id}{rule}"
    venues = len(client.get(f"/{name}.geojson").json["features"])
    body, days = client.get(f"/{name}.bin").data, len(store.cube().days)
    cells = days * venues
    people = np.frombuffer(body, np.uint16, cells).reshape(days, venues)
    return people, np.frombuffer(body, np.uint8, cells, 2 * cells).reshape(days, venues)


def test_the_address_decides_who_counts_as_exposed(client: FlaskClient, store: Store) -> None:
    row = store.cube().days.index(DAY)
    totals = {}
    for rule in ("", "~same_day", "~bac_giang,min_overlap_minutes=60"):
        people, since = matrix(client, store, rule)
        totals[rule] = int(people[row][since[row] != NOT_EXPOSED].sum())
    assert totals["~bac_giang,min_overlap_minutes=60"] < totals[""] < totals["~same_day"]


def test_a_rule_spelt_out_gives_the_same_as_the_store_under_it(client: FlaskClient, store: Store) -> None:
    rule = parse_rule("corona_warn_app,min_overlap_minutes=15")
    under = store.under(rule)
    with under.read() as connection:
        expected = venue_matrix(connection, store.cube().days, WHOLE, under.past_exposures())
    people, since = matrix(client, store, "~corona_warn_app,min_overlap_minutes=15")
    located = np.array([v.has_point for v in VENUES.load(under).venues])
    assert np.array_equal(people, expected.people_exposed[:, located])
    assert np.array_equal(since, expected.days_since[:, located])


@pytest.mark.parametrize("rule", ["~nonsense", "~bac_giang,tail_minutes=999", "~place,tail_minutes=0,x"])
def test_a_rule_that_no_page_writes_is_not_found(client: FlaskClient, store: Store, rule: str) -> None:
    assert client.get(f"/venues/{store.cube().snapshot.id}{rule}.bin").status_code == 404


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_card_and_the_legend_say_by_which_definition(context: Context, lang: str) -> None:
    rule = PRESETS["same_day"]
    view = default_view(context.choices(), lang).but(rule=rule)
    under = context.at(view)
    venue = max(under.store.past_exposures() or (), key=lambda e: (e.day == view.day, e.people_exposed))
    card = words(venue_card(under, view.but(venue=venue.venue_id)))
    name = {"vi": "Cùng nơi, cùng ngày (NHS)", "en": "Same place, same day (NHS)"}[lang]
    assert name in card
    assert name in words(legend(under, view))
    assert name not in words(legend(context, view.but(rule=PRESETS["bac_giang"])))
