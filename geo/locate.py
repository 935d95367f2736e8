"""Which polygon each point lies in."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from shapely import STRtree, points

from geo.boundaries import Polygons


def locate(lon: ArrayLike, lat: ArrayLike, polygons: Polygons) -> NDArray[np.int64]:
    """Index of the polygon that holds each point, -1 where none does.

    Parameters
    ----------
    lon, lat : array_like of shape (p,)
        Degrees, WGS 84; a missing or infinite coordinate lies nowhere.
    polygons : array of shape (n,)
        A coverage. A point on a common edge belongs to the polygon of the smaller index.

    Returns
    -------
    array of int64, shape (p,)

    Examples
    --------
    >>> from shapely import box
    >>> locate([0.5, 1.0, 1.5, 9.0, np.nan], [0.5] * 5, np.array([box(0, 0, 1, 1), box(1, 0, 2, 1)]))
    array([ 0,  0,  1, -1, -1])
    """
    x, y = np.atleast_1d(np.asarray(lon, dtype=np.float64)), np.atleast_1d(np.asarray(lat, dtype=np.float64))
    usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    point, polygon = STRtree(polygons).query(points(x[usable], y[usable]), predicate="intersects")
    index = np.full(x.shape, len(polygons), dtype=np.int64)
    np.minimum.at(index, usable[point], polygon)
    return np.where(index == len(polygons), -1, index)
