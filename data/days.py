"""Days of Asia/Ho_Chi_Minh as dates, as epoch seconds, and the ISO weeks above them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone

SECONDS_PER_DAY = 86_400
UTC_OFFSET_SECONDS = 7 * 3600
"""Việt Nam keeps UTC+7 all year, so a local day is plain arithmetic on epoch seconds."""

VIET_NAM = timezone(timedelta(seconds=UTC_OFFSET_SECONDS))
EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    return EPOCH + timedelta(days=int(number))


def midnight(day: date) -> int:
    """Epoch seconds (UTC) at which `day` begins in Việt Nam."""
    return day_number(day) * SECONDS_PER_DAY - UTC_OFFSET_SECONDS


def local_day(epoch_seconds: int) -> date:
    return day_of((epoch_seconds + UTC_OFFSET_SECONDS) // SECONDS_PER_DAY)


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Every day from `first` to `last`, both included."""
    return tuple(first + timedelta(days=i) for i in range((last - first).days + 1))


def runs(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """First and last day of every run without gaps, in order."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if found and day == found[-1][1] + timedelta(1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return tuple(found)


def now() -> datetime:
    return datetime.now(UTC).astimezone(VIET_NAM)
