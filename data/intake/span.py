"""The local day of each row, and the days that a file speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.days import SECONDS_PER_DAY, UTC_OFFSET_SECONDS, day_of
from data.intake.canon import Canon
from data.intake.judged import BELIEVED

Days = tuple[NDArray[np.int64], NDArray[np.bool_]]
"""Days since 1970-01-01, and where they are known."""


def days_of(canon: Canon) -> Days:
    """The local day of each row, by the subject's day field."""
    name = canon.source.subject.day_field
    if not name:
        return np.zeros(canon.rows, dtype=np.int64), np.zeros(canon.rows, dtype=bool)
    values = canon.values(name).astype(np.int64)
    if canon.source.subject.field(name).kind == "moment":
        values = (values + UTC_OFFSET_SECONDS) // SECONDS_PER_DAY
    return values, canon.known(name)


@dataclass
class Span:
    """First and last day of the rows whose day is believed: those stored, and those that only lack a place."""

    first: int | None = None
    last: int | None = None

    def add(self, canon: Canon, days: Days) -> None:
        believed = canon.is_good()
        believed[[row for row, (_, p) in canon.problems.items() if p.reason in BELIEVED]] = True
        found = days[0][believed & days[1]]
        if found.size:
            low, high = int(found.min()), int(found.max())
            self.first = low if self.first is None else min(self.first, low)
            self.last = high if self.last is None else max(self.last, high)

    @property
    def first_day(self) -> date | None:
        return None if self.first is None else day_of(self.first)

    @property
    def last_day(self) -> date | None:
        return None if self.last is None else day_of(self.last)
