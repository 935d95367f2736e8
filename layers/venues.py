"""Venues where an F0 was inside while infectious: sized by people exposed, coloured by days since."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from data.boundaries import read_full
from data.counted_anew import gone_on_map
from data.store import Store
from data.venues import ExposedVenue, VenueMatrix, located_venues, venue_matrix, venue_points
from data.view import View
from geo.exposure_rule import DEFAULT_RULE
from geo.locate import locate
from layers import palette
from layers.base import Drawn, Layer, Legend, LegendClass, Notice, Point
from layers.gone_words import gone_notice
from layers.rule_words import rule_name
from layers.text import text

AGE_CLASSES = ((0, 7), (8, 14), (15, 21))
"""Days since an F0 was last inside, both ends included."""


def age_class(days_since: int) -> int:
    """Position in AGE_CLASSES; raises ValueError beyond 21 days."""
    for position, (low, high) in enumerate(AGE_CLASSES):
        if low <= days_since <= high:
            return position
    raise ValueError(f"expected 0 to 21 days since exposure, got {days_since}")


def load_venues(store: Store) -> VenueMatrix:
    """Every exposed venue on every day, for the browser's slider; one outside the province has no point to draw."""
    astray, past = _astray(store), store.past_exposures()
    with store.read_whole() as connection:
        loaded = venue_matrix(connection, store.cube().days, store.sight, past)
    unplaced = (replace(v, lon=None, lat=None) if v.venue_id in astray else v for v in loaded.venues)
    return replace(loaded, venues=tuple(unplaced))


def _astray(store: Store) -> frozenset[int]:
    now = store.at(None)
    return venues_outside(now, now.cube().snapshot.id)


@lru_cache(maxsize=8)
def venues_outside(store: Store, _snapshot_id: str) -> frozenset[int]:
    """Numbers of the venues whose coordinates lie in no commune: a wrong point is worse than none."""
    polygons = np.asarray(read_full(store.geometry_dir).geometry)
    with store.read_whole() as connection:
        points = located_venues(connection)
    found = locate([lon for _, lon, _ in points], [lat for *_, lat in points], polygons)
    return frozenset(venue_id for (venue_id, *_), at in zip(points, found, strict=True) if at < 0)


def draw_venues(layer: Layer, store: Store, view: View) -> Drawn:
    """Exposed venues of one day, inside the district looked at; those that can't be drawn are counted."""
    units, astray, past = store.cube().units, _astray(store), store.past_exposures()
    columns = set(np.asarray(units.unit_ids)[units.columns(view.district)].tolist())
    with store.read_whole() as connection:
        venues = [v for v in venue_points(connection, view.day, store.sight, past) if v.unit_id in columns]
    outside = sum(v.venue_id in astray for v in venues)
    placed = tuple(
        _point(v, v.lon, v.lat)
        for v in venues
        if v.lon is not None and v.lat is not None and v.venue_id not in astray
    )
    counts = {
        "notice.venues_without_coordinates": len(venues) - len(placed) - outside,
        "notice.venues_outside": outside,
    }
    notices = tuple(Notice(key, count=count) for key, count in counts.items() if count)
    if not store.sight.is_whole:
        key = "notice.venues_protected_outside" if store.sight.units else "notice.venues_protected"
        notices = (*notices, Notice(key))
    if store.rule != DEFAULT_RULE:
        notices = (*notices, Notice("notice.rule", {"rule": rule_name(store.rule, view.lang)}))
    notices = (*notices, *_gone(store, view, is_empty=not venues))
    return Drawn(venue_legend(layer, store, view.lang), points=placed, notices=notices)


def _gone(store: Store, view: View, is_empty: bool) -> tuple[Notice, ...]:
    """Asked after the venues were counted: rows that go meanwhile are told too soon rather than not at all."""
    gone = gone_on_map(store, view.day)
    if gone is None:
        return ()
    told = gone_notice(gone, store.settings)
    return (told, Notice("gone.venues_unknown")) if is_empty else (told,)


def venue_legend(layer: Layer, store: Store, lang: str) -> Legend:
    labels = (text("legend.days_since", lang, low=low, high=high) for low, high in AGE_CLASSES)
    classes = tuple(
        LegendClass(label, colour) for label, colour in zip(labels, palette.VENUE_AGES, strict=True)
    )
    label, unit = (text(f"layer.{layer.key}.{name}", lang) for name in ("label", "unit"))
    return Legend(label, unit, classes, layer.source(store, lang), layer.is_simulated(store))


def _point(venue: ExposedVenue, lon: float, lat: float) -> Point:
    told = {"cases": venue.cases, "days_since": venue.days_since, "people_imputed": venue.people_imputed}
    figures = {name: value for name, value in told.items() if value is not None}
    return Point(
        venue.venue_id,
        venue.name,
        venue.venue_type,
        lon,
        lat,
        venue.people_exposed,
        age_class(venue.days_since),
        figures,
        venue.is_banded,
    )


VENUES = Layer(
    key="venues",
    group="overlays",
    load=load_venues,
    draw=draw_venues,
    subjects=("checkins", "case_lines"),
)
