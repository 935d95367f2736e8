"""What a card says of a province, a district or a commune on one day: counts, change, rate, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.cube import Cube, Sums
from data.measures import NEW_CASES
from data.together import place_sums
from data.units import Units
from data.view import View


@dataclass(frozen=True)
class CaseSummary:
    """Cases of one place. A figure is None where it is not known, never zero for want of a report.

    `change` compares with the day before, `week_change` with the seven days before those; `total` covers the
    reader's range; the `unplaced` ones are inside the province's figures and in no commune's. `hidden` names the figures
    that are None because they are protected, `is_daily_hidden` the days of `daily`.
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
    is_daily_hidden: NDArray[np.bool_]
    hidden: frozenset[str] = frozenset()


def summarise_cases(
    cube: Cube, columns: NDArray[np.intp], day: date, span: tuple[date, date], is_province: bool
) -> CaseSummary:
    """Cases of `columns` together; the province also counts what could not be placed in a commune."""
    sums = place_sums(cube, NEW_CASES, columns, is_province)
    daily, week = sums.daily, sums.week
    unplaced, rows = cube.unplaced[NEW_CASES].values, cube.unplaced[NEW_CASES].rows
    of_days = cube.measures[NEW_CASES]
    at, chosen = of_days.row(day), slice(of_days.row(span[0]), of_days.row(span[1]) + 1)
    people = cube.units.population[columns].sum()
    is_total_known = np.isfinite(daily[chosen]).any() and not sums.is_daily_hidden[chosen].any()
    return CaseSummary(
        new_cases=_whole(daily[at]),
        change=_whole(daily[at] - daily[at - 1]) if at else None,
        cases_7d=_whole(week[at]),
        week_change=_whole(week[at] - week[at - 7]) if at >= 7 else None,
        cases_7d_per_100k=_known(week[at] / people * 100_000),
        total=_whole(np.nansum(daily[chosen])) if is_total_known else None,
        unplaced_new=int(unplaced[at]),
        unplaced_total=int(unplaced[chosen].sum()),
        unplaced_rows=int(rows[chosen].sum()),
        daily=daily,
        weekly_mean=week / 7,
        is_daily_hidden=sums.is_daily_hidden,
        hidden=_hidden(sums, at, chosen),
    )


def _hidden(sums: Sums, at: int, chosen: slice) -> frozenset[str]:
    """Figures that are protected on the day `at`; a change is, where either of its two days is."""
    day, week = sums.is_daily_hidden, sums.is_week_hidden
    told = {
        "new_cases": day[at],
        "change": day[at] or (at > 0 and day[at - 1]),
        "cases_7d": week[at],
        "week_change": week[at] or (at >= 7 and week[at - 7]),
        "total": day[chosen].any(),
    }
    return frozenset(name for name, is_hidden in told.items() if is_hidden)


def place_columns(units: Units, view: View) -> NDArray[np.intp]:
    """Columns of what `view` looks at: one commune, one district, or the province."""
    if view.commune:
        return np.array([units.position(view.commune)], dtype=np.intp)
    return units.columns(view.district)


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else round(float(value))


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
