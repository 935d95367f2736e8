"""What lies around an area: its neighbours clipped to a window, coarse, but exact along the common border."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Geometry, STRtree

from geo.boundaries import Polygons, canonical

_CLEAN_GAP_DEG = 0.01
_SMALLEST_PART_DEG2 = 1e-4
"""About 1 km²; islets below it would be specks."""


def window_around(area: Geometry, margin_deg: float) -> tuple[float, float, float, float]:
    """Bounds of `area` widened on every side: west, south, east, north in degrees.

    Examples
    --------
    >>> window_around(shapely.box(106, 21, 107, 22), 0.5)
    (105.5, 20.5, 107.5, 22.5)
    """
    west, south, east, north = (float(v) for v in shapely.bounds(area))
    return west - margin_deg, south - margin_deg, east + margin_deg, north + margin_deg


def neighbours(
    polygons: Polygons, names: Sequence[str], area: Geometry, margin_deg: float, tolerance_deg: float
) -> tuple[tuple[str, ...], Polygons]:
    """Dissolve what surrounds `area` by name, clip it to a window and simplify it.

    Parameters
    ----------
    polygons : array of shape (p,)
        Polygons in degrees; invalid ones are repaired, those inside `area` must not be among them.
    names : sequence of length p
        What each polygon is part of.
    area : Polygon or MultiPolygon
        What is surrounded; neighbours meet its edge vertex by vertex.
    margin_deg, tolerance_deg : float
        Margin of the window around `area`; tolerance of `geo.boundaries.simplify`. In degrees.

    Returns
    -------
    names : tuple of n str
        Sorted; those that have a part in the window.
    polygons : array of shape (n,)
    """
    window = window_around(area, margin_deg)
    clipped = shapely.clip_by_rect(shapely.make_valid(polygons), *window)
    name_of = np.asarray(names)
    inside = sorted(set(name_of[~shapely.is_empty(clipped)]))
    dissolved = _without_specks([shapely.union_all(clipped[name_of == name]) for name in inside])
    cleaned = shapely.coverage_clean([area, *dissolved], gap_width=_CLEAN_GAP_DEG)
    coarse = shapely.coverage_simplify(cleaned, tolerance_deg)
    around = _without_specks(_meet(area, coarse[0], coarse[1:]))
    kept = ~shapely.is_empty(around)
    return tuple(np.array(inside)[kept].tolist()), canonical(around[kept])


def _meet(area: Geometry, coarse_area: Geometry, around: Polygons) -> Polygons:
    """`around`, cut off at the exact edge of `area` and grown to it where simplifying left a gap."""
    cut = shapely.difference(around, area)
    gaps = shapely.get_parts(shapely.difference(coarse_area, area))
    gaps = gaps[~shapely.is_empty(gaps)]
    nearest = STRtree(cut).nearest(gaps)
    grown = np.empty(len(cut), dtype=object)
    grown[:] = [shapely.union_all([polygon, *gaps[nearest == n]]) for n, polygon in enumerate(cut)]
    return grown


def _without_specks(polygons: Sequence[Geometry] | Polygons) -> Polygons:
    """Only the parts that are polygons, and large enough to be seen."""
    result = np.empty(len(polygons), dtype=object)
    for n, polygon in enumerate(polygons):
        parts = shapely.get_parts(polygon)
        parts = parts[(shapely.get_type_id(parts) == 3) & (shapely.area(parts) >= _SMALLEST_PART_DEG2)]
        result[n] = shapely.multipolygons(parts)
    return result
