"""Wall clocks and the time of the world: local seconds to epoch seconds and back, by IANA time zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

DAY_SECONDS = 86_400
_QUARTER = 900
_EPOCH = datetime(1970, 1, 1)

Whole = NDArray[np.int64]


def to_epoch(local: Whole, zone: str) -> tuple[Whole, NDArray[np.bool_]]:
    """Epoch seconds of local seconds, and which of them were there exactly once.

    When clocks change, an hour is skipped or comes twice; such a time tells no moment.
    """
    offset, is_sure = _by_day(local // DAY_SECONDS, zone)
    for row in np.flatnonzero(~is_sure):
        east = _offset_at(zone, int(local[row]))
        if east is not None:
            offset[row], is_sure[row] = east, True
    return local - offset, is_sure


def to_local(epoch: Whole, zone: str) -> Whole:
    """Local seconds of epoch seconds. Clocks change at quarters of an hour, so one look a quarter is enough."""
    quarters, index = np.unique(epoch // _QUARTER, return_inverse=True)
    here = ZoneInfo(zone)
    starts = [datetime.fromtimestamp(int(q) * _QUARTER, UTC).astimezone(here).utcoffset() for q in quarters]
    return epoch + np.array([_seconds(east) for east in starts], dtype=np.int64)[index]


def _by_day(days: Whole, zone: str) -> tuple[Whole, NDArray[np.bool_]]:
    """The offset of each day, and whether it holds the whole day."""
    distinct, index = _distinct(days)
    offsets = [_day_offset(zone, int(day)) for day in distinct]
    east = np.array([0 if o is None else o for o in offsets], dtype=np.int64)
    return east[index], np.array([o is not None for o in offsets], dtype=np.bool_)[index]


def _distinct(days: Whole) -> tuple[Whole, Whole]:
    """Distinct days and the index of each row's; without sorting where they lie close together."""
    if days.size == 0 or int(days.max()) - int(days.min()) > 100_000:
        found, index = np.unique(days, return_inverse=True)
        return found, index
    first = int(days.min())
    found = np.flatnonzero(np.bincount(days - first))
    place = np.zeros(int(found[-1]) + 1, dtype=np.int64)
    place[found] = np.arange(found.size)
    return found + first, place[days - first]


@lru_cache(maxsize=8192)
def _day_offset(zone: str, day: int) -> int | None:
    """Seconds east on a local day; None where the clocks change on it."""
    ends = [_offset_at(zone, day * DAY_SECONDS), _offset_at(zone, (day + 1) * DAY_SECONDS)]
    return ends[0] if ends[0] == ends[1] else None


def _offset_at(zone: str, local: int) -> int | None:
    """Seconds east at a local time; None where that time was skipped or came twice (PEP 495)."""
    clock = (_EPOCH + timedelta(seconds=local)).replace(tzinfo=ZoneInfo(zone))
    first, second = clock.utcoffset(), clock.replace(fold=1).utcoffset()
    return _seconds(first) if first == second else None


def _seconds(offset: timedelta | None) -> int:
    return int((offset or timedelta(0)).total_seconds())
