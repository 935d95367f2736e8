"""Values for the browser: small binary matrices, little-endian, that one fetch brings and the slider reads."""

from __future__ import annotations

import json

import numpy as np

from data.store import Store
from data.units import Units
from data.venues import VenueMatrix
from layers.areas import class_matrix
from layers.base import Layer
from layers.render.sheet import clean


def area_bytes(layer: Layer, store: Store) -> bytes:
    """float32 values (NaN: none), then uint8 classes, both D × N in the order of Units; values to the shown decimals."""
    assert layer.scale is not None
    series = layer.series(store)
    values = np.round(series.values, layer.digits).astype("<f4")
    return values.tobytes() + class_matrix(series, layer.scale).tobytes()


def venue_bytes(venues: VenueMatrix) -> bytes:
    """uint16 people exposed, then uint8 days since (255: not exposed), both D × V, V counting located venues only."""
    located = _located(venues)
    people = np.ascontiguousarray(venues.people_exposed[:, located]).astype("<u2")
    return people.tobytes() + np.ascontiguousarray(venues.days_since[:, located]).astype(np.uint8).tobytes()


def venue_points(venues: VenueMatrix, units: Units) -> bytes:
    """GeoJSON of the located venues, in the order of venue_bytes; names and kinds only, no person.

    `group` stands where the numbers of venue_bytes are lower ends of groups.
    """
    districts = {int(c.unit_id): c.district_code for c in units.communes}
    features = [
        {
            "type": "Feature",
            "id": venue.venue_id,
            "properties": {
                "name": clean(venue.name),
                "type": venue.venue_type,
                "district": districts[venue.unit_id],
            }
            | ({"group": True} if venues.banded[n] else {}),
            "geometry": {
                "type": "Point",
                "coordinates": [round(venue.lon or 0, 5), round(venue.lat or 0, 5)],
            },
        }
        for n, venue in ((int(n), venues.venues[int(n)]) for n in np.flatnonzero(_located(venues)))
    ]
    return json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")
    ).encode()


def _located(venues: VenueMatrix) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([v.lon is not None and v.lat is not None for v in venues.venues], dtype=bool)
