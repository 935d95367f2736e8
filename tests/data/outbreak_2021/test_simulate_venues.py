"""Venues: the six parks, everyday places inside their communes, invented names."""

from dataclasses import replace

import numpy as np
import shapely

from data.outbreak_2021.simulate import simulate
from data.outbreak_2021.simulate.kinds import FACTORY, KINDS, PARK
from data.units import Units

from .conftest import PLACES, SCALE, SEED

PARKS = ["Quang Châu", "Đình Trám", "Vân Trung", "Song Khê – Nội Hoàng", "Hòa Phú", "Việt Hàn"]


def names(table, kind):
    return table["name"][table["venue_type"] == kind].tolist()


def test_the_six_parks_are_there(outbreak):
    assert names(outbreak.venues, PARK) == [f"Khu công nghiệp {name}" for name in PARKS]


def test_parks_stand_where_they_are(outbreak):
    seats = outbreak.venues["unit_id"][outbreak.venues["venue_type"] == PARK] - 1
    assert [PLACES[n][0] for n in seats] == ["07807", "07795", "07801", "07705", "07885", "07789"]
    gate = outbreak.venues["lon"][0], outbreak.venues["lat"][0]
    assert gate == (106.106, 21.218)


def test_parks_find_a_seat_where_their_communes_are_unknown(base):
    strangers = tuple(replace(c, code=f"9{n:04}") for n, c in enumerate(base.units.communes))
    elsewhere = replace(base, units=Units(strangers, base.units.districts))
    found = simulate(elsewhere, SEED, SCALE, lambda table, share: None).venues
    assert len(names(found, PARK)) == 6
    assert len(set(found["unit_id"][:6].tolist())) == 6


def test_every_park_has_a_factory(outbreak):
    factories = names(outbreak.venues, FACTORY)
    assert all(any(name.startswith(f"Nhà máy {letter}1 ") for name in factories) for letter in "ABCDEF")


def test_every_kind_of_venue_is_there(outbreak):
    assert set(outbreak.venues["venue_type"].tolist()) == set(range(len(KINDS)))


def test_every_factory_says_that_it_is_simulated(outbreak):
    assert all(name.endswith("(mô phỏng)") for name in names(outbreak.venues, FACTORY))


def test_every_point_lies_inside_its_commune(base, outbreak):
    venues = outbreak.venues
    known = ~venues.is_null("lon")
    polygons = np.array(base.polygons, dtype=object)[venues["unit_id"][known] - 1]
    assert shapely.contains_xy(polygons, venues["lon"][known], venues["lat"][known]).all()


def test_a_few_percent_of_the_venues_have_no_point_and_no_park_is_among_them(base):
    venues = simulate(base, SEED, 5.0, lambda table, share: None).venues
    missing = venues.is_null("lon")
    assert np.array_equal(missing, venues.is_null("lat"))
    assert 0.01 < missing.mean() < 0.06
    assert not missing[venues["venue_type"] == PARK].any()


def test_a_commune_draws_venues_by_its_people(base):
    venues = simulate(base, SEED, 5.0, lambda table, share: None).venues
    shops = venues["unit_id"][venues["venue_type"] == [k.key for k in KINDS].index("shop")]
    counts = np.bincount(shops, minlength=len(PLACES) + 1)[1:]
    assert np.corrcoef(counts, base.population)[0, 1] > 0.99


def test_venues_open_before_they_close(outbreak):
    opens, closes = outbreak.venues["opens_minute"], outbreak.venues["closes_minute"]
    assert (opens >= 0).all() and (opens < closes).all() and (closes <= 1440).all()


def test_no_default_stay_is_longer_than_the_longest(outbreak):
    types = outbreak.venue_types
    assert (types["default_stay_minutes"] <= types["max_stay_minutes"]).all()
