"""People: a sample of residents, and young lodgers who came for work near the parks; some work in
factories."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.draw import (
    Floats,
    Ints,
    Pools,
    choose,
    cumulative_rows,
    pick,
    pools,
    rank_in_group,
)
from data.outbreak_2021.simulate.kinds import FACTORY
from data.outbreak_2021.simulate.parks import Park
from data.outbreak_2021.simulate.tables import Array, Table
from data.outbreak_2021.simulate.venues import Venues

RESIDENT_SHARE = 0.2
"""Residents known to the systems at scale 1; 1.8 million people give 360,000."""

WORKER_SHARE = 0.27
"""Workers of the parks known to the systems at scale 1; a little above residents, for their firms made them
scan."""

LODGER_SHARE = 0.9
"""Lodgers for each park worker that the sample holds: half of the workers came from elsewhere and rent rooms,
and they bring others along."""
LODGER_REACH_KM, WORKER_REACH_KM = 2.0, 7.0
"""How far lodgers and resident workers live from their factory: weights fall by exp(-distance / reach)."""

FACTORY_WORKERS_OUTSIDE = 40.0
"""Median workers, in the sample at scale 1, of a factory outside the parks."""
FACTORY_SIZE_SIGMA = 0.9
WORKER_CAP = 0.6
"""Largest share of residents of working age who work in factories."""

SPARE_PEOPLE, PEOPLE_PER_CASE = 8, 1.5
"""At small scales a commune still holds its real cases and some people around them."""

AGES = ((0, 14, 0.25), (15, 17, 0.04), (18, 35, 0.29), (36, 59, 0.29), (60, 92, 0.13))
"""First and last age and share, near the province's census of 2019."""
SCANNING_AGE = 15
LODGER_AGES, WORKING_AGES, INFECTED_AGES = (18, 35), (18, 50), (18, 35)
REFERENCE_YEAR = 2021

SEXES = ("f", "m", "x")
RESIDENT_SEX, LODGER_SEX = (0.502, 0.497, 0.001), (0.66, 0.339, 0.001)
"""Women are two thirds of the workers in electronics and garments."""


@dataclass(frozen=True)
class People:
    """One entry a person; `person_id` is the position plus 1. `workplace` is the position of a factory among
    the venues, or -1. `at_home` pools people by commune and `going_out` those old enough to scan a code;
    `at_work` pools workers by factory and by gate."""

    column: Ints
    birth_year: Ints
    sex: Ints
    workplace: Ints
    at_home: Pools
    going_out: Pools
    at_work: Pools

    def __len__(self) -> int:
        return len(self.column)


def draw_people(
    base: Base, parks: tuple[Park, ...], venues: Venues, scale: float, generator: Generator
) -> People:
    sizes = _factory_sizes(parks, venues, scale, generator)
    residents, lodgers = _counts(base, parks, scale)
    column = np.repeat(np.arange(base.shape[1]), residents + lodgers)
    turn = rank_in_group(column)
    is_lodger = turn >= residents[column]
    age, sex = _ages(is_lodger, generator), _sexes(is_lodger, generator)
    # The first person of a commune goes out at any age, so that no commune is without visitors.
    goes_out = (age >= SCANNING_AGE) | (turn == 0)
    workplace = _workplaces(base, venues, sizes, column, age, is_lodger, generator)
    return People(
        column=column,
        birth_year=REFERENCE_YEAR - age,
        sex=sex,
        workplace=workplace,
        at_home=pools(column, np.arange(len(column)), base.shape[1]),
        going_out=pools(column[goes_out], np.flatnonzero(goes_out), base.shape[1]),
        at_work=_work_pools(venues, workplace, generator),
    )


def _factory_sizes(parks: tuple[Park, ...], venues: Venues, scale: float, generator: Generator) -> Floats:
    """Workers wanted by each venue, 0 where it is no factory."""
    size = np.exp(FACTORY_SIZE_SIGMA * generator.standard_normal(len(venues)))
    size = np.where(venues.kind == FACTORY, size, 0.0)
    for n, park in enumerate(parks):
        here = (venues.park == n) & (venues.kind == FACTORY)
        size[here] *= park.workers * WORKER_SHARE * scale / size[here].sum()
    return np.where(venues.park >= 0, size, size * FACTORY_WORKERS_OUTSIDE)


