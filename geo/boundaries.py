"""Boundaries as a coverage: polygons that share their edges exactly, so nothing overlaps and no gap shows.

Polygons are numpy object arrays of shapely geometries in degrees (WGS 84, EPSG:4326), longitude first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

Polygons = NDArray[np.object_]

M_PER_DEGREE = 111_320.0
"""Metres in a degree of latitude, for tolerances; areas are measured on the ellipsoid."""

_LABEL_TOLERANCE_DEG = 0.0005
_WGS84 = Geod(ellps="WGS84")


class CoverageError(ValueError):
    """Polygons that don't form a coverage: expected shared edges, got overlaps or invalid rings."""


def check_coverage(polygons: Polygons) -> None:
    """Raise CoverageError unless every polygon is valid, not empty, and shares its edges exactly.

    Examples
    --------
    >>> check_coverage(np.array([shapely.box(0, 0, 1, 1), shapely.box(0.9, 0, 2, 1)]))
    Traceback (most recent call last):
    geo.boundaries.CoverageError: expected polygons with shared edges, got 2 of 2 without. Repair them.
    """
    unusable = np.flatnonzero(~shapely.is_valid(polygons) | shapely.is_empty(polygons))
    if unusable.size:
        first = polygons[unusable[0]]
        reason = "no area" if shapely.is_empty(first) else shapely.is_valid_reason(first)
        raise CoverageError(f"expected valid polygons, got {reason} in polygon {unusable[0]}. Repair it.")
    edges = shapely.coverage_invalid_edges(polygons)
    crossing = int((~shapely.is_empty(edges)).sum())
    if crossing:
        got = f"{crossing} of {len(polygons)} without"
        raise CoverageError(f"expected polygons with shared edges, got {got}. Repair them.")


def merge(polygons: Polygons, keys: Sequence[str]) -> tuple[tuple[str, ...], Polygons]:
    """Dissolve the polygons of a coverage that have the same key.

    Parameters
    ----------
    polygons : array of shape (p,)
        A valid coverage.
    keys : sequence of length p
        What each polygon belongs to.

    Returns
    -------
    keys : tuple of n str
        Sorted, each once.
    merged : array of shape (n,)
        A valid coverage of the same area, normalised: equal input gives equal bytes.

    Raises
    ------
    CoverageError
        If the polygons are no coverage.

    Examples
    --------
    >>> keys, merged = merge(np.array([shapely.box(n, 0, n + 1, 1) for n in range(3)]), ["b", "a", "a"])
    >>> keys, [p.area for p in merged]
    (('a', 'b'), [2.0, 1.0])
    """
    check_coverage(polygons)
    key_of = np.asarray(keys)
    every = sorted(set(keys))
    merged = [shapely.coverage_union_all(polygons[key_of == key]) for key in every]
    return tuple(every), canonical(merged)


def canonical(polygons: Sequence[Any] | Polygons) -> Polygons:
    """The same polygons in one fixed order of rings and vertices, outer rings counter-clockwise."""
    plain = [p.geoms[0] if p.geom_type == "MultiPolygon" and len(p.geoms) == 1 else p for p in polygons]
    return _array(shapely.orient_polygons(shapely.normalize(_array(plain))))


def _array(geometries: Sequence[Any] | Polygons) -> Polygons:
    array = np.empty(len(geometries), dtype=object)
    array[:] = geometries
    return array


def rounded(polygons: Polygons, decimals: int) -> Polygons:
    """Coordinates rounded alike on both sides of an edge, so that the coverage stays one.

    Parts too narrow for so few decimals go to a neighbour. Raises CoverageError where a whole polygon is.
    """
    try:
        return _rounded(polygons, decimals)
    except CoverageError:
        return _rounded(_without_specks(polygons, 4 * 10.0**-decimals), decimals)


