"""Shapes of communes and districts in the order of Units, simplified without tearing neighbours apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from data.errors import BoundaryError
from data.units import Units

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Shapes:
    """Communes (N, column order of Units) and, by code, the districts that have a commune."""

    communes: tuple[BaseGeometry, ...]
    districts: dict[str, BaseGeometry]

    def bounds(self, columns: NDArray[np.intp]) -> Bounds:
        """West, south, east and north of these communes, degrees."""
        west, south, east, north = shapely.total_bounds([self.communes[n] for n in columns])
        return float(west), float(south), float(east), float(north)


def shapes_of(geometry: GeoDataFrame, units: Units, tolerance_degrees: float = 0.0) -> Shapes:
    """Shapes of every commune of `units`, in WGS 84.

    `geometry` has the columns unit_id and geometry. Raises BoundaryError where a commune has no shape.
    """
    ordered = in_column_order(geometry, units)
    if tolerance_degrees:
        # one tolerance for all, edge by edge: neighbours keep their common border
        ordered = shapely.coverage_simplify(ordered, tolerance_degrees)
    names = [d.code for d in units.districts]
    members = {code: [ordered[n] for n in units.columns(code)] for code in names}
    return Shapes(tuple(ordered), {code: shapely.union_all(some) for code, some in members.items() if some})


def in_column_order(geometry: GeoDataFrame, units: Units) -> NDArray[np.object_]:
    """Geometries by column of `units`, N; raises BoundaryError where one is missing."""
    plane = geometry if geometry.crs is None else geometry.to_crs(4326)
    by_id = dict(zip(plane["unit_id"].astype(int), plane.geometry, strict=True))
    missing = [c.code for c in units.communes if by_id.get(c.unit_id) is None]
    if missing:
        raise BoundaryError(
            f"The boundaries should hold all {len(units.communes)} communes; {len(missing)} are missing, "
            f"first {missing[0]}. Build them again: python -m data build"
        )
    return np.array([by_id[c.unit_id] for c in units.communes], dtype=object)


def polygons(shape: BaseGeometry) -> Sequence[Polygon]:
    """The polygons of a shape, whatever it is made of."""
    if isinstance(shape, Polygon):
        return [shape]
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon | MultiPolygon)]
