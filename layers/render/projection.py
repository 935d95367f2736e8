"""Degrees to pixels of a static picture, and shapes to SVG paths."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from layers.render.shapes import Bounds, polygons


@dataclass(frozen=True)
class Projection:
    """Equirectangular, true to scale at the middle latitude; `left`, `top`: the frame's corner, px."""

    west: float
    north: float
    px_per_degree_lon: float
    px_per_degree_lat: float
    left: float
    top: float

    def px(self, lon_lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Pixels (n, 2), y downwards, of degrees (n, 2)."""
        x = self.left + (lon_lat[:, 0] - self.west) * self.px_per_degree_lon
        y = self.top + (self.north - lon_lat[:, 1]) * self.px_per_degree_lat
        return np.column_stack([x, y])

    def spot(self, lon: float, lat: float) -> tuple[float, float]:
        """One place, in tenths of a pixel."""
        x, y = self.px(np.array([[lon, lat]]))[0]
        return round(float(x), 1), round(float(y), 1)


def fit(bounds: Bounds, left: float, top: float, width: float, max_height: float) -> tuple[Projection, float]:
    """The projection that fills a frame of `width` px with `bounds`, centred, and the height it takes, px."""
    west, south, east, north = bounds
    shrink = math.cos(math.radians((south + north) / 2))
    span_lon, span_lat = max(east - west, 1e-9) * shrink, max(north - south, 1e-9)
    scale = min(width / span_lon, max_height / span_lat)
    centred = left + (width - span_lon * scale) / 2
    return Projection(west, north, scale * shrink, scale, centred, top), span_lat * scale


def path_data(shape: BaseGeometry, projection: Projection) -> str:
    """The `d` of an SVG path, in tenths of a pixel; holes follow their outline (fill-rule evenodd)."""
    return "".join(_polygon(part, projection) for part in polygons(shape))


def _polygon(polygon: Polygon, projection: Projection) -> str:
    rings = (polygon.exterior, *polygon.interiors)
    return "".join(_ring(shapely.get_coordinates(ring), projection) for ring in rings)


def _ring(lon_lat: NDArray[np.float64], projection: Projection) -> str:
    points = np.round(projection.px(lon_lat), 1)
    moved = np.r_[True, np.any(points[1:] != points[:-1], axis=1)]
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in points[moved]) + "Z"
