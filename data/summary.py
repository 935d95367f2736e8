"""What a card says of a province, a district or a commune on one day: counts, change, rate, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.cells import Series
from data.cube import Cube
from data.measures import NEW_CASES
from data.units import Units
from data.view import View
from geo.rates import rolling_sum


@dataclass(frozen=True)
class CaseSummary:
    """Cases of one place. A figure is None where it is not known, never zero for want of a report.

    `change` compares with the day before, `week_change` with the seven days before those; `total` covers the
    reader's range; the `unplaced` ones are inside the province's figures and in no commune's.
    """

    new_cases: int | None
    change: int | None
    cases_7d: int | None
    week_change: int | None
    cases_7d_per_100k: float | None
    total: int | None
    unplaced_new: int
    unplaced_total: int
    unplaced_rows: int
    daily: NDArray[np.float64]
    weekly_mean: NDArray[np.float64]


def summarise_cases(
    cube: Cube, columns: NDArray[np.intp], day: date, span: tuple[date, date], is_province: bool
) -> CaseSummary:
    """Cases of `columns` together; the province also counts what could not be placed in a commune."""
    series = cube.measures[NEW_CASES]
    daily = place_totals(series, columns)
    unplaced, rows = cube.unplaced[NEW_CASES].values, cube.unplaced[NEW_CASES].rows
    if is_province:
        daily = daily + unplaced
    week = rolling_sum(daily[:, None], 7)[:, 0]
    at, chosen = series.row(day), slice(series.row(span[0]), series.row(span[1]) + 1)
    people = cube.units.population[columns].sum()
    return CaseSummary(
        new_cases=_whole(daily[at]),
        change=_whole(daily[at] - daily[at - 1]) if at else None,
        cases_7d=_whole(week[at]),
        week_change=_whole(week[at] - week[at - 7]) if at >= 7 else None,
        cases_7d_per_100k=_known(week[at] / people * 100_000),
        total=_whole(np.nansum(daily[chosen])) if np.isfinite(daily[chosen]).any() else None,
        unplaced_new=int(unplaced[at]),
        unplaced_total=int(unplaced[chosen].sum()),
        unplaced_rows=int(rows[chosen].sum()),
        daily=daily,
        weekly_mean=week / 7,
    )


def place_columns(units: Units, view: View) -> NDArray[np.intp]:
    """Columns of what `view` looks at: one commune, one district, or the province."""
    if view.commune:
        return np.array([units.position(view.commune)], dtype=np.intp)
    return units.columns(view.district)


def place_totals(series: Series, columns: NDArray[np.intp]) -> NDArray[np.float64]:
    """Sum over `columns` per day; NaN on days when none of them reported."""
    values = series.values[:, columns]
    return np.where(np.isfinite(values).any(axis=1), np.nansum(values, axis=1), np.nan)


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else round(float(value))


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
