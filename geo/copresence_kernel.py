"""The loops of exposure, compiled: nothing is allocated a row, no lock is held, each call works on one segment."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

NO_CHECK_OUT = -1
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
def _first_of_person(person: Any, by_person: Any, low: int, wanted: int) -> int:
    """The first position in `by_person`, from `low` on, whose person is at least `wanted`."""
    high = len(by_person)
    while low < high:
        middle = (low + high) >> 1
        if person[by_person[middle]] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def visits_in(
    start: Any, t_in: Any, stay: Any, person: Any, by_person: Any, default: Any, longest: Any,
    who: Any, begin: Any, until: Any, venues: Any,
) -> tuple[Any, Any, Any, Any, Any]:  # fmt: skip
    """Visits of `who` clipped to their periods: venue, person, a, b, is_imputed."""
    room, n = max(_ROOM, len(who)), 0
    venue, a, b = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int64)
    whose, imputed = np.empty(room, np.int64), np.empty(room, np.bool_)
    for k in np.argsort(who):
        at = _first_of_person(person, by_person, 0, who[k])
        while at < len(by_person) and person[by_person[at]] == who[k]:
            row = by_person[at]
            at += 1
            place = np.searchsorted(start, row, side="right") - 1
            came = np.int64(t_in[row])
            left = left_at(came, stay[row], default[place], longest[place])
            first, last = max(came, begin[k]), min(left, until[k])
            if last <= first:
                continue
            if n == len(a):
                venue, a, b = _twice(venue), _twice(a), _twice(b)
                whose, imputed = _twice(whose), _twice(imputed)
            venue[n], whose[n], a[n], b[n] = venues[place], who[k], first, last
            imputed[n] = stay[row] == NO_CHECK_OUT
            n += 1
    return venue[:n].copy(), whose[:n].copy(), a[:n].copy(), b[:n].copy(), imputed[:n].copy()


@njit(cache=True, nogil=True)
def _twice(values: Any) -> Any:
    """The same values with room for as many again."""
    larger = np.empty(2 * len(values), values.dtype)
    larger[: len(values)] = values
    return larger


@njit(cache=True, nogil=True)
def meet(
    venues: Any, start: Any, t_in: Any, stay: Any, person: Any, default: Any, longest: Any,
    at_venue: Any, f0: Any, begin: Any, clear: Any, is_imputed: Any, needed: int,
) -> tuple[Any, Any, Any, Any, Any, Any]:  # fmt: skip
    """Visits that share `needed` seconds with a stay: stay, person, t_in, begin, overlap, is_imputed.

    No visit lasts longer than `longest`, so that those worth a look are one plain range of a venue's rows.
    """
    n = 0
    which, who, came = np.empty(_ROOM, np.int32), np.empty(_ROOM, np.int64), np.empty(_ROOM, np.int64)
    since, shared, filled = np.empty(_ROOM, np.int64), np.empty(_ROOM, np.int32), np.empty(_ROOM, np.bool_)
    place = 0
    for s in range(len(at_venue)):
        place = first_at_least(venues, place, len(venues), at_venue[s])
        if place == len(venues):
            break
        if venues[place] != at_venue[s]:
            continue
        most, rows = max(1, longest[place]), start[place + 1]
        row = first_at_least(t_in, start[place], rows, begin[s] + needed - most)
        while row < rows and np.int64(t_in[row]) + needed <= clear[s]:
            arrived = np.int64(t_in[row])
            first = max(arrived, begin[s])
            left = left_at(arrived, stay[row], default[place], longest[place])
            overlap = min(left, clear[s]) - first
            if overlap >= needed and person[row] != f0[s]:
                if n == len(which):
                    which, who, came = _twice(which), _twice(who), _twice(came)
                    since, shared, filled = _twice(since), _twice(shared), _twice(filled)
                which[n], who[n], came[n], since[n], shared[n] = s, person[row], arrived, first, overlap
                filled[n] = is_imputed[s] or stay[row] == NO_CHECK_OUT
                n += 1
            row += 1
    return (
        which[:n].copy(), who[:n].copy(), came[:n].copy(), since[:n].copy(), shared[:n].copy(), filled[:n].copy()
    )  # fmt: skip


@njit(cache=True, nogil=True)
def groups(bucket: Any, buckets: int, key: Any, other: Any) -> tuple[Any, int]:
    """A number for every distinct (bucket, key, other), in the order of buckets; and how many there are.

    Rows are first brought together by bucket, so that the table of each stays small enough for the cache.
    """
    rows = len(bucket)
    first = np.zeros(buckets + 1, np.int64)
    for i in range(rows):
        first[bucket[i] + 1] += 1
    for k in range(buckets):
        first[k + 1] += first[k]
    order, at = np.empty(rows, np.int64), first[:-1].copy()
    for i in range(rows):
        order[at[bucket[i]]] = i
        at[bucket[i]] += 1
    found, n = np.empty(rows, np.int64), 0
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
