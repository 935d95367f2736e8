"""A made-up province of any size for the exposure benchmark: venues, 21 days of check-ins, cases. Same seed, same world."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.days import SECONDS_PER_DAY, UTC_OFFSET_SECONDS, day_number, midnight
from data.outbreak_2021.simulate.kinds import KINDS
from geo.exposure_rule import ExposureRule

Ints = NDArray[np.int64]

FIRST, DAYS = date(2021, 5, 10), 21
VENUES, CASES = 20_000, 1_500
"""Of every size: a larger world has more people and busier venues, so that more rows lie where the cases were."""
ROWS_PER_PERSON = 8
SEED = 20210602

KIND_SHARES = (0.0005, 0.03, 0.06, 0.025, 0.04, 0.07, 0.12, 0.42, 0.2345)
"""Share of each of KINDS among the venues."""
SIZE_POWER, SIZE_SHIFT = 0.8, 50
"""Visits of the n-th largest venue: (n + shift)^-power, Zipf with a blunt head; the largest has 1 visit in 600."""
REGULAR = 0.4
"""Share of visits to one of a person's own two places (work, the market round the corner)."""
NO_CHECK_OUT, LATE_CHECK_OUT = 0.10, 0.01
"""Shares of visits never checked out, and checked out hours after leaving."""
OUTBREAK_VENUES = 12
"""Factories whose regulars half of the cases are."""

_QUANTILES = 4096
_LOOKUP = 20
"""Bits of the table that turns a random number into a venue."""


@dataclass(frozen=True)
class Rows:
    """Check-ins in the order they came. `stay`: seconds; -1 where no check-out came."""

    venue: NDArray[np.int32]
    t_in: NDArray[np.int32]
    stay: NDArray[np.int32]
    person: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.venue)


@dataclass(frozen=True)
class Cases:
    """One entry a case; day numbers, epoch s; -1 where not known."""

    person: Ints
    onset_day: Ints
    first_positive_day: Ints
    confirmed_day: Ints
    isolated_at: Ints

    def periods(self, rule: ExposureRule) -> tuple[Ints, Ints]:
        """From when until when each infects, epoch s."""
        first = np.where(self.onset_day >= 0, self.onset_day, self.first_positive_day)
        unknown = _midnight(self.confirmed_day + 1 + rule.unknown_isolation_days)
        until = np.where(self.isolated_at >= 0, self.isolated_at, unknown)
        return _midnight(first - rule.window_days_before), until


@dataclass(frozen=True)
class World:
    """Check-ins in `folder`, one file a day and column; venue ids are 0 to VENUES - 1, `kind` their positions in KINDS."""

    folder: Path
    rows: int

    @property
    def people(self) -> int:
        return self.rows // ROWS_PER_PERSON

    @cached_property
    def kind(self) -> Ints:
        """Parks and factories among the large ones, the rest anywhere."""
        r = np.random.default_rng(SEED)
        kind = r.choice(len(KINDS), VENUES, p=KIND_SHARES)
        return kind[np.argsort(r.random(VENUES) * np.where(kind <= 1, 0.2, 1.0))][self._rank]

    @cached_property
    def _rank(self) -> Ints:
        """Rank by size of each venue: numbers say nothing about size."""
        return np.random.default_rng(SEED + 1).permutation(VENUES)

    @cached_property
    def _venue_of(self) -> NDArray[np.int32]:
        """Venue by share of all visits, 2^_LOOKUP steps."""
        weight = (self._rank + SIZE_SHIFT) ** -SIZE_POWER
        steps = (np.arange(1 << _LOOKUP) + 0.5) / (1 << _LOOKUP)
        return np.searchsorted(np.cumsum(weight) / weight.sum(), steps).astype(np.int32).clip(0, VENUES - 1)

    @cached_property
    def minutes(self) -> tuple[Ints, Ints]:
        """Default and longest stay of each venue, minutes."""
        table = np.array([(k.default_stay_minutes, k.max_stay_minutes) for k in KINDS], dtype=np.int64)
        return table[self.kind, 0], table[self.kind, 1]

    @cached_property
    def cases(self) -> Cases:
        return _draw_cases(self)

    def regular(self, person: NDArray[np.int32], which: NDArray[np.uint64]) -> NDArray[np.int32]:
        """One of the two places that a person goes to again and again."""
        mixed = _mix(person.astype(np.uint64) * np.uint64(2) + which)
        return self._venue_of[(mixed >> np.uint64(64 - _LOOKUP)).astype(np.int64)]

    def day(self, number: int) -> Rows:
        """The check-ins that began on a day, read as they are used."""
        return Rows(*(np.load(_file(self.folder, number, name), mmap_mode="r") for name in _COLUMNS))


_COLUMNS = ("venue", "t_in", "stay", "person")


def make_world(folder: Path, rows: int) -> World:
    """Write a world day by day: 100M rows take a tenth of their size in memory."""
    folder.mkdir(parents=True, exist_ok=True)
    world, tables = World(folder, rows), _Tables()
    week = np.array([0.75 if (FIRST.weekday() + d) % 7 == 6 else 1.0 for d in range(DAYS)])
    ends = np.round(np.cumsum(week) / week.sum() * rows).astype(int)
    for number, count in enumerate(np.diff(ends, prepend=0).tolist()):
        made = _draw_day(world, tables, number, count)
        for name in _COLUMNS:
            np.save(_file(folder, number, name), getattr(made, name))
        del made
        gc.collect()
    return world


def _file(folder: Path, number: int, name: str) -> Path:
    return folder / f"{number:02}-{name}.npy"


