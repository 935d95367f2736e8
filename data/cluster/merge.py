"""Pairs of several partitions as one, whatever the order in which they come together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from geo.copresence import Pairs

_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))

_NONE = np.empty(0, np.int64)
NO_PAIRS = Pairs(_NONE, _NONE, _NONE, _NONE, _NONE, _NONE, np.empty(0, np.bool_))


@dataclass(frozen=True)
class Totals:
    """What is asked first: distinct people exposed, pairs of an F0 and somebody exposed, rows of contacts (venue, day,
    person), seconds shared; and a checksum of every pair with its seconds, whatever their order."""

    people: int = 0
    pairs: int = 0
    contacts: int = 0
    overlap_seconds: int = 0
    checksum: int = 0

    def __add__(self, other: Totals) -> Totals:
        """Of pairs and contacts that have no person in common."""
        both = Totals(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))
        return Totals(both.people, both.pairs, both.contacts, both.overlap_seconds, both.checksum % 2**64)


def totals(pairs: Pairs, contacts: int = 0) -> Totals:
    """Totals of distinct pairs."""
    people = len(np.unique(pairs.person))
    return Totals(people, len(pairs), contacts, int(pairs.overlap_seconds.sum()), checksum(pairs))


def checksum(pairs: Pairs) -> int:
    """A number that changes with any pair and any of its seconds, and not with their order."""
    f0, f1 = pairs.person_f0.astype(np.uint64), pairs.person.astype(np.uint64)
    mixed = (f0 * _MIX[0]) ^ ((f1 + np.uint64(1)) * _MIX[1])
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX[0]
    return int((mixed * pairs.overlap_seconds.astype(np.uint64)).sum(dtype=np.uint64))


def join(parts: Sequence[Pairs]) -> Pairs:
    """Rows side by side; none where there are no parts."""
    if len(parts) == 1:
        return parts[0]
    columns = zip(*(vars(p).values() for p in (NO_PAIRS, *parts)), strict=True)
    return Pairs(*(np.concatenate(column) for column in columns))


def merge(parts: Sequence[Pairs]) -> Pairs:
    """One row an F0 and person, ordered by both: seconds summed, the longest, the earliest and the last kept."""
    columns = vars(join(parts))
    if not len(columns["person"]):
        return NO_PAIRS
    order = np.lexsort((columns["person"], columns["person_f0"]))
    f0, person, seconds, longest, exposed_at, last, imputed = (c[order] for c in columns.values())
    first = _firsts(f0, person)
    return Pairs(
        f0[first],
        person[first],
        np.add.reduceat(seconds, first),
        np.maximum.reduceat(longest, first),
        np.minimum.reduceat(exposed_at, first),
        np.maximum.reduceat(last, first),
        np.logical_and.reduceat(imputed, first),
    )


def _firsts(*ordered: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions at which any of the columns changes."""
    changed = np.zeros(len(ordered[0]), np.bool_)
    changed[0] = True
    for column in ordered:
        changed[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(changed)


def split(pairs: Pairs, buckets: int) -> tuple[Pairs, ...]:
    """Pairs by the person exposed: everything about one person lies in one bucket."""
    if buckets == 1:
        return (pairs,)
    bucket = pairs.person % buckets
    return tuple(pairs.where(bucket == k) for k in range(buckets))


def by_whomever(pairs: Pairs) -> Pairs:
    """One row a person exposed, by all F0s together; the column of the F0 says nothing any more."""
    return merge([replace(pairs, person_f0=np.zeros_like(pairs.person_f0))])
