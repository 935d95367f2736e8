"""What every rival of the exposure benchmark is asked, and what it answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bench.exposure_world import Ints, World
from geo.exposure_rule import ExposureRule

T = TypeVar("T")

TURNS = 3
NEEDED, TAIL = 600, 1800
"""Shortest overlap that exposes and the time a place exposes after an F0 left, s: the rule of Bắc Giang."""

PRIME = 2**31 - 1
F0_WEIGHT, PERSON_WEIGHT = 1_000_003, 998_244_353
CHECKSUM = (
    f"((CAST(f0 AS BIGINT) * {F0_WEIGHT} + CAST(person AS BIGINT) * {PERSON_WEIGHT}) % {PRIME})"
    f" * CAST(overlap AS BIGINT) % {PRIME}"
)
"""Of one pair, in any SQL with 64-bit numbers; `f0` is the position of the case, `overlap` in seconds."""

FOUR = f"count(*), count(DISTINCT person), sum(overlap), sum({CHECKSUM})"


@dataclass(frozen=True)
class Answer:
    """Pairs of an F0 and somebody they exposed, distinct people exposed, seconds shared, and every pair's checksum."""

    pairs: int
    people: int
    overlap_seconds: int
    checksum: int

    def __str__(self) -> str:
        return f"{self.pairs:,} pairs, {self.people:,} people, {self.overlap_seconds:,} s shared, checksum {self.checksum}"


@dataclass(frozen=True)
class Outcome:
    """One engine's answer and its seconds. `ways`: every way that was tried, seconds of each turn, the first of them cold.

    `loading`: seconds from plain columns to its own best layout; `disk_bytes` of that layout where it lies on disk.
    `server_mib`: memory of a server of its own.
    """

    answer: Answer
    ways: Mapping[str, Sequence[float]]
    loading: float
    disk_bytes: int = 0
    server_mib: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def best_way(self) -> str:
        return min(self.ways, key=lambda way: min(self.ways[way]))

    @property
    def best(self) -> float:
        return min(self.ways[self.best_way])


def clocked(way: Callable[[], T]) -> tuple[T, float]:
    """What `way` gives and the seconds it takes."""
    begun = time.perf_counter()
    found = way()
    return found, time.perf_counter() - begun


def turns(ways: Mapping[str, Callable[[], object]], count: int = TURNS) -> dict[str, list[float]]:
    """Seconds of every way: each tried once, then the two fastest as often as it takes to make `count` turns."""
    seconds = {name: [clocked(way)[1]] for name, way in ways.items()}
    fastest = sorted(seconds, key=lambda name: seconds[name][0])[:2]
    for _ in range(count):
        for name in fastest:
            seconds[name].append(clocked(ways[name])[1])
    return seconds


Cases = tuple[tuple[int, int], ...]
"""Of every case asked for: people met, and seconds shared with all of them."""

CASES_ASKED = 200


@dataclass(frozen=True)
class CaseOutcome:
    """Drill-downs on single cases: seconds of each by way, and what was found."""

    ways: Mapping[str, Sequence[float]]
    found: Cases
    loading: float = 0.0

    @property
    def best_way(self) -> str:
        return min(self.ways, key=lambda way: median(self.ways[way]))

    @property
    def best(self) -> Sequence[float]:
        return self.ways[self.best_way]


def drawn(world: World) -> list[tuple[int, int, int, int]]:
    """The first cases: position, person, from when until when they infect."""
    cases = f0s(world)
    columns = (column[:CASES_ASKED].tolist() for column in (cases.f0, cases.person, cases.since, cases.until))
    return list(zip(*columns, strict=True))


def each(
    way: Callable[[tuple[int, int, int, int]], Mapping[int, int]],
    cases: Sequence[tuple[int, int, int, int]],
) -> tuple[Cases, list[float]]:
    """What a way that gives seconds by person finds for every case, and its seconds; asked once before, unclocked."""
    found = tuple((len(met), sum(met.values())) for met in map(way, cases))
    return found, [clocked(lambda c=case: way(c))[1] for case in cases]


@dataclass(frozen=True)
class F0s:
    """The cases as a small table: position, person, from when until when each infects (epoch s)."""

    f0: Ints
    person: Ints
    since: Ints
    until: Ints


def f0s(world: World) -> F0s:
    since, until = world.cases.periods(ExposureRule())
    kept = np.flatnonzero(until > since)
    return F0s(kept, world.cases.person[kept], since[kept], until[kept])


def believed(world: World, number: int) -> dict[str, NDArray[np.int32]]:
    """A day's visits with `t_left`, what is believed of their end, worked out before any clock starts.

    Rivals are spared what depends on the rule; Dichte fills in check-outs and limits stays as it goes.
    """
    rows = world.day(number)
    default, longest = (60 * minutes.astype(np.int32)[rows.venue] for minutes in world.minutes)
    stay = np.minimum(np.where(rows.stay < 0, default, rows.stay), longest)
    return {
        "venue": np.asarray(rows.venue),
        "person": np.asarray(rows.person),
        "t_in": np.asarray(rows.t_in),
        "t_left": rows.t_in + np.maximum(stay, 1),
    }
