"""Days and moments that can't be: before anything happened, after today, or with day and month exchanged."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from data.checks.checked import Problem
from data.checks.clock import to_local
from data.checks.dates import FIRST_DAY
from data.checks.stamps import DAY_SECONDS

Days = NDArray[np.signedinteger]
Flags = NDArray[np.bool_]

_EPOCH = date(1970, 1, 1)
_EPOCH_CLOCK = datetime(1970, 1, 1)


def implausible_days(days: Days, known: Flags, first: date | None, last: date) -> dict[int, Problem]:
    """Why days since 1970 lie outside of `first`..`last`, by row.

    A day that would lie within if day and month were exchanged has a reason of its own: a whole file is then
    likely to be read by the wrong format, and the rows that seem right are wrong too.
    """
    since, until = (first - _EPOCH).days if first else FIRST_DAY, (last - _EPOCH).days
    rows = np.flatnonzero(known & ((days < since) | (days > until)))
    expected = f"a day from {first:%d/%m/%Y} to {last:%d/%m/%Y}" if first else f"a day until {last:%d/%m/%Y}"
    distinct, index = np.unique(days[rows], return_inverse=True)
    said = [_implausible(int(day), since, until, expected) for day in distinct]
    return {row: said[n] for row, n in zip(rows.tolist(), index.tolist(), strict=True)}


def _implausible(day: int, since: int, until: int, expected: str) -> Problem:
    written = date.fromordinal(day + _EPOCH.toordinal())
    got = f"{written:%d/%m/%Y}"
    exchanged = _exchanged(written)
    if exchanged and since <= (exchanged - _EPOCH).days <= until:
        return Problem("day_month_swapped", expected, f"{got}, which exchanged is {exchanged:%d/%m/%Y}")
    return Problem("day_implausible", expected, got)


def _exchanged(written: date) -> date | None:
    """The date with day and month exchanged; None where there is none."""
    return written.replace(month=written.day, day=written.month) if written.day <= 12 else None


def implausible_moments(
    moments: NDArray[np.int64], known: Flags, zone: str, now: datetime, skew_minutes: int, first: date | None
) -> dict[int, Problem]:
    """Why epoch seconds lie before the local day `first` or more than the skew after `now`, by row."""
    latest = int(now.timestamp()) + skew_minutes * 60
    here = ZoneInfo(zone)
    is_late = known & (moments > latest)
    suspect = np.flatnonzero(is_late | (known & (moments < _midnight(first, here))))
    local = to_local(moments[suspect], zone)
    last = datetime.fromtimestamp(latest, UTC).astimezone(here)
    days = implausible_days(local // DAY_SECONDS, np.ones(suspect.size, dtype=np.bool_), first, last.date())
    problems = {int(suspect[n]): problem for n, problem in days.items()}
    expected = f"a time until {last:%d/%m/%Y %H:%M}"
    for n in np.flatnonzero(is_late[suspect]).tolist():
        row = int(suspect[n])
        if row not in problems or problems[row].reason != "day_month_swapped":
            got = _EPOCH_CLOCK + timedelta(seconds=int(local[n]))
            problems[row] = Problem("time_in_future", expected, f"{got:%d/%m/%Y %H:%M}")
    return problems


def _midnight(day: date | None, zone: ZoneInfo) -> int:
    """Epoch seconds at which a local day begins; long ago where none is given."""
    if day is None:
        return FIRST_DAY * DAY_SECONDS
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())
