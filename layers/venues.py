"""Venues where an F0 was inside while infectious: sized by people exposed, coloured by days since."""

from __future__ import annotations

import numpy as np

from data.store import Store
from data.venues import ExposedVenue, VenueMatrix, venue_matrix, venue_points
from data.view import View
from layers import palette
from layers.base import Drawn, Layer, Legend, LegendClass, Notice, Point
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
    """Every exposed venue on every day, for the browser's slider."""
    with store.read() as connection:
        return venue_matrix(connection, store.cube().days)


def draw_venues(layer: Layer, store: Store, view: View) -> Drawn:
    """Exposed venues of one day, inside the district looked at."""
    units = store.cube().units
    columns = set(np.asarray(units.unit_ids)[units.columns(view.district)].tolist())
    with store.read() as connection:
        venues = [v for v in venue_points(connection, view.day) if v.unit_id in columns]
    placed = tuple(_point(v, v.lon, v.lat) for v in venues if v.lon is not None and v.lat is not None)
    missing = len(venues) - len(placed)
    notices = (Notice("notice.venues_without_coordinates", count=missing),) if missing else ()
    return Drawn(venue_legend(layer, view.lang), points=placed, notices=notices)


def venue_legend(layer: Layer, lang: str) -> Legend:
    labels = (text("legend.days_since", lang, low=low, high=high) for low, high in AGE_CLASSES)
    classes = tuple(
        LegendClass(label, colour) for label, colour in zip(labels, palette.VENUE_AGES, strict=True)
    )
    words = {name: text(f"layer.{layer.key}.{name}", lang) for name in ("label", "unit", "source")}
    return Legend(words["label"], words["unit"], classes, words["source"], layer.is_simulated)


def _point(venue: ExposedVenue, lon: float, lat: float) -> Point:
    figures = {"cases": venue.cases, "days_since": venue.days_since, "people_imputed": venue.people_imputed}
    return Point(
        venue.venue_id,
        venue.name,
        venue.venue_type,
        lon,
        lat,
        venue.people_exposed,
        age_class(venue.days_since),
        figures,
    )


VENUES = Layer(key="venues", group="overlays", load=load_venues, draw=draw_venues)
