"""What a worker does with one partition: read it, find who was exposed there, split the pairs by person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.cluster import memory
from data.cluster.files import ContactsFile
from data.cluster.merge import by_whomever, join, split
from data.cluster.partitions import read_partition
from geo.copresence import Limits, Pairs, Periods, Stays, Visits, contacts, meet, pairs, stays_of
from geo.exposure_rule import ExposureRule

Ints = NDArray[np.int64]

CANDIDATES = 1_000_000
"""Visits that are held against stays at a time: a definition as wide as "place" must not cost more memory."""


@dataclass(frozen=True)
class Question:
    """What is asked of every partition. `contacts`: where their contacts are written, if anywhere.

    `has_pairs`: who exposed whom, and not only who was exposed.
    """

    rule: ExposureRule
    buckets: int
    contacts: Path | None = None
    has_pairs: bool = True


@dataclass(frozen=True)
class Part:
    """The answer of one partition: pairs by bucket, the number of contacts, and what it took of which process."""

    buckets: tuple[Pairs, ...]
    contacts: int
    process: str
    peak: int


def expose_part(path: Path, limits: Limits, periods: Periods, known: Ints, question: Question) -> Part:
    """Who was exposed at the venues of one file. `known` are persons who count no more, in order."""
    rule = question.rule
    visits = read_partition(path)
    stays = stays_of([visits], limits, periods, rule)
    found: list[list[Pairs]] = [[] for _ in range(question.buckets)]
    with ContactsFile(question.contacts, path.name) as file:
        for some in pieces(visits, limits, stays, question.buckets):
            meetings = meet([some], limits, stays, rule)
            if len(known):
                meetings = meetings.where(~_is_known(meetings.person, known))
            file.add(contacts(stays, meetings))
            met = pairs(stays, meetings, rule)
            met = met if question.has_pairs else by_whomever(met)
            for bucket, part in zip(found, split(met, question.buckets), strict=True):
                bucket.append(part)
    return Part(tuple(join(bucket) for bucket in found), file.rows, memory.me(), memory.peak())


def _is_known(person: Ints, known: Ints) -> NDArray[np.bool_]:
    at = np.minimum(np.searchsorted(known, person), len(known) - 1)
    found: NDArray[np.bool_] = known[at] == person
    return found


def pieces(visits: Visits, limits: Limits, stays: Stays, buckets: int) -> Iterator[Visits]:
    """The visits, or the same by groups of persons where all at once would be too many to hold against the stays.

    A contact and a pair are of one person, so that none lies in two pieces.
    """
    count = -(-candidates(visits, limits, stays) // CANDIDATES)
    if count <= 1:
        yield visits
        return
    # The whole number of pieces to a bucket keeps them apart by person as the buckets are.
    count = buckets * -(-count // buckets)
    for number in range(count):
        yield _of_persons(visits, np.flatnonzero(visits.person % count == number))


def _of_persons(visits: Visits, rows: Ints) -> Visits:
    start = np.searchsorted(rows, visits.start).astype(np.int64)
    columns = (visits.t_in[rows], visits.stay[rows], visits.person[rows])
    return Visits(visits.venue, start, *columns, by_person=np.empty(0, np.uint32))


def candidates(visits: Visits, limits: Limits, stays: Stays) -> int:
    """How many visits lie in reach of the stays: at least as many as meet them."""
    if not len(stays) or not len(visits):
        return 0
    longest = limits.longest[np.searchsorted(limits.venue, stays.venue)]
    at = np.searchsorted(visits.venue, stays.venue)
    key = np.repeat(np.arange(len(visits.venue)) << 33, np.diff(visits.start))
    key += visits.t_in
    low = np.maximum(stays.begin - longest, 0) + (at << 33)
    return int((np.searchsorted(key, stays.clear + (at << 33)) - np.searchsorted(key, low)).sum())
