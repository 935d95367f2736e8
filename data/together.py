"""Several communes as one place, and weeks instead of days: the one way to sums, so that what is protected stays so."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from data.cells import Series, State, series
from data.cube import Cube, Sums
from data.measures import NEW_CASES
from geo.rates import rolling_sum

WEEK_DAYS = 7


def week_series(cube: Cube, measure: str, min_days: int = WEEK_DAYS) -> Series:
    """Sums of each day and the six before it, D × N, where `min_days` of them are known.

    In a protected cube the last whole week takes that place where days are hidden (data/protected.py).
    """
    if cube.protection is not None:
        return cube.protection.weeks[measure]
    daily = cube.measures[measure]
    sums = rolling_sum(daily.values, WEEK_DAYS, min_days=min_days)
    states = np.where(np.isnan(sums), np.maximum(daily.states, State.NO_REPORT), State.VALUE)
    return series(daily.days, sums, states.astype(np.uint8))


def place_sums(cube: Cube, measure: str, columns: NDArray[np.intp], is_province: bool) -> Sums:
    """`columns` together: one commune, all of one district, or the province; of cases the province also counts what
    could not be placed. Raises ValueError for other columns of a protected cube."""
    if cube.protection is not None:
        return _protected(cube, measure, columns, is_province)
    daily = _total(cube.measures[measure], columns)
    if is_province and measure == NEW_CASES:
        daily = daily + cube.unplaced[measure].values
    nothing = np.zeros(len(daily), dtype=bool)
    return Sums(daily, nothing, rolling_sum(daily[:, None], WEEK_DAYS)[:, 0], nothing)


def last_day_of_week(cube: Cube, columns: NDArray[np.intp], is_province: bool, day: date) -> date:
    """The day that the week shown of these cases ends on: `day`, or the Sunday of the last whole week."""
    if cube.protection is None or is_province or cube.protection.inside[columns].all():
        return day
    return day - timedelta(days=day.isoweekday() % WEEK_DAYS)


def _protected(cube: Cube, measure: str, columns: NDArray[np.intp], is_province: bool) -> Sums:
    assert cube.protection is not None
    if is_province:
        return cube.protection.sums[measure, None]
    if len(columns) == 1:
        return _one(cube.measures[measure], cube.protection.weeks[measure], int(columns[0]))
    code = cube.units.communes[columns[0]].district_code
    if not np.array_equal(np.sort(columns), cube.units.columns(code)):
        raise ValueError(
            "expected the communes of one whole district, got others: their sum is not protected"
        )
    return cube.protection.sums[measure, code]


def _one(daily: Series, weekly: Series, column: int) -> Sums:
    hidden = [each.states[:, column] == State.SUPPRESSED for each in (daily, weekly)]
    return Sums(daily.values[:, column], hidden[0], weekly.values[:, column], hidden[1])


def _total(cells: Series, columns: NDArray[np.intp]) -> NDArray[np.float64]:
    """Sum over `columns` per day; NaN on days when none of them reported."""
    values = cells.values[:, columns]
    return np.where(np.isfinite(values).any(axis=1), np.nansum(values, axis=1), np.nan)
