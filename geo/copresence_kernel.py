"""The loops of exposure, compiled: nothing is allocated a row, no lock is held, each call works on one segment."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

NO_CHECK_OUT = -1
NO_LIMITS = -(2**40)
"""Stands for a venue that nothing is believed of; the caller refuses it by name."""

_ROOM = 4096


@njit(cache=True, nogil=True, inline="always")
def left_at(t_in: int, stay: int, default: int, longest: int) -> int:
    """When a visit ended, epoch s: one second at least, the longest stay at most."""
    lasted = default if stay == NO_CHECK_OUT else stay
    return t_in + max(1, min(lasted, longest))


@njit(cache=True, nogil=True, inline="always")
def first_at_least(values: Any, low: int, high: int, wanted: int) -> int:
    """The first position from `low` on whose value is at least `wanted`; `high` where none is."""
    while low < high:
        middle = (low + high) >> 1
        if np.int64(values[middle]) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def _first_of_each(person: Any, by_person: Any, who: Any) -> Any:
    """For each of `who` the first position in `by_person` whose person is at least that.

    Every search takes one step at a time, so that their waits for memory overlap.
    """
    low, high = np.zeros(len(who), np.int64), np.full(len(who), len(by_person), np.int64)
    width = len(by_person)
    while width > 0:
        for k in range(len(who)):
            if low[k] < high[k]:
                middle = (low[k] + high[k]) >> 1
                if person[by_person[middle]] < who[k]:
                    low[k] = middle + 1
                else:
                    high[k] = middle
        width >>= 1
    return low


@njit(cache=True, nogil=True)
def visits_in(
    venues: Any, start: Any, t_in: Any, stay: Any, person: Any, by_person: Any,
    limit_venue: Any, default: Any, longest: Any, who: Any, begin: Any, until: Any,
) -> tuple[Any, Any]:  # fmt: skip
    """Visits of `who` clipped to their periods: rows of (venue, person, a, b), and whether the end was filled in.

    A venue without limits gives the row (venue, NO_LIMITS, 0, 0).
    """
    at_person = _first_of_each(person, by_person, who)
    found, imputed, n = (
        np.empty((4, max(_ROOM, len(who))), np.int64),
        np.empty(max(_ROOM, len(who)), np.bool_),
        0,
    )
    for k in range(len(who)):
        at = at_person[k]
        while at < len(by_person) and person[by_person[at]] == who[k]:
            row = by_person[at]
            at += 1
            came = np.int64(t_in[row])
            if came >= until[k]:
                continue
            venue = venues[np.searchsorted(start, row, side="right") - 1]
            limit = first_at_least(limit_venue, 0, len(limit_venue), venue)
            if limit == len(limit_venue) or limit_venue[limit] != venue:
                found[0, 0], found[1, 0], found[2, 0], found[3, 0] = venue, NO_LIMITS, 0, 0
                return found[:, :1], imputed[:1]
            a = max(came, begin[k])
            b = min(left_at(came, stay[row], default[limit], longest[limit]), until[k])
            if b <= a:
                continue
            if n == len(imputed):
                found, imputed = _twice(found, imputed)
            found[0, n], found[1, n], found[2, n], found[3, n] = venue, who[k], a, b
            imputed[n] = stay[row] == NO_CHECK_OUT
            n += 1
    return found[:, :n].copy(), imputed[:n].copy()


@njit(cache=True, nogil=True)
def _twice(found: Any, imputed: Any) -> tuple[Any, Any]:
    """The same rows with room for as many again."""
    n = len(imputed)
    more, marks = np.empty((4, 2 * n), np.int64), np.empty(2 * n, np.bool_)
    more[:, :n], marks[:n] = found, imputed
    return more, marks


@njit(cache=True, nogil=True)
def meet(
    venues: Any, start: Any, t_in: Any, stay: Any, person: Any,
    limit_venue: Any, default: Any, longest: Any,
    at_venue: Any, f0: Any, begin: Any, clear: Any, is_imputed: Any,
    near: tuple[int, int], needed: int, out: int,
    which: Any, who: Any, came: Any, since: Any, shared: Any, filled: Any,
) -> int:  # fmt: skip
    """Visits that share `needed` seconds with a stay: how many; NO_LIMITS less the venue's place where one has no limits.

    They are written from `out` on, unless the columns are empty: run once to count, once more to write, nothing grows
    and nothing is copied. `near` are the first begin and last clear worth a look. No visit lasts longer than `longest`,
    so that those worth a look are one plain range of a venue's rows.
    """
    n, place, before, limit, is_here = out, 0, np.int64(-1), 0, False
    for s in range(len(at_venue)):
        if begin[s] > near[1] or clear[s] <= near[0]:
            continue
        if s == 0 or at_venue[s] != before or before == -1:
            before = at_venue[s]
            place = first_at_least(venues, place, len(venues), before)
            is_here = place < len(venues) and venues[place] == before
            if is_here:
                limit = first_at_least(limit_venue, 0, len(limit_venue), before)
                if limit == len(limit_venue) or limit_venue[limit] != before:
                    return NO_LIMITS - place
        if not is_here:
            continue
        most, rows = np.int64(max(1, longest[limit])), start[place + 1]
        row = first_at_least(t_in, start[place], rows, begin[s] + needed - most)
        while row < rows and np.int64(t_in[row]) + needed <= clear[s]:
            arrived = np.int64(t_in[row])
            first = max(arrived, begin[s])
            left = left_at(arrived, stay[row], default[limit], longest[limit])
            overlap = min(left, clear[s]) - first
            if overlap >= needed and person[row] != f0[s]:
                if len(which):
                    which[n], who[n], came[n], since[n], shared[n] = s, person[row], arrived, first, overlap
                    filled[n] = is_imputed[s] or stay[row] == NO_CHECK_OUT
                n += 1
            row += 1
    return n - out


@njit(cache=True, nogil=True)
def by_bucket(bucket: Any, buckets: int) -> tuple[Any, Any]:
    """Rows ordered by bucket, and where each bucket begins."""
    first = np.zeros(buckets + 1, np.int64)
    for i in range(len(bucket)):
        first[bucket[i] + 1] += 1
    for k in range(buckets):
        first[k + 1] += first[k]
    order, at = np.empty(len(bucket), np.int64), first[:-1].copy()
    for i in range(len(bucket)):
        order[at[bucket[i]]] = i
        at[bucket[i]] += 1
    return order, first


@njit(cache=True, nogil=True)
def runs_by_f0(stay: Any, f0: Any, f0s: int) -> tuple[Any, Any, Any, Any]:
    """Meetings of one stay in one segment stand together: where each such run begins and how long it is, ordered by F0;
    and of each F0 the first run and the first row."""
    n = 0
    for i in range(len(stay)):
        n += i == 0 or stay[i] != stay[i - 1]
    begin, whose = np.empty(n + 1, np.int64), np.empty(n, np.int64)
    n = 0
    for i in range(len(stay)):
        if i == 0 or stay[i] != stay[i - 1]:
            begin[n], whose[n] = i, f0[stay[i]]
            n += 1
    begin[n] = len(stay)
    order, first_run = by_bucket(whose, f0s)
    first_row = np.zeros(f0s + 1, np.int64)
    for r in range(n):
        first_row[whose[r] + 1] += begin[r + 1] - begin[r]
    return begin[order], begin[order + 1], first_run, np.cumsum(first_row)


@njit(cache=True, nogil=True)
def fold(
    begins: Any, ends: Any, first_run: Any, first_row: Any, low: int, high: int,
    person: Any, begin: Any, overlap: Any, imputed: Any,
    who: Any, total: Any, longest: Any, since: Any, last: Any, filled: Any, counts: Any,
) -> int:  # fmt: skip
    """Each person of F0s `low` to `high` once, counts[k] of F0 k, written without gaps from first_row[low] on; the end."""
    widest = 0
    for k in range(low, high):
        widest = max(widest, first_row[k + 1] - first_row[k])
    table, n = np.empty(_slots(widest), np.int64), first_row[low]
    for k in range(low, high):
        slots, own = _slots(first_row[k + 1] - first_row[k]), n
        table[:slots] = -1
        for r in range(first_run[k], first_run[k + 1]):
            for i in range(begins[r], ends[r]):
                slot = _hash(person[i], 0) & (slots - 1)
                while table[slot] >= 0 and who[table[slot]] != person[i]:
                    slot = (slot + 1) & (slots - 1)
                at, shared = table[slot], np.int64(overlap[i])
                if at < 0:
                    table[slot], at = n, n
                    who[n], total[n], longest[n], filled[n] = person[i], 0, 0, True
                    since[n], last[n] = begin[i], begin[i]
                    n += 1
                total[at] += shared
                longest[at] = max(longest[at], shared)
                since[at] = min(since[at], begin[i])
                last[at] = max(last[at], begin[i] + shared)
                filled[at] &= imputed[i]
        counts[k] = n - own
    return n


@njit(cache=True, nogil=True)
def groups(bucket: Any, buckets: int, key: Any, other: Any) -> tuple[Any, int]:
    """A number for every distinct (bucket, key, other), in the order of buckets; and how many there are.

    Rows are first brought together by bucket, so that the table of each stays small enough for the cache.
    """
    order, first = by_bucket(bucket, buckets)
    found, n = np.empty(len(bucket), np.int64), 0
    largest = 0
    for k in range(buckets):
        largest = max(largest, first[k + 1] - first[k])
    table = np.empty(_slots(largest), np.int64)
    for k in range(buckets):
        slots = _slots(first[k + 1] - first[k])
        table[:slots] = -1
        for j in range(first[k], first[k + 1]):
            i = order[j]
            slot = _hash(key[i], other[i]) & (slots - 1)
            while table[slot] >= 0 and (key[table[slot]] != key[i] or other[table[slot]] != other[i]):
                slot = (slot + 1) & (slots - 1)
            if table[slot] < 0:
                table[slot] = i
                found[i] = n
                n += 1
            else:
                found[i] = found[table[slot]]
    return found, n


@njit(cache=True, nogil=True)
def _slots(rows: int) -> int:
    """A power of two that leaves half the table empty."""
    slots = 4
    while slots < 2 * rows:
        slots *= 2
    return slots


@njit(cache=True, nogil=True, inline="always")
def _hash(key: int, other: int) -> int:
    """Mixes two numbers so that near ones lie far apart."""
    mixed = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15) ^ np.uint64(other) * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0xD6E8FEB86659FD93)
    return np.int64((mixed >> np.uint64(20)) & np.uint64(0x7FFFFFFFFFF))


@njit(cache=True, nogil=True)
def reduce_groups(
    group: Any, count: int, begin: Any, overlap: Any, is_imputed: Any
) -> tuple[Any, Any, Any, Any, Any]:
    """By group: sum and maximum of the overlaps, earliest begin, latest end, and whether all were filled in."""
    total, longest = np.zeros(count, np.int64), np.zeros(count, np.int64)
    first, last = np.full(count, np.iinfo(np.int64).max), np.full(count, np.iinfo(np.int64).min)
    imputed = np.ones(count, np.bool_)
    for i in range(len(group)):
        g, shared = group[i], np.int64(overlap[i])
        total[g] += shared
        longest[g] = max(longest[g], shared)
        first[g] = min(first[g], begin[i])
        last[g] = max(last[g], begin[i] + shared)
        imputed[g] &= is_imputed[i]
    return total, longest, first, last, imputed


@njit(cache=True, nogil=True)
def window_of(venue: Any, begin: Any, clear: Any) -> Any:
    """The merged window that each stay lies in; stays are ordered by venue and begin."""
    found, n, until = np.empty(len(venue), np.int64), -1, np.int64(0)
    for i in range(len(venue)):
        if i == 0 or venue[i] != venue[i - 1] or begin[i] > until:
            n += 1
            until = clear[i]
        until = max(until, clear[i])
        found[i] = n
    return found
