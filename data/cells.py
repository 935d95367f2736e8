"""The four states of a cell, and a measure as a block of cells: day × commune."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class State(IntEnum):
    """What is known of one commune on one day. Missing is never zero."""

    VALUE = 0
    NO_REPORT = 1
    LATE = 2
    SUPPRESSED = 3


@dataclass(frozen=True)
class Series:
    """One quantity for every day and commune.

    `days` holds D consecutive days, `values` is D × N float64 with NaN wherever `states`
    (D × N uint8 of State) is not VALUE. Column n belongs to commune n of Units.
    """

    days: tuple[date, ...]
    values: NDArray[np.float64]
    states: NDArray[np.uint8]

    def row(self, day: date) -> int:
        """Index of `day`; raises KeyError outside the series."""
        index = (day - self.days[0]).days
        if not 0 <= index < len(self.days):
            raise KeyError(day)
        return index


def series(days: tuple[date, ...], values: NDArray[np.float64], states: NDArray[np.uint8]) -> Series:
    """A Series whose values are NaN wherever the state says that nothing is known."""
    known = states == State.VALUE
    return Series(days, np.where(known, values, np.nan), states)