def _counts(base: Base, parks: tuple[Park, ...], scale: float) -> tuple[Ints, Ints]:
    """Residents and lodgers per commune; never fewer people than the real cases need."""
    residents = np.round(base.population * RESIDENT_SHARE * scale).astype(np.int64)
    distance = base.distances_km[:, [p.column for p in parks]]
    near = np.exp(-distance / LODGER_REACH_KM)
    wanted = np.array([p.workers for p in parks]) * WORKER_SHARE * LODGER_SHARE * scale
    lodgers = np.round((near / near.sum(axis=0)) @ wanted).astype(np.int64)
    needed = np.ceil(base.cases.sum(axis=0) * PEOPLE_PER_CASE).astype(np.int64) + SPARE_PEOPLE
    return np.maximum(residents, needed - lodgers), lodgers


def _ages(is_lodger: NDArray[np.bool_], generator: Generator) -> Ints:
    band = choose(tuple(share for _, _, share in AGES), len(is_lodger), generator)
    low = np.array([first for first, _, _ in AGES])[band]
    high = np.array([last for _, last, _ in AGES])[band]
    low = np.where(is_lodger, LODGER_AGES[0], low)
    high = np.where(is_lodger, LODGER_AGES[1], high)
    return generator.integers(low, high, endpoint=True)


def _sexes(is_lodger: NDArray[np.bool_], generator: Generator) -> Ints:
    resident = choose(RESIDENT_SEX, len(is_lodger), generator)
    return np.where(is_lodger, choose(LODGER_SEX, len(is_lodger), generator), resident)


def _workplaces(
    base: Base,
    venues: Venues,
    sizes: Floats,
    column: Ints,
    age: Ints,
    is_lodger: NDArray[np.bool_],
    generator: Generator,
) -> Ints:
    """Factory of each person or -1: lodgers all work, residents of working age as the factories around draw
    them."""
    factories = np.flatnonzero(sizes > 0)
    distance = base.distances_km[:, venues.column[factories]]
    can_work = ~is_lodger & (age >= WORKING_AGES[0]) & (age <= WORKING_AGES[1])
    adults = np.bincount(column[can_work], minlength=base.shape[1]).astype(np.float64)
    pull = np.exp(-distance / WORKER_REACH_KM)
    flow = pull * adults[:, None]
    flow *= sizes[factories] / np.maximum(flow.sum(axis=0), 1e-9)
    lodgers = np.bincount(column[is_lodger], minlength=base.shape[1])
    wanted = np.clip(flow.sum(axis=1) - lodgers, 0, WORKER_CAP * adults)
    share = np.divide(wanted, adults, out=np.zeros_like(adults), where=adults > 0)
    works = is_lodger | (can_work & (generator.random(len(column)) < share[column]))
    place = pick(cumulative_rows(pull * sizes[factories]), column, generator)
    return np.where(works, factories[place], -1)


def _work_pools(venues: Venues, workplace: Ints, generator: Generator) -> Pools:
    """Workers by factory, and once more by the gate of the park, each in a shuffled order."""
    workers = generator.permutation(np.flatnonzero(workplace >= 0))
    park = venues.park[workplace[workers]]
    groups = np.r_[workplace[workers], park[park >= 0]]
    return pools(groups, np.r_[workers, workers[park >= 0]], len(venues))


def person_table(base: Base, people: People) -> Table:
    """Rows of person."""
    columns: dict[str, Array] = {
        "person_id": np.arange(1, len(people) + 1, dtype=np.int32),
        "unit_id": base.units.unit_ids[people.column].astype(np.int32),
        "birth_year": people.birth_year.astype(np.int16),
        "sex": people.sex.astype(np.int8),
    }
    return Table("person", columns, labels={"sex": SEXES})
