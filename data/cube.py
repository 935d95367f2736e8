"""The cube: every measure as day × commune in memory, built from the rollups, one per snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data import schema
from data.cells import Series, State
from data.days import days_between
from data.errors import StoreError
from data.units import Units


@dataclass(frozen=True)
class Snapshot:
    """A state of the rollups: `id` is the digest of what they hold."""

    id: str
    created_at: datetime
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Unplaced:
    """Per day (D): held rows, and what they stand for in the measure's unit."""

    rows: NDArray[np.int64]
    values: NDArray[np.float64]


@dataclass(frozen=True)
class Sums:
    """A place taken together, per day (D): of the day, and of the week up to it. NaN where nothing is known or shown;
    the masks say where it is known but not shown."""

    daily: NDArray[np.float64]
    is_daily_hidden: NDArray[np.bool_]
    week: NDArray[np.float64]
    is_week_hidden: NDArray[np.bool_]


@dataclass(frozen=True)
class Protection:
    """What a protected cube holds beside its cells: nothing of it can be worked out of them.

    `inside` (N) are the communes seen exactly; `weeks` by measure, D × N; `sums` by measure and district code, None for
    the province.
    """

    inside: NDArray[np.bool_]
    weeks: Mapping[str, Series]
    sums: Mapping[tuple[str, str | None], Sums]


@dataclass(frozen=True)
class Cube:
    """Measures by name; all share `days` and the column order of `units`.

    `as_of` is the moment whose knowledge it holds, local time; None: all that is known. `protection` is None where
    every figure is exact (data/protected.py).
    """

    snapshot: Snapshot
    units: Units
    days: tuple[date, ...]
    measures: Mapping[str, Series]
    unplaced: Mapping[str, Unplaced]
    as_of: datetime | None = None
    protection: Protection | None = None


def newest_snapshot(connection: Connection) -> Snapshot:
    """The newest snapshot; raises StoreError where no rollup was ever made."""
    s = schema.snapshot
    row = connection.execute(select(s).order_by(s.c.created_at.desc(), s.c.snapshot_id).limit(1)).first()
    if row is None:
        raise StoreError("The store holds no rollup yet. Run: python -m data build")
    return Snapshot(*row)


def load_cube(connection: Connection, units: Units, snapshot: Snapshot) -> Cube:
    """Read all rollup cells of the store into arrays."""
    days = days_between(snapshot.first_day, snapshot.last_day)
    cells = {measure: blank(days, units) for measure in _measures(connection)}
    r, u = schema.rollup_cell.c, schema.rollup_unplaced.c
    fill(cells, days, units, connection.execute(select(r.measure, r.day, r.unit_id, r.state, r.value)))
    measures = series_of(cells, days)
    found = connection.execute(select(u.measure, u.day, u.rows, u.value))
    return Cube(snapshot, units, days, measures, unplaced_of(days, measures, found))


def _measures(connection: Connection) -> list[str]:
    r = schema.rollup_cell
    return list(connection.execute(select(r.c.measure).distinct().order_by(r.c.measure)).scalars())


Cells = tuple[NDArray[np.float64], NDArray[np.uint8]]
"""Values and states, day × commune."""


def blank(days: tuple[date, ...], units: Units) -> Cells:
    """Cells that nothing is known of."""
    shape = (len(days), len(units.communes))
    return np.full(shape, np.nan), np.full(shape, State.NO_REPORT, dtype=np.uint8)


def fill(
    cells: Mapping[str, Cells],
    days: tuple[date, ...],
    units: Units,
    rows: Iterable[tuple[str, date, int, int, float | None]],
) -> None:
    """Put rows of measure, day, commune, state and value where they belong; what comes later stands."""
    column = {int(u): n for n, u in enumerate(units.unit_ids)}
    for measure, day, unit_id, state, value in rows:
        row = (day - days[0]).days
        if measure in cells and 0 <= row < len(days) and unit_id in column:
            values, states = cells[measure]
            states[row, column[unit_id]] = state
            values[row, column[unit_id]] = np.nan if value is None else value


def series_of(cells: Mapping[str, Cells], days: tuple[date, ...]) -> dict[str, Series]:
    return {measure: Series(days, values, states) for measure, (values, states) in cells.items()}


def unplaced_of(
    days: tuple[date, ...], measures: Iterable[str], rows: Iterable[tuple[str, date, int, float]]
) -> dict[str, Unplaced]:
    """Held rows of every measure per day; what comes later stands."""
    unplaced = {m: Unplaced(np.zeros(len(days), dtype=np.int64), np.zeros(len(days))) for m in measures}
    for measure, day, count, value in rows:
        row = (day - days[0]).days
        if measure in unplaced and 0 <= row < len(days):
            unplaced[measure].rows[row] = count
            unplaced[measure].values[row] = value
    return unplaced