def _without_specks(polygons: Polygons, width_deg: float) -> Polygons:
    """Parts smaller than a square of this width become part of what surrounds them."""
    kept = [shapely.get_parts(polygon) for polygon in polygons]
    large = [parts[shapely.area(parts) >= min(width_deg**2, shapely.area(parts).max())] for parts in kept]
    holed = [shapely.multipolygons(parts) for parts in large]
    # No snapping: it can hand a whole polygon to the one whose speck lies inside it.
    cleaned = _array(shapely.coverage_clean(holed, gap_width=width_deg, snapping_distance=0))
    _check_areas(polygons, cleaned, width_deg)
    return cleaned


def _check_areas(before: Polygons, after: Polygons, width_deg: float) -> None:
    """Cleaning moves edges by less than a width; a polygon that changes more was given away by mistake."""
    change = np.abs(shapely.area(after) - shapely.area(before))
    worst = int((change - shapely.length(before) * width_deg).argmax())
    if change[worst] > shapely.length(before[worst]) * width_deg:
        got = f"polygon {worst} changed by {change[worst] / shapely.area(before[worst]):.1%}"
        raise CoverageError(f"expected narrow overlaps and gaps, got {got}. Mend them in a GIS.")


def _rounded(polygons: Polygons, decimals: int) -> Polygons:
    result = _array(shapely.transform(polygons, lambda points: np.round(points, decimals)))
    try:
        result = _array(shapely.remove_repeated_points(result))
    except shapely.GEOSException as error:
        expected = f"expected rings wider than {decimals} decimals"
        raise CoverageError(f"{expected}, got a ring that vanishes ({error}). Round less.") from error
    check_coverage(result)
    return canonical(result)


def simplify(polygons: Polygons, tolerance_deg: float) -> Polygons:
    """Fewer vertices, no slivers: an edge that two polygons share is simplified once, for both.

    Parameters
    ----------
    polygons : array of shape (n,)
        A valid coverage.
    tolerance_deg : float
        Square root of the area of the smallest corner that is kept, in degrees (Visvalingam and Whyatt,
        https://doi.org/10.1179/000870493786962263).

    Returns
    -------
    array of shape (n,)
        A valid coverage with as many polygons, none of them empty.
    """
    result = _array(shapely.coverage_simplify(polygons, tolerance_deg))
    check_coverage(result)
    return canonical(result)


def areas_km2(polygons: Polygons) -> NDArray[np.float64]:
    """Area of each polygon on the WGS 84 ellipsoid, km².

    Examples
    --------
    >>> areas_km2(np.array([shapely.box(106, 21, 107, 22)])).round(0)
    array([11473.])
    """
    square_metres = [abs(_WGS84.geometry_area_perimeter(polygon)[0]) for polygon in polygons]
    return np.array(square_metres, dtype=np.float64) / 1e6


def label_points(polygons: Polygons) -> NDArray[np.float64]:
    """The point inside each polygon that is farthest from its edge, shape (n, 2), degrees.

    Examples
    --------
    >>> label_points(np.array([shapely.box(0, 0, 2, 2)]))
    array([[1., 1.]])
    """
    radii = shapely.maximum_inscribed_circle(polygons, tolerance=_LABEL_TOLERANCE_DEG)
    points: NDArray[np.float64] = shapely.get_coordinates(shapely.get_point(radii, 0))
    return points


def outlines(polygons: Polygons) -> Polygons:
    """Outer and inner rings of each polygon as one MultiLineString, without the borders inside it."""
    return _array([shapely.multilinestrings(shapely.get_parts(ring)) for ring in shapely.boundary(polygons)])


def repair(polygons: Polygons, tolerance_m: float) -> Polygons:
    """Give overlaps to the neighbour with the longest border, and close gaps narrower than the tolerance.

    Parameters
    ----------
    polygons : array of shape (n,)
        Valid polygons that nearly are a coverage.
    tolerance_m : float
        Widest gap that is closed, in metres.

    Raises
    ------
    CoverageError
        Where overlaps are wider than that, or no coverage comes of it.
    """
    width_deg = tolerance_m / M_PER_DEGREE
    cleaned = _array(shapely.coverage_clean(polygons, gap_width=width_deg))
    check_coverage(cleaned)
    _check_areas(polygons, cleaned, width_deg)
    return canonical(cleaned)
