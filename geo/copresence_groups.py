"""Meetings brought together: who was exposed where on which day, by whom in all, and when a venue exposed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from geo import copresence_kernel as kernel
from geo.copresence_columns import Ints, Meetings, Periods, Stays
from geo.exposure_rule import ExposureRule

SECONDS_PER_DAY = 86_400
UTC_OFFSET_SECONDS = 7 * 3600

Column = TypeVar("Column", Ints, NDArray[np.bool_])


@dataclass(frozen=True)
class Contacts:
    """C people exposed at a venue on a day, ordered by those three: venue, day (days since 1970-01-01), person,
    overlap_seconds and cases (F0s met), all (C,) int64; is_imputed (C,) bool: every overlap rests on a filled-in check-out."""

    venue: Ints
    day: Ints
    person: Ints
    overlap_seconds: Ints
    cases: Ints
    is_imputed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.venue)


@dataclass(frozen=True)
class Pairs:
    """P pairs of an F0 and somebody they exposed, by F0: person_f0, person, overlap_seconds, longest_seconds (of one
    overlap), exposed_at and last (epoch s), all (P,) int64; is_imputed (P,) bool as in Contacts.

    `exposed_at` is the moment at which the shortest overlap was full.
    """

    person_f0: Ints
    person: Ints
    overlap_seconds: Ints
    longest_seconds: Ints
    exposed_at: Ints
    last: Ints
    is_imputed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.person)

    def where(self, chosen: NDArray[np.bool_] | Ints) -> Pairs:
        """The chosen pairs, in the same order."""
        return Pairs(*(getattr(self, f.name)[chosen] for f in fields(self)))


@dataclass(frozen=True)
class Windows:
    """W times in which a venue exposed, merged, by venue and time: venue, begin, clear, cases (F0s), all (W,) int64."""

    venue: Ints
    begin: Ints
    clear: Ints
    cases: Ints

    def __len__(self) -> int:
        return len(self.venue)


def contacts(stays: Stays, meetings: Meetings) -> Contacts:
    """One row a venue, local day on which the overlap began, and person."""
    _, at_venue = np.unique(stays.venue, return_inverse=True)
    f0s, f0 = np.unique(stays.person, return_inverse=True)
    day = (meetings.begin + UTC_OFFSET_SECONDS) // SECONDS_PER_DAY
    bucket = at_venue[meetings.stay]
    group, count = kernel.groups(bucket, int(at_venue.max(initial=-1)) + 1, meetings.person, day)
    total, _, _, _, imputed = kernel.reduce_groups(
        group, count, meetings.begin, meetings.overlap, meetings.is_imputed
    )
    row = _any_row(group, count)
    cases = _distinct(group, count, f0[meetings.stay], len(f0s))
    venue, day, person = stays.venue[meetings.stay[row]], day[row], meetings.person[row]
    o = np.lexsort((person, day, venue))
    return Contacts(venue[o], day[o], person[o], total[o], cases[o], imputed[o])


def pairs(stays: Stays, meetings: Meetings, rule: ExposureRule) -> Pairs:
    """One row an F0 and person; within an F0 as they were first met in the order of `meetings`."""
    f0s, f0 = np.unique(stays.person, return_inverse=True)
    runs = kernel.runs_by_f0(meetings.stay, f0, len(f0s))
    columns = [np.empty(len(meetings), np.int64) for _ in range(5)]
    imputed, counts = np.empty(len(meetings), np.bool_), np.zeros(len(f0s), np.int64)
    asked = meetings.person, meetings.begin, meetings.overlap, meetings.is_imputed

    def fold(share: tuple[int, int]) -> tuple[int, int]:
        given: Sequence[Any] = (*runs, *share, *asked, *columns, imputed, counts)
        return int(runs[3][share[0]]), kernel.fold(*given)

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        written = list(threads.map(fold, _shares(runs[3])))
    who, total, longest, since, last = (_closed_up(column, written) for column in columns)
    return Pairs(
        np.repeat(f0s, counts),
        who,
        total,
        longest,
        since + rule.needed_seconds,
        last,
        _closed_up(imputed, written),
    )


def _shares(first_row: Ints) -> list[tuple[int, int]]:
    """F0s cut into as many runs as there are cores, with about as many rows each."""
    cores = os.cpu_count() or 1
    cuts = np.searchsorted(first_row, np.linspace(0, first_row[-1], cores + 1)).tolist()
    return list(pairwise([*cuts[:-1], len(first_row) - 1]))


def _closed_up(column: Column, written: Sequence[tuple[int, int]]) -> Column:
    """What was written in several runs of a column, without the gaps between them."""
    end = written[0][1]
    for low, high in written[1:]:
        column[end : end + high - low] = column[low:high]
        end += high - low
    return column[:end]


def _any_row(group: Ints, count: int) -> Ints:
    """A row of every group."""
    row = np.empty(count, np.int64)
    row[group] = np.arange(len(group))
    return row


def _distinct(group: Ints, count: int, value: Ints, most: int) -> Ints:
    """How many different values each group has; values are 0 to `most` − 1."""
    pair, distinct = kernel.groups(value, most, group, np.zeros_like(group))
    return np.bincount(group[_any_row(pair, distinct)], minlength=count).astype(np.int64)


def windows(stays: Stays) -> Windows:
    """Exposing intervals of each venue merged where they touch or overlap."""
    window = kernel.window_of(stays.venue, stays.begin, stays.clear)
    firsts = np.flatnonzero(np.diff(window, prepend=-1))
    clear = np.maximum.reduceat(stays.clear, firsts) if len(stays) else stays.clear
    f0s, f0 = np.unique(stays.person, return_inverse=True)
    return Windows(
        stays.venue[firsts], stays.begin[firsts], clear, _distinct(window, len(firsts), f0, len(f0s))
    )


def onward_periods(
    pairs: Pairs, rule: ExposureRule, isolated: Periods | None = None, without: Ints | None = None
) -> Periods:
    """When the F1s of `pairs` infect in turn: from their first exposure, for `onward_days`, until isolated.

    `isolated` are periods of those who are cases themselves; the latest `until` of a person counts. `without` are
    persons left out, the F0s of the trace.
    """
    person, at = np.unique(pairs.person, return_inverse=True)
    begin = np.full(len(person), np.iinfo(np.int64).max)
    np.minimum.at(begin, at, pairs.exposed_at)
    until = begin + SECONDS_PER_DAY * rule.onward_days
    if isolated is not None and len(isolated):
        until = np.minimum(until, _latest(person, isolated))
    kept = (until > begin) & ~np.isin(person, pairs.person[:0] if without is None else without)
    return Periods(person[kept], begin[kept], until[kept])


def _latest(person: Ints, periods: Periods) -> Ints:
    """The latest `until` of each person, or the end of time."""
    order = np.lexsort((periods.until, periods.person))
    who, last = periods.person[order], periods.until[order]
    at = np.searchsorted(who, person, side="right") - 1
    known = (at >= 0) & (who[np.maximum(at, 0)] == person)
    return np.where(known, last[np.maximum(at, 0)], np.iinfo(np.int64).max)
