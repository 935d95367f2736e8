"""The line list: one person a real case, in the commune and on the day the feed published it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from data.days import SECONDS_PER_DAY, UTC_OFFSET_SECONDS
from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.draw import Floats, Ints, choose, rank_in_group
from data.outbreak_2021.simulate.population import INFECTED_AGES, REFERENCE_YEAR, People
from data.outbreak_2021.simulate.tables import NULL, Array, Table
from data.outbreak_2021.simulate.venues import Venues

SAMPLE_TO_CONFIRMED_DAYS = (0.25, 0.5, 0.25)
"""Shares of cases published 0, 1 and 2 days after the first positive sample."""

NO_ONSET = 0.25
"""Cases without symptoms or without a known onset: mass testing found many before they fell ill."""
ONSET_SHAPE, ONSET_SCALE_DAYS = 2.0, 1.1
"""Gamma delay from onset to first positive sample, 2.2 days in the mean; short, for all were being tested."""
LONGEST_ONSET_DAYS = 7
"""From onset to publication."""

ISOLATION_HOURS = (12.0, 40.0)
"""Hours from midnight of the sample's day to isolation."""
ISOLATION_UNKNOWN = 0.02

WORKER_WEIGHT, YOUNG_WORKER_WEIGHT = 4.0, 12.0
"""How much likelier a factory worker, and one aged 18 to 35, is the case than another person of the
commune."""
WORKPLACE_SIGMA = 1.3
"""Outbreaks hit some factories much harder than others: the weight of a workplace is log-normal."""


@dataclass(frozen=True)
class Lines:
    """One entry a case; `case_id` is the position plus 1. Days are days since 1970-01-01; `onset_day` and
    `isolated_at` are NULL where not known; `withdrawn_at` is when the person stops going out, always
    known."""

    person: Ints
    column: Ints
    onset_day: Ints
    first_positive_day: Ints
    confirmed_day: Ints
    isolated_at: Ints
    withdrawn_at: Ints

    def __len__(self) -> int:
        return len(self.person)

    @property
    def infectious_day(self) -> Ints:
        """Onset, or the first positive sample where no onset is known."""
        return np.where(self.onset_day == NULL, self.first_positive_day, self.onset_day)


def draw_lines(base: Base, people: People, venues: Venues, generator: Generator) -> Lines:
    day, column = np.nonzero(base.cases)
    counts = base.cases[day, column]
    day, column = np.repeat(day, counts), np.repeat(column, counts)
    confirmed = base.day_numbers[day]
    positive = confirmed - choose(SAMPLE_TO_CONFIRMED_DAYS, len(day), generator)
    isolated = _isolation(positive, confirmed, generator)
    is_unknown = generator.random(len(day)) < ISOLATION_UNKNOWN
    return Lines(
        person=_infected(base, people, venues, column, generator),
        column=column,
        onset_day=_onset(positive, confirmed, generator),
        first_positive_day=positive,
        confirmed_day=confirmed,
        isolated_at=np.where(is_unknown, NULL, isolated),
        withdrawn_at=isolated,
    )


def _isolation(positive: Ints, confirmed: Ints, generator: Generator) -> Ints:
    """After the sample, and before the day of publication ends."""
    hours = generator.uniform(*ISOLATION_HOURS, size=len(positive))
    begins = positive * SECONDS_PER_DAY - UTC_OFFSET_SECONDS
    ends = (confirmed + 1) * SECONDS_PER_DAY - UTC_OFFSET_SECONDS - 1
    return np.minimum(begins + (hours * 3600).astype(np.int64), ends)


def _onset(positive: Ints, confirmed: Ints, generator: Generator) -> Ints:
    delay = np.floor(generator.gamma(ONSET_SHAPE, ONSET_SCALE_DAYS, len(positive))).astype(np.int64)
    onset = np.maximum(positive - delay, confirmed - LONGEST_ONSET_DAYS)
    return np.where(generator.random(len(positive)) < NO_ONSET, NULL, onset)


def _infected(base: Base, people: People, venues: Venues, column: Ints, generator: Generator) -> Ints:
    """A person of the case's commune for each case, nobody twice; the likeliest fall ill first."""
    key = generator.standard_exponential(len(people)) / _weights(people, venues, generator)
    order = np.lexsort((key, people.column))
    needed = base.cases.sum(axis=0)
    chosen = order[rank_in_group(people.column[order]) < needed[people.column[order]]]
    person = np.empty(len(column), dtype=np.int64)
    person[np.argsort(column, kind="stable")] = chosen
    return person


def _weights(people: People, venues: Venues, generator: Generator) -> Floats:
    hit = np.exp(WORKPLACE_SIGMA * generator.standard_normal(len(venues)))
    age = REFERENCE_YEAR - people.birth_year
    is_young = (age >= INFECTED_AGES[0]) & (age <= INFECTED_AGES[1])
    weight = np.where(is_young, YOUNG_WORKER_WEIGHT, WORKER_WEIGHT) * hit[people.workplace]
    return np.where(people.workplace >= 0, weight, 1.0)


def case_table(base: Base, lines: Lines) -> Table:
    """Rows of case_line."""
    columns: dict[str, Array] = {
        "case_id": np.arange(1, len(lines) + 1, dtype=np.int32),
        "person_id": (lines.person + 1).astype(np.int32),
        "unit_id": base.units.unit_ids[lines.column].astype(np.int32),
        "onset_day": lines.onset_day.astype(np.int32),
        "first_positive_day": lines.first_positive_day.astype(np.int32),
        "confirmed_day": lines.confirmed_day.astype(np.int32),
        "isolated_at": lines.isolated_at,
    }
    nulls = {"onset_day": NULL, "isolated_at": NULL}
    return Table("case_line", columns, nulls, kinds=dict.fromkeys(_DAYS, "day"))


_DAYS = ("onset_day", "first_positive_day", "confirmed_day")
