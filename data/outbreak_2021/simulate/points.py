"""A point for each venue, inside the polygon of its commune."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.draw import KM_PER_DEGREE, Floats, Ints
from data.outbreak_2021.simulate.parks import Park

PARK_RADIUS_KM = 0.5
"""Spread of a park's factories around its gate."""

CENTRE_SHARE = 0.7
"""Everyday places near the commune's centre; the others lie anywhere in it."""

CENTRE_RADIUS = 0.22
"""Spread around the centre, as a share of the square root of the commune's area."""

ATTEMPTS = 60
DIGITS = 6
"""Decimals of a coordinate, a tenth of a metre."""


@dataclass(frozen=True)
class _Aim:
    """Where the points of some venues are sought: around a centre, or anywhere in the bounds."""

    lon: Floats
    lat: Floats
    spread_km: Floats
    is_centred: NDArray[np.bool_]
    bounds: Floats

    def of(self, rows: Ints) -> _Aim:
        return _Aim(*(values[rows] for values in vars(self).values()))

    def shoot(self, generator: Generator) -> tuple[Floats, Floats]:
        size = len(self.lon)
        west, south, east, north = self.bounds.T
        offsets = generator.standard_normal((2, size)) * self.spread_km / KM_PER_DEGREE
        shares = generator.random((2, size))
        lon = np.where(self.is_centred, self.lon + offsets[0], west + shares[0] * (east - west))
        lat = np.where(self.is_centred, self.lat + offsets[1], south + shares[1] * (north - south))
        return lon.round(DIGITS), lat.round(DIGITS)


def draw_points(
    base: Base, parks: tuple[Park, ...], column: Ints, park: Ints, generator: Generator
) -> tuple[Floats, Floats]:
    """Degrees east and north. The first venues are the gates of `parks`; `park` is -1 outside a park.

    A point is drawn again until it falls inside; what never does takes a point on the commune's surface.
    """
    polygons = np.array(base.polygons, dtype=object)
    shapely.prepare(polygons)
    surface = shapely.get_coordinates(shapely.point_on_surface(polygons))
    gates = _gates(parks, polygons, surface)
    lon, lat = surface[column].T.copy()
    lon[: len(parks)], lat[: len(parks)] = gates.T
    aim = _aim(base, polygons, gates, column, park, generator)
    left = np.arange(len(parks), len(column))
    for _ in range(ATTEMPTS):
        x, y = aim.of(left).shoot(generator)
        is_inside = shapely.contains_xy(polygons[column[left]], x, y)
        lon[left[is_inside]], lat[left[is_inside]] = x[is_inside], y[is_inside]
        left = left[~is_inside]
    return lon, lat


def _gates(parks: tuple[Park, ...], polygons: NDArray[np.object_], surface: Floats) -> Floats:
    """Points of the gates; where a boundary file leaves one outside its commune, a point on the surface."""
    points = np.array([(p.lon, p.lat) for p in parks])
    seats = np.array([p.column for p in parks])
    is_inside = shapely.contains_xy(polygons[seats], points[:, 0], points[:, 1])
    return np.where(is_inside[:, None], points, surface[seats])


def _aim(
    base: Base, polygons: NDArray[np.object_], gates: Floats, column: Ints, park: Ints, generator: Generator
) -> _Aim:
    in_park = park >= 0
    centres = np.where(in_park[:, None], gates[park], np.column_stack([base.lon, base.lat])[column])
    area_km2 = base.population / base.density
    spread_km = np.where(in_park, PARK_RADIUS_KM, CENTRE_RADIUS * np.sqrt(area_km2)[column])
    is_centred = in_park | (generator.random(len(column)) < CENTRE_SHARE)
    return _Aim(centres[:, 0], centres[:, 1], spread_km, is_centred, shapely.bounds(polygons)[column])
