"""Which commune's report was due on which day, and which came. Data exist only where a report came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.tables import Array, Table

SUBJECTS = ("declarations", "checkins", "installs")

REMOTE_SHARE = 0.07
"""Communes, the thinnest settled first, that were connected only during the outbreak."""
CONNECTED_BETWEEN_DAYS = (12, 44)
"""First and last day of connecting them, counted from the first day of the simulation."""

SILENT_DISTRICT, SILENT_DAYS = "216", (date(2021, 6, 12), date(2021, 6, 13))
"""A district whose server sent nothing for a weekend."""

LATE_SHARE = 0.01
"""Single reports that never came, all subjects alike."""

RECEIVED_HOURS = (6.0, 9.5)
"""A day's report comes the next morning, within these hours after midnight."""


@dataclass(frozen=True)
class Reports:
    """`is_due` and `is_in`: subject × day × commune. Installs are counted by the apps' owner, due
    everywhere."""

    is_due: NDArray[np.bool_]
    is_in: NDArray[np.bool_]
    received_at: NDArray[np.int64]

    def came(self, subject: str) -> NDArray[np.bool_]:
        """True where the subject's report is in, day × commune."""
        is_in: NDArray[np.bool_] = self.is_in[SUBJECTS.index(subject)]
        return is_in


def draw_reports(base: Base, generator: Generator) -> Reports:
    shape = (len(SUBJECTS), *base.shape)
    is_due = np.ones(shape, dtype=np.bool_)
    is_due[:2] = _connected(base, generator)
    is_late = generator.random(shape) < LATE_SHARE
    is_late[:2] |= _silent(base)
    low, high = RECEIVED_HOURS
    seconds = generator.uniform((24 + low) * 3600, (24 + high) * 3600, shape).astype(np.int64)
    return Reports(is_due, is_due & ~is_late, base.midnights[None, :, None] + seconds)


def _connected(base: Base, generator: Generator) -> NDArray[np.bool_]:
    days, communes = base.shape
    remote = np.argsort(base.density, kind="stable")[: round(REMOTE_SHARE * communes)]
    since = np.zeros(communes, dtype=np.int64)
    since[remote] = generator.integers(*CONNECTED_BETWEEN_DAYS, size=len(remote), endpoint=True)
    found: NDArray[np.bool_] = np.arange(days)[:, None] >= since[None, :]
    return found


def _silent(base: Base) -> NDArray[np.bool_]:
    first, last = (base.days_since(day) for day in SILENT_DAYS)
    is_then, is_there = (first >= 0) & (last <= 0), base.district_codes == SILENT_DISTRICT
    quiet: NDArray[np.bool_] = is_then[:, None] & is_there[None, :]
    return quiet


def coverage_table(base: Base, reports: Reports, subject: str) -> Table:
    """Rows of coverage for one subject, one a report that came."""
    number = SUBJECTS.index(subject)
    day, column = np.nonzero(reports.is_in[number])
    columns: dict[str, Array] = {
        "subject": np.zeros(len(day), dtype=np.int8),
        "day": base.day_numbers[day].astype(np.int32),
        "unit_id": base.units.unit_ids[column].astype(np.int32),
        "received_at": reports.received_at[number, day, column],
    }
    return Table("coverage", columns, labels={"subject": (subject,)}, kinds=_KINDS)


_KINDS = {"day": "day", "received_at": "moment"}
