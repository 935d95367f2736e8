"""What changed since a moment: figures that were known or late then, and are others today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from data.cells import State
from data.cube import Cube


@dataclass(frozen=True)
class Change:
    """One commune on one day; `before` and `now` are None where nothing was, or is, known."""

    day: date
    column: int
    before: float | None
    now: float | None


def changes_since(past: Cube, present: Cube, measure: str) -> tuple[Change, ...]:
    """Figures of `measure` that differ, the largest difference first. What was not due yet is no change."""
    before, now = past.measures[measure], present.measures[measure]
    was_due = (before.states == State.VALUE) | (before.states == State.LATE)
    is_same = (before.values == now.values) | (np.isnan(before.values) & np.isnan(now.values))
    rows, columns = np.nonzero(was_due & ~is_same)
    size = np.abs(np.nan_to_num(now.values) - np.nan_to_num(before.values))[rows, columns]
    order = np.lexsort((columns, rows, -size))
    return tuple(
        Change(
            past.days[row], int(column), _known(before.values[row, column]), _known(now.values[row, column])
        )
        for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True)
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