# ── visits ────────────────────────────────────────────────────────────────────────────────────────


class _Tables:
    """Arrival (s after midnight) and stay (s) of each kind by quantile: a draw is then a look-up."""

    def __init__(self) -> None:
        r = np.random.default_rng(SEED + 2)
        self.arrival = np.stack([self._arrivals(kind, r) for kind in range(len(KINDS))])
        self.stay = np.stack([self._stays(kind, r) for kind in range(len(KINDS))])

    @staticmethod
    def _arrivals(kind: int, r: np.random.Generator) -> NDArray[np.int32]:
        k, size = KINDS[kind], 64 * _QUANTILES
        shares = np.array([share for _, _, share in k.peaks])
        centre, spread = np.array([(c, s) for c, s, _ in k.peaks], dtype=float)[
            r.choice(len(shares), size, p=shares / shares.sum())
        ].T
        seconds = 60 * (centre + spread * r.standard_normal(size))
        opens, closes = k.opens_minute * 60, k.closes_minute * 60 - 600
        anywhere = r.uniform(opens, closes, size)
        is_open = (seconds >= opens) & (seconds < closes)
        return np.sort(np.where(is_open, seconds, anywhere))[::64].astype(np.int32)

    @staticmethod
    def _stays(kind: int, r: np.random.Generator) -> NDArray[np.int32]:
        k, sigma = KINDS[kind], 0.14 if kind <= 1 else 0.5
        minutes = k.default_stay_minutes * np.exp(sigma * r.standard_normal(64 * _QUANTILES))
        return np.sort(60 * np.clip(minutes, 3, k.max_stay_minutes))[::64].astype(np.int32)


def _draw_day(world: World, tables: _Tables, number: int, count: int) -> Rows:
    r = np.random.default_rng([SEED, number])
    person = r.integers(0, world.people, count, dtype=np.int32)
    venue = world._venue_of[r.integers(0, 1 << _LOOKUP, count, dtype=np.int32)]
    is_regular = r.random(count, dtype=np.float32) < REGULAR
    which = (r.random(int(is_regular.sum()), dtype=np.float32) < 0.3).astype(np.uint64)
    venue[is_regular] = world.regular(person[is_regular], which)
    kind = world.kind.astype(np.int8)[venue]
    arrival = _quantile(tables.arrival, kind, r)
    stay = _stay(tables, kind, arrival, r)
    order = np.argsort(arrival, kind="stable")
    start = midnight(FIRST) + number * SECONDS_PER_DAY
    return Rows(venue[order], (start + arrival[order]).astype(np.int32), stay[order], person[order])


def _quantile(table: NDArray[np.int32], kind: NDArray[np.int8], r: np.random.Generator) -> NDArray[np.int32]:
    """A draw of each kind, between two quantiles of its table."""
    step = r.integers(0, _QUANTILES - 1, len(kind), dtype=np.int32)
    low, high = table[kind, step], table[kind, step + 1]
    return low + ((high - low) * r.random(len(kind), dtype=np.float32)).astype(np.int32)


def _stay(
    tables: _Tables, kind: NDArray[np.int8], arrival: NDArray[np.int32], r: np.random.Generator
) -> NDArray[np.int32]:
    """Nobody stays after closing but where it never closes; some forget to check out, or do it hours later."""
    stay = _quantile(tables.stay, kind, r)
    closes = np.array([k.closes_minute if k.opens_minute else 10_000 for k in KINDS], dtype=np.int32)[kind]
    stay = np.minimum(stay, closes * 60 - arrival)
    chance = r.random(len(kind), dtype=np.float32)
    late = r.integers(3 * 3600, 20 * 3600, len(kind), dtype=np.int32)
    stay = np.where(chance < LATE_CHECK_OUT, stay + late, stay)
    return np.where(chance > 1 - NO_CHECK_OUT, np.int32(-1), stay).astype(np.int32)


def _mix(number: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """splitmix64: the same draw for the same number, wherever it is asked for."""
    z = number * np.uint64(0x9E3779B97F4A7C15) + np.uint64(SEED)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


# ── cases ─────────────────────────────────────────────────────────────────────────────────────────


def _draw_cases(world: World) -> Cases:
    """Half of them regulars of a few factories; onset over the 21 days, isolation some days later, both at times unknown."""
    r = np.random.default_rng(SEED + 3)
    person = _infected(world, r)
    onset = day_number(FIRST) + r.integers(2, DAYS, CASES)
    positive = onset + r.integers(0, 4, CASES)
    confirmed = positive + r.integers(0, 3, CASES)
    isolated = _midnight(positive) + r.integers(6 * 3600, 36 * 3600, CASES)
    return Cases(
        person,
        np.where(r.random(CASES) < 0.2, -1, onset),
        positive,
        confirmed,
        np.where(r.random(CASES) < 0.1, -1, isolated),
    )


def _infected(world: World, r: np.random.Generator) -> Ints:
    factories = np.flatnonzero(world.kind <= 1)
    hit = factories[np.argsort(world._rank[factories])][:OUTBREAK_VENUES]
    drawn = r.permutation(world.people)[: 200 * CASES].astype(np.int32)
    is_worker = np.isin(world.regular(drawn, np.zeros(len(drawn), dtype=np.uint64)), hit)
    workers = drawn[is_worker][: CASES // 2]
    others = drawn[~is_worker][: CASES - len(workers)]
    return r.permutation(np.r_[workers, others]).astype(np.int64)


def _midnight(day: Ints) -> Ints:
    return day * SECONDS_PER_DAY - UTC_OFFSET_SECONDS
