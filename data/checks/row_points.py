"""Points: both coordinates or none, inside the province's box, and in the commune that the row names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from data.checks.checked import Checked, Problem
from data.checks.rule import Box
from geo.boundaries import M_PER_DEGREE, Polygons
from geo.locate import locate

Degrees = NDArray[np.float64]
Flags = NDArray[np.bool_]

TOLERANCE_M = 250.0
"""Public outlines of communes are generalised: a shop on the border road may lie on their other side."""


def check_points(lon: Checked | None, lat: Checked | None, box: Box) -> dict[int, Problem]:
    """Why the points of rows can't be used, by row; a row without both coordinates has no point and no problem.

    A column that the source lacks is None. A coordinate that failed its own check is left at that.
    """
    if lon is None or lat is None:
        return {}
    x, y = lon.values, lat.values
    exchanged = _inside(y, x, box)
    west, south, east, north = box
    expected = f"a point within {west:g} to {east:g} E, {south:g} to {north:g} N"
    problems = {}
    for row in np.flatnonzero(lon.known & lat.known & ~_inside(x, y, box)).tolist():
        reason = "coordinates_swapped" if exchanged[row] else "coordinates_outside"
        problems[row] = Problem(reason, expected, f"{x[row]:g} E, {y[row]:g} N")
    for row in np.flatnonzero(lon.known ^ lat.known).tolist():
        if row not in lon.problems and row not in lat.problems:
            got = "longitude only" if lon.known[row] else "latitude only"
            problems[row] = Problem("coordinates_incomplete", "longitude and latitude", got)
    return problems


def _inside(lon: Degrees, lat: Degrees, box: Box) -> Flags:
    west, south, east, north = box
    inside: Flags = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return inside


def check_in_commune(
    lon: Degrees,
    lat: Degrees,
    commune: NDArray[np.int64],
    polygons: Polygons,
    names: Sequence[str] = (),
    tolerance_m: float = TOLERANCE_M,
) -> dict[int, Problem]:
    """Why points lie outside of the commune that their row was put in, by row.

    `commune` is an index into `polygons`; `names` are those of the polygons, for messages.
    """
    problems = {}
    found = locate(lon, lat, polygons)
    for row in np.flatnonzero(found != commune).tolist():
        metres = _metres(float(lon[row]), float(lat[row]), polygons[commune[row]])
        if metres > tolerance_m:
            expected = f"a point in {names[commune[row]]}" if names else "a point in the commune named"
            beside = _beside(int(found[row]), names)
            got = f"{lon[row]:.4f} E, {lat[row]:.4f} N, {metres:,.0f} m away from it{beside}"
            problems[row] = Problem("point_not_in_commune", expected, got)
    return problems


def _beside(found: int, names: Sequence[str]) -> str:
    if found < 0:
        return ", in no commune"
    return f", in {names[found]}" if names else ""


def _metres(lon: float, lat: float, polygon: shapely.Polygon) -> float:
    """Distance of a point from a polygon, in metres, on a plane laid at the point."""
    scale = np.array([np.cos(np.radians(lat)), 1.0]) * M_PER_DEGREE
    flat = shapely.transform(polygon, lambda xy: xy * scale)
    return float(shapely.distance(flat, shapely.points(np.array([lon, lat]) * scale)))
