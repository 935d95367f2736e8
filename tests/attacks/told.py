"""What a reader was told of one measure, from wherever, and the facts about single counts that follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data.cells import State
from data.cube import Cube
from data.units import Units
from tests.attacks.lp import MOST, Fact, Secret

WEEK = 7
Area = str | None
"""Code of a commune or a district; None for the province."""


@dataclass
class Told:
    """`values` and `states` are commune-days, D × N. Sums are by area and row of the day; a week is named by its last
    day. `sundays` are rows that end a whole week."""

    units: Units
    values: NDArray[np.float64]
    states: NDArray[np.uint8]
    sundays: frozenset[int]
    least_days: int = WEEK
    counts_unplaced: bool = False
    daily: dict[tuple[Area, int], float] = field(default_factory=dict)
    weeks: dict[tuple[Area, int], float] = field(default_factory=dict)
    hidden_weeks: set[tuple[str, int]] = field(default_factory=set)
    extra: list[Fact] = field(default_factory=list)

    def day(self, area: Area, row: int, value: float) -> None:
        self._note(self.daily, (area, row), value)

    def week(self, area: Area, row: int, value: float) -> None:
        self._note(self.weeks, (area, row), value)

    def _note(self, into: dict[tuple[Area, int], float], key: tuple[Area, int], value: float) -> None:
        """Two answers that tell one figure differently would make the whole attack say nothing."""
        assert abs(into.setdefault(key, value) - value) < 0.01, (
            f"{key} was told as {into[key]} and as {value}"
        )

    @property
    def shape(self) -> tuple[int, int]:
        days, places = self.values.shape
        return days, places

    def columns(self, area: Area) -> NDArray[np.intp]:
        if area is not None and len(area) == 5:
            return np.array([self.units.position(area)], dtype=np.intp)
        return self.units.columns(area)


def facts_of(told: Told, unplaced: NDArray[np.float64] | None = None) -> list[Fact]:
    """Every figure as a sum of cells; cell row × N + column, then one a day for what is in no commune.

    `unplaced` are those counts, where the attacker has them from somewhere: it knows more then than it was told.
    """
    found = [*_cells(told), *_sums(told), *told.extra]
    if unplaced is not None and told.counts_unplaced:
        days, places = told.shape
        found += [_exactly((days * places + row,), float(unplaced[row])) for row in range(days)]
    return found


def _exactly(cells: tuple[int, ...], value: float) -> Fact:
    return Fact(cells, value, value)


def _cells(told: Told) -> Iterator[Fact]:
    days, places = told.shape
    for row in range(days):
        for column in range(places):
            cell, state = (row * places + column,), told.states[row, column]
            if state == State.VALUE:
                yield _exactly(cell, float(told.values[row, column]))
            elif state in (State.NO_REPORT, State.LATE):
                yield _exactly(cell, 0.0)  # What did not come is in no sum.
            elif told.least_days == 0:
                yield Fact(cell, 0.0, MOST)


def _sums(told: Told) -> Iterator[Fact]:
    for (area, row), value in told.daily.items():
        if len(cells := _days_of(told, told.columns(area), area, row, row)):
            yield _exactly(cells, value)
    for area, row, value in _read_weeks(told):
        if cells := _days_of(told, _complete(told, area, row), area, row - WEEK + 1, row):
            yield _exactly(cells, value)
    for code, row in told.hidden_weeks:
        yield Fact(_days_of(told, told.columns(code), code, row - WEEK + 1, row), 0.0, MOST)


def _read_weeks(told: Told) -> Iterator[tuple[Area, int, float]]:
    """A week told on another day than a Sunday is the last whole one where it says the same, else the one up to then.
    One whose days were told as well says nothing new."""
    for (area, row), value in told.weeks.items():
        by_day = [told.daily.get((area, each), np.nan) for each in range(row - WEEK + 1, row + 1)]
        if sum(by_day) == value:
            continue
        sunday = max((each for each in told.sundays if each <= row), default=None)
        if row in told.sundays or sunday is None or told.weeks.get((area, sunday)) != value:
            yield area, row, value


def _complete(told: Told, area: Area, row: int) -> NDArray[np.intp]:
    """The communes whose week has the days it needs: the others are in no sum of weeks, but in the province's of days."""
    columns = told.columns(area)
    if area is None and told.counts_unplaced:
        return columns
    window = told.states[max(row - WEEK + 1, 0) : row + 1, columns]
    reported = np.isin(window, (State.VALUE, State.SUPPRESSED)).sum(axis=0)
    return columns[reported >= told.least_days]


def _days_of(told: Told, columns: NDArray[np.intp], area: Area, first: int, last: int) -> tuple[int, ...]:
    days, places = told.shape
    rows = range(max(first, 0), last + 1)
    cells = tuple(int(row * places + column) for row in rows for column in columns)
    if area is None and told.counts_unplaced:
        cells += tuple(days * places + row for row in rows)
    return cells


def told_by_cube(cube: Cube, measure: str, least_days: int) -> Told:
    """All that a cube holds for its reader; `least_days` 0 stands for a measure that is told by day."""
    series = cube.measures[measure]
    ends = frozenset(n for n, day in enumerate(cube.days) if day.isoweekday() == WEEK and n >= WEEK - 1)
    told = Told(cube.units, series.values, series.states, ends, least_days, measure == "new_cases")
    if cube.protection is None:
        return told
    weeks = cube.protection.weeks[measure]
    for row, column in zip(*np.nonzero(np.isfinite(weeks.values)), strict=True):
        told.week(cube.units.communes[column].code, int(row), float(weeks.values[row, column]))
    for row, column in zip(*np.nonzero(weeks.states == State.SUPPRESSED), strict=True):
        if least_days and row in ends and not cube.protection.inside[column]:
            told.hidden_weeks.add((cube.units.communes[column].code, int(row)))
    for (name, area), sums in cube.protection.sums.items():
        if name == measure:
            for row in np.flatnonzero(np.isfinite(sums.daily)):
                told.day(area, int(row), float(sums.daily[row]))
            for row in np.flatnonzero(np.isfinite(sums.week)):
                told.week(area, int(row), float(sums.week[row]))
    return told


def small_days(whole: Cube, measure: str, inside: NDArray[np.bool_]) -> list[Secret]:
    """Small counts of communes outside a scope by day."""
    values = whole.measures[measure].values
    places = values.shape[1]
    small = np.isfinite(values) & (values <= MOST) & ~inside
    return [Secret((int(row * places + column),)) for row, column in zip(*np.nonzero(small), strict=True)]


def small_weeks(
    whole: Cube, measure: str, inside: NDArray[np.bool_], sundays: frozenset[int], least: int
) -> list[Secret]:
    """Small counts of whole weeks outside a scope."""
    values, found = whole.measures[measure].values, []
    places = values.shape[1]
    for row in sorted(sundays):
        week = values[row - WEEK + 1 : row + 1]
        known = np.isfinite(week).sum(axis=0) >= least
        small = known & (np.nansum(week, axis=0) <= MOST) & ~inside
        for column in np.flatnonzero(small):
            rows = [r for r in range(row - WEEK + 1, row + 1) if np.isfinite(values[r, column])]
            found.append(Secret(tuple(int(r * places + column) for r in rows)))
    return found
