"""Reports that did not come in the days up to one: by commune and kind of data, or of the whole province at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.access.sight import WHOLE
from data.cells import Series, State
from data.cube import Cube
from data.measures import CHECKINS, DECLARATIONS, INSTALLS, NEW_CASES
from data.store import Store
from data.units import Commune

DAYS = 7

KINDS = (
    ("cases", NEW_CASES),
    ("declarations", DECLARATIONS),
    ("checkins", CHECKINS),
    ("installs", INSTALLS),
)
"""Kinds of data that a commune reports, each with a measure that shows whether it did."""


@dataclass(frozen=True)
class Gap:
    """Days without a report of one kind: none was due (`unreported`), or it was and is not in (`late`).

    `commune` None: no commune of the province has a report of these days.
    """

    commune: Commune | None
    kind: str
    unreported: tuple[date, ...]
    late: tuple[date, ...]

    @property
    def first(self) -> date:
        return min((*self.unreported, *self.late))


@dataclass(frozen=True)
class Missing:
    """`days` are those looked at; what is missing everywhere stands in `everywhere` alone."""

    days: tuple[date, ...]
    everywhere: tuple[Gap, ...]
    gaps: tuple[Gap, ...]


def missing_reports(store: Store, day: date) -> Missing:
    """Of the communes that the store's reader sees exactly, by commune and kind."""
    # Whether a report came is no figure, and the reader's own cube has whole weeks only outside their communes.
    cube, units = store.seen_by(WHOLE).cube(), store.sight.units
    last = (day - cube.days[0]).days
    rows = range(max(0, last - DAYS + 1), last + 1)
    everywhere, gaps = list[Gap](), list[Gap]()
    for kind, measure in KINDS:
        states = _states(cube, cube.measures.get(measure), rows)
        nobody = _is_missing(states).all(axis=1)
        everywhere += _gap(cube, None, kind, rows, np.where(nobody, states.max(axis=1), State.VALUE))
        for column, commune in enumerate(cube.units.communes):
            if units is None or commune.unit_id in units:
                own = np.where(nobody, State.VALUE, states[:, column])
                gaps += _gap(cube, commune, kind, rows, own)
    days = tuple(cube.days[row] for row in rows)
    return Missing(days, tuple(everywhere), tuple(sorted(gaps, key=_unit_id)))


def _states(cube: Cube, series: Series | None, rows: range) -> NDArray[np.uint8]:
    """Days × communes; a measure that the store never counted has no report."""
    if series is None:
        return np.full((len(rows), len(cube.units.communes)), State.NO_REPORT, dtype=np.uint8)
    return series.states[rows.start : rows.stop]


def _is_missing(states: NDArray[np.uint8]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (states == State.NO_REPORT) | (states == State.LATE)
    return found


def _gap(cube: Cube, commune: Commune | None, kind: str, rows: range, states: NDArray[np.uint8]) -> list[Gap]:
    """One, or none where every report is in."""
    days = {
        state: tuple(cube.days[row] for row, one in zip(rows, states, strict=True) if one == state)
        for state in (State.NO_REPORT, State.LATE)
    }
    return [Gap(commune, kind, days[State.NO_REPORT], days[State.LATE])] if any(days.values()) else []


def _unit_id(gap: Gap) -> int:
    return gap.commune.unit_id if gap.commune else 0
