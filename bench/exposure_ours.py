"""Exposure by the product's kernel on segments of the lake, and what memory alone would take for the rows it looks at."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.exposure_world import DAYS, FIRST, VENUES, World
from bench.rivals.exposure_answer import F0_WEIGHT, PERSON_WEIGHT, PRIME, TURNS, Answer, clocked, f0s
from data.days import day_number, day_of
from data.lake.segment import open_segment, write_segment
from geo.copresence import (
    Limits,
    Meetings,
    Pairs,
    Periods,
    Stays,
    Visits,
    cluster,
    limits,
    meet,
    pairs,
    stays_of,
)
from geo.exposure_rule import ExposureRule

RULE = ExposureRule()
THREADS = 2
ROW_BYTES = 16
"""Check-in, stay and person of a row."""


@dataclass(frozen=True)
class Ours:
    """`turns`: seconds of stays, meetings and pairs, each turn; `first`: those of the first call in a fresh process.

    `loading`: columns in memory to segments on disk. `rows_touched`: visits that some stay had to look at.
    """

    answer: Answer
    turns: Sequence[tuple[float, float, float]]
    first: float
    loading: float
    disk_bytes: int
    rows_touched: int

    @property
    def best(self) -> float:
        return min(map(sum, self.turns))

    @property
    def best_parts(self) -> tuple[float, float, float]:
        return min(self.turns, key=sum)


def measure(world: World, folder: Path) -> Ours:
    segments, loading = clocked(lambda: write(world, folder))
    known = limits(np.arange(VENUES), *world.minutes, RULE)
    cases = f0s(world)
    periods = Periods(cases.person, cases.since, cases.until)
    (stays, _, found), first = clocked(lambda: trace(segments, known, periods)[0])
    timed = [trace(segments, known, periods)[1] for _ in range(2 * TURNS)]
    size = sum(path.stat().st_size for path in folder.iterdir())
    touched = rows_touched(segments, known, stays)
    answer = _answer(found, world, cases.f0)
    return Ours(answer, timed, first, loading, size, touched)


def write(world: World, folder: Path) -> tuple[Visits, ...]:
    """One segment a day, as the product writes and maps them."""
    folder.mkdir(parents=True)
    first = day_number(FIRST)
    written = [write_segment(folder, day_of(first + n), _clustered(world, n)) for n in range(DAYS)]
    return tuple(open_segment(folder, segment) for segment in written)


def _clustered(world: World, number: int) -> Visits:
    rows = world.day(number)
    return cluster(rows.venue.astype(np.int64), rows.t_in, rows.stay, rows.person.astype(np.int64))


def trace(
    segments: Sequence[Visits], known: Limits, periods: Periods
) -> tuple[tuple[Stays, Meetings, Pairs], tuple[float, float, float]]:
    """Stays of the cases, whom they met, pairs; and the seconds of each."""
    begun = time.perf_counter()
    stays = stays_of(segments, known, periods, RULE)
    stayed = time.perf_counter()
    meetings = meet(segments, known, stays, RULE)
    met = time.perf_counter()
    found = pairs(stays, meetings, RULE)
    return (stays, meetings, found), (stayed - begun, met - stayed, time.perf_counter() - met)


def _answer(found: Pairs, world: World, numbers: NDArray[np.int64]) -> Answer:
    f0 = np.full(world.people, -1)
    f0[world.cases.person[numbers]] = numbers
    mixed = (f0[found.person_f0] * F0_WEIGHT + found.person * PERSON_WEIGHT) % PRIME
    checksum = int((mixed * found.overlap_seconds % PRIME).sum())
    return Answer(len(found), len(np.unique(found.person)), int(found.overlap_seconds.sum()), checksum)


# ── what memory would take ────────────────────────────────────────────────────────────────────────


def rows_touched(segments: Sequence[Visits], known: Limits, stays: Stays) -> int:
    """Visits at a stay's venue that began early enough before its end and late enough to reach it, each once a stay."""
    return sum(_touched(segment, known, stays) for segment in segments)


def _touched(segment: Visits, known: Limits, stays: Stays) -> int:
    first, last = segment.span
    near = np.flatnonzero((stays.begin <= last + int(known.longest.max())) & (stays.clear > first))
    places = np.searchsorted(segment.venue, stays.venue[near])
    found = 0
    for s, place in zip(near.tolist(), places.tolist(), strict=True):
        if place < len(segment.venue) and segment.venue[place] == stays.venue[s]:
            rows = segment.t_in[segment.start[place] : segment.start[place + 1]]
            longest = int(known.longest[np.searchsorted(known.venue, stays.venue[s])])
            bounds = (
                stays.begin[s] + RULE.needed_seconds - longest,
                stays.clear[s] - RULE.needed_seconds + 1,
            )
            low, high = np.searchsorted(rows, np.array(bounds).clip(0).astype(np.uint32))
            found += int(high - low)
    return found


def bandwidth(size: int = 1 << 28) -> float:
    """Bytes/s at which all threads together read memory, in plain sums; best of TURNS."""
    parts = [np.ones(size // 8, np.int64) for _ in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as threads:
        seconds = [clocked(lambda: list(threads.map(np.sum, parts)))[1] for _ in range(TURNS + 1)]
    return THREADS * size / min(seconds)
