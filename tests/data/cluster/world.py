"""A generated province for partitions: busy and quiet venues, three weeks of visits, cases; same seed, same world."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.copresence import (
    Contacts,
    Limits,
    Pairs,
    Periods,
    Visits,
    cluster,
    contacts,
    limits,
    local_day,
    meet,
    midnight,
    onward_periods,
    pairs,
    stays_of,
)
from geo.exposure_rule import ExposureRule

Ints = NDArray[np.int64]

FIRST_DAY, DAYS = 18_757, 21


@dataclass(frozen=True)
class Province:
    """`rows` visits; venue ids have gaps, persons are numbered on; every 20th venue is ten times as busy."""

    rows: int
    venues: int = 300
    cases: int = 40
    seed: int = 7

    @property
    def version(self) -> str:
        return f"{self.rows}-{self.venues}-{self.seed}"

    @cached_property
    def columns(self) -> tuple[Ints, Ints, Ints, Ints]:
        """venue, t_in, stay, person."""
        random = np.random.default_rng(self.seed)
        weight = np.where(np.arange(self.venues) % 20 == 0, 10.0, 1.0)
        venue = 3 + 7 * random.choice(self.venues, self.rows, p=weight / weight.sum())
        t_in = midnight(np.array(FIRST_DAY)) + random.integers(0, DAYS * 86_400, self.rows)
        stay = random.integers(60, 15_000, self.rows)
        stay[random.random(self.rows) < 0.1] = -1
        return venue, t_in, stay, random.integers(1, self.people + 1, self.rows)

    @property
    def people(self) -> int:
        """So few that the same two meet at several venues."""
        return max(1, self.rows // 60)

    @cached_property
    def segments(self) -> list[Visits]:
        """One a day, as the lake has them."""
        day = local_day(self.columns[1])
        return [cluster(*(column[day == d] for column in self.columns)) for d in np.unique(day)]

    @cached_property
    def periods(self) -> Periods:
        """Some cases are recorded twice."""
        random = np.random.default_rng(self.seed + 1)
        person = random.integers(1, self.people + 1, self.cases)
        begin = midnight(FIRST_DAY + random.integers(0, DAYS - 3, self.cases))
        until = begin + random.integers(1, 8 * 86_400, self.cases)
        return Periods(person, begin, until)

    def limits(self, rule: ExposureRule) -> Limits:
        ids = 3 + 7 * np.arange(self.venues)
        kind = np.arange(self.venues) % 2
        return limits(ids, np.where(kind, 45, 480), np.where(kind, 240, 720), rule)


@dataclass(frozen=True)
class Whole:
    """The answer in one piece, by the kernel alone."""

    contacts: Contacts
    pairs: Pairs


def in_one_piece(province: Province, rule: ExposureRule) -> Whole:
    return _whole(province, province.periods, rule, np.empty(0, np.int64))


def onward_in_one_piece(province: Province, rule: ExposureRule) -> Whole:
    """Those whom F1s exposed, F0s and F1s left out."""
    first = in_one_piece(province, rule).pairs
    f0s = province.periods.person
    periods = onward_periods(first, rule, province.periods, f0s)
    return _whole(province, periods, rule, np.union1d(f0s, first.person))


def _whole(province: Province, periods: Periods, rule: ExposureRule, known: Ints) -> Whole:
    limits = province.limits(rule)
    stays = stays_of(province.segments, limits, periods, rule)
    meetings = meet(province.segments, limits, stays, rule)
    meetings = meetings.where(~np.isin(meetings.person, known))
    return Whole(contacts(stays, meetings), pairs(stays, meetings, rule))


def rows_of(columns: Contacts | Pairs) -> list[tuple[object, ...]]:
    """Rows in an order of their own, to compare."""
    return sorted(zip(*(c.tolist() for c in vars(columns).values()), strict=True))
