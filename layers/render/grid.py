"""Whole numbers instead of degrees in an exported map: a third fewer bytes, at 11 m."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from folium.utilities import JsCode
from shapely.geometry.base import BaseGeometry

from layers.render.shapes import Bounds

CELLS_PER_DEGREE = 10_000


@dataclass(frozen=True)
class Grid:
    """Cells of 1/10,000 degree counted from a corner."""

    west: float
    south: float

    def geometry(self, shape: BaseGeometry) -> dict[str, Any]:
        """GeoJSON geometry of `shape` in cells; two values in degrees become two whole numbers."""
        corner = np.array([self.west, self.south])
        cells = shapely.transform(shape, lambda degrees: np.round((degrees - corner) * CELLS_PER_DEGREE))
        # GEOS writes 12 as 12.0
        found: dict[str, Any] = json.loads(
            shapely.to_geojson(cells), parse_float=lambda text: int(float(text))
        )
        return found

    @property
    def to_lat_lng(self) -> JsCode:
        """Leaflet's coordsToLatLng for such geometries."""
        n = CELLS_PER_DEGREE
        return JsCode(f"c => L.latLng({self.south} + c[1] / {n}, {self.west} + c[0] / {n})")


def grid_of(bounds: Bounds) -> Grid:
    """The grid from the corner south-west of `bounds`."""
    west, south, _, _ = bounds
    return Grid(round(west - 0.05, 1), round(south - 0.05, 1))
