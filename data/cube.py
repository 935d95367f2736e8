"""The cube: every measure as day × commune in memory, built from the rollups, one per snapshot."""

from __future__ import annotations

from collections.abc import Mapping
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
class Cube:
    """Measures by name; all share `days` and the column order of `units`."""

    snapshot: Snapshot
    units: Units
    days: tuple[date, ...]
    measures: Mapping[str, Series]
    unplaced: Mapping[str, Unplaced]


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
    blank = {m: _blank(days, units) for m in _measures(connection)}
    column = {int(u): n for n, u in enumerate(units.unit_ids)}
    r = schema.rollup_cell
    for measure, day, unit_id, state, value in connection.execute(
        select(r.c.measure, r.c.day, r.c.unit_id, r.c.state, r.c.value)
    ):
        values, states = blank[measure]
        row = (day - days[0]).days
        states[row, column[unit_id]] = state
        values[row, column[unit_id]] = np.nan if value is None else value
    measures = {m: Series(days, values, states) for m, (values, states) in blank.items()}
    return Cube(snapshot, units, days, measures, _load_unplaced(connection, days, tuple(measures)))


def _measures(connection: Connection) -> list[str]:
    r = schema.rollup_cell
    return list(connection.execute(select(r.c.measure).distinct().order_by(r.c.measure)).scalars())


def _blank(days: tuple[date, ...], units: Units) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    shape = (len(days), len(units.communes))
    return np.full(shape, np.nan), np.full(shape, State.NO_REPORT, dtype=np.uint8)


def _load_unplaced(
    connection: Connection, days: tuple[date, ...], measures: tuple[str, ...]
) -> dict[str, Unplaced]:
    unplaced = {m: Unplaced(np.zeros(len(days), dtype=np.int64), np.zeros(len(days))) for m in measures}
    for measure, day, rows, value in connection.execute(select(schema.rollup_unplaced)):
        row = (day - days[0]).days
        unplaced[measure].rows[row] = rows
        unplaced[measure].values[row] = value
    return unplaced
