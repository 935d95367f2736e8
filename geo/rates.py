"""Rates and rolling sums over days; a window with too many missing days has no value."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rolling_sum(values: Array, window_days: int, min_days: int | None = None) -> Array:
    """Sum over each day and the `window_days` - 1 days before it.

    Parameters
    ----------
    values : array, shape (days, units)
        One value a day; NaN where nothing is known.
    window_days : int
        Length of the window, in days.
    min_days : int, optional
        Known days a window needs; by default all of them.

    Returns
    -------
    array, shape (days, units)
        NaN where the window holds fewer known days, the first window_days - 1 days included
        unless `min_days` admits them.

    Examples
    --------
    >>> rolling_sum(np.array([[1.0], [2.0], [np.nan], [4.0]]), 2).ravel()
    array([nan,  3., nan, nan])
    >>> rolling_sum(np.array([[1.0], [2.0], [np.nan], [4.0]]), 2, min_days=1).ravel()
    array([1., 3., 2., 4.])
    """
    sums = _window(np.nan_to_num(values), window_days)
    known = _window(np.isfinite(values).astype(np.float64), window_days)
    return np.where(known >= (window_days if min_days is None else min_days), sums, np.nan)


def _window(values: Array, window_days: int) -> Array:
    total = np.cumsum(values, axis=0)
    total[window_days:] = total[window_days:] - total[:-window_days]
    return total


def per_population(values: Array, population: Array, per: float) -> Array:
    """Values per `per` people; NaN where the population is unknown or zero.

    Examples
    --------
    >>> per_population(np.array([[5.0, 5.0]]), np.array([10_000.0, np.nan]), 100_000)
    array([[50., nan]])
    """
    people = np.where(population > 0, population, np.nan)
    return values / people * per


def ratio(numerator: Array, denominator: Array) -> Array:
    """Quotient, NaN where the denominator is zero or unknown.

    Examples
    --------
    >>> ratio(np.array([3.0, 1.0]), np.array([4.0, 0.0]))
    array([0.75,  nan])
    """
    blank = np.full_like(denominator, np.nan, dtype=np.float64)
    return np.divide(numerator, denominator, out=blank, where=denominator > 0)
