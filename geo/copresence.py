"""Who was where with whom: the definition of exposure, on columns. docs/exposure.md says the same in words.

All intervals are half open, [begin, end), in epoch seconds; local days are those of UTC+7, which has no summer time.

1. A visit is [t_in, left): left = t_in + min(stay, longest); where no check-out came, the stay of the venue's type
   stands in, filled in by `imputed_percent`. It lasts one second at least: somebody was there.
2. An F0 infects in a period: from `window_days_before` days before onset (or first positive sample) until isolation.
   A stay [a, b) is a visit of an F0 within such a period.
3. A stay exposes others in [begin, clear): for "overlap" [a − buffer, b + tail + buffer), for "same_day" the local days
   of the stay, for "place" those and the `display_days` after them. Equal intervals of one person at one venue are one.
4. A visit of somebody else exposes its visitor where it shares `needed_seconds` with such an interval. Nobody exposes
   themselves; an F0 may be exposed by another F0.
5. Who was exposed (F1) infects in turn from the moment the shortest overlap was full, for `onward_days`: those who meet
   them then are F2.

Nothing here knows where the columns come from: a segment of visits may be a day or a range of venues.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from geo import copresence_kernel as kernel
from geo.copresence_columns import NO_CHECK_OUT as NO_CHECK_OUT
from geo.copresence_columns import Limits as Limits
from geo.copresence_columns import Meetings as Meetings
from geo.copresence_columns import Periods as Periods
from geo.copresence_columns import Stays as Stays
from geo.copresence_columns import Visits as Visits
from geo.copresence_columns import cluster as cluster
from geo.copresence_columns import limits as limits
from geo.copresence_columns import room, unlimited
from geo.copresence_groups import Contacts as Contacts
from geo.copresence_groups import Pairs as Pairs
from geo.copresence_groups import Windows as Windows
from geo.copresence_groups import contacts as contacts
from geo.copresence_groups import onward_periods as onward_periods
from geo.copresence_groups import pairs as pairs
from geo.copresence_groups import windows as windows
from geo.exposure_rule import ExposureRule

SECONDS_PER_DAY = 86_400
UTC_OFFSET_SECONDS = 7 * 3600

Ints = NDArray[np.int64]
Asked = TypeVar("Asked")
Found = TypeVar("Found")


def local_day(epoch_seconds: Ints) -> Ints:
    """Days since 1970-01-01 in Việt Nam.

    >>> local_day(np.array([16 * 3600 + 3599, 17 * 3600])).tolist()
    [0, 1]
    """
    return (epoch_seconds + UTC_OFFSET_SECONDS) // SECONDS_PER_DAY


def midnight(day: Ints) -> Ints:
    """Epoch seconds at which each day begins in Việt Nam."""
    return day * SECONDS_PER_DAY - UTC_OFFSET_SECONDS


def exposing(a: Ints, b: Ints, rule: ExposureRule) -> tuple[Ints, Ints]:
    """When stays [a, b) expose others: begin and clear, epoch s.

    >>> begin, clear = exposing(np.array([0]), np.array([600]), ExposureRule(tail_within_stay=True))
    >>> int(begin[0]), int(clear[0])
    (0, 1200)
    """
    if rule.match == "overlap":
        tail = np.full_like(a, 60 * rule.tail_minutes)
        tail = np.minimum(tail, b - a) if rule.tail_within_stay else tail
        return a - 60 * rule.buffer_minutes, b + tail + 60 * rule.buffer_minutes
    days = 1 + (rule.display_days if rule.match == "place" else 0)
    return midnight(local_day(a)), midnight(local_day(b - 1) + days)


def stays_of(segments: Sequence[Visits], limits: Limits, periods: Periods, rule: ExposureRule) -> Stays:
    """Every stay of the persons of `periods` within them, S of them, ordered by venue, begin and person.

    Raises KeyError for a venue without limits.
    """
    reach = int(limits.longest.max(initial=1))
    order = np.argsort(periods.person, kind="stable")
    ordered = Periods(periods.person[order], periods.begin[order], periods.until[order])
    found = [(np.empty((4, 0), np.int64), np.empty(0, np.bool_))]
    found += _each(segments, lambda segment: _visits_in(segment, limits, ordered, reach))
    venue, person, a, b = np.concatenate([rows for rows, _ in found], axis=1)
    if (person == kernel.NO_LIMITS).any():
        raise unlimited(int(venue[person == kernel.NO_LIMITS][0]))
    begin, clear = exposing(a, b, rule)
    stays = Stays(venue, person, a, b, begin, clear, np.concatenate([marks for _, marks in found]))
    stays = stays.where(np.lexsort((b, a, stays.is_imputed, clear, person, begin, venue)))
    return stays.where(_is_first(stays))


def _is_first(stays: Stays) -> NDArray[np.bool_]:
    """False where the stay before says the same."""
    first = np.ones(len(stays), np.bool_)
    same = np.ones(max(0, len(stays) - 1), np.bool_)
    for column in (stays.venue, stays.person, stays.begin, stays.clear, stays.is_imputed):
        same &= column[1:] == column[:-1]
    first[1:] = ~same
    return first


def _visits_in(
    segment: Visits, limits: Limits, periods: Periods, reach: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    first, last = segment.span
    near = (periods.begin - reach <= last) & (periods.until > first)
    rows = segment.venue, segment.start, segment.t_in, segment.stay, segment.person, segment.by_person
    believed = limits.venue, limits.default, limits.longest
    found = kernel.visits_in(*rows, *believed, periods.person[near], periods.begin[near], periods.until[near])
    return found[0], found[1]


def meet(segments: Sequence[Visits], limits: Limits, stays: Stays, rule: ExposureRule) -> Meetings:
    """Every visit that a stay exposes, M of them, by segment and then by stay.

    Raises KeyError for a venue without limits.
    """
    reach, needed = int(limits.longest.max(initial=1)), rule.needed_seconds
    counts = _each(segments, lambda s: _meet(s, limits, stays, reach, needed, 0, room(0)))
    for segment, count in zip(segments, counts, strict=True):
        if count < 0:
            raise unlimited(int(segment.venue[kernel.NO_LIMITS - count]))
    ends = np.cumsum(counts, dtype=np.int64)
    found = room(int(ends[-1]) if len(ends) else 0)
    places = zip(segments, (ends - counts).tolist(), strict=True)
    _each(places, lambda at: _meet(at[0], limits, stays, reach, needed, at[1], found))
    return found


def _meet(
    segment: Visits, limits: Limits, stays: Stays, reach: int, needed: int, out: int, found: Meetings
) -> int:
    """Count the meetings in a segment, and write them to `found` from `out` on where it has room."""
    first, last = segment.span
    rows = segment.venue, segment.start, segment.t_in, segment.stay, segment.person
    believed = limits.venue, limits.default, limits.longest
    asked = stays.venue, stays.person, stays.begin, stays.clear, stays.is_imputed
    columns = found.stay, found.person, found.t_in, found.begin, found.overlap, found.is_imputed
    return int(kernel.meet(*rows, *believed, *asked, (first, last + reach), needed, out, *columns))


def _each(asked: Iterable[Asked], do: Callable[[Asked], Found]) -> list[Found]:
    """What comes of each segment, in order; the loops hold no lock, so that every core has one."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(do, asked))
