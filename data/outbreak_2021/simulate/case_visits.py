"""Visits of the infected in the days that count for contact tracing: at work, at the market, in shops near
home."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from data.days import SECONDS_PER_DAY, UTC_OFFSET_SECONDS
from data.outbreak_2021.simulate.draw import Ints, cumulative_rows, pick
from data.outbreak_2021.simulate.kinds import KINDS
from data.outbreak_2021.simulate.venues import Venues
from data.outbreak_2021.simulate.visits import Visits, timed_visits
from data.outbreak_2021.simulate.world import World

WINDOW_DAYS = 3
"""Days before onset, or before the first positive sample, that count: 5053/QĐ-BYT, 3/12/2020."""

VISITING_SHARE, MORE_VISITS = 0.55, 1.3
"""Cases traced to a visit, and the mean number of further visits of each on free days, fewer the less
people move; tracers found most, never all."""

AT_WORK_SHARE, AT_GATE_SHARE = 0.65, 0.2
"""Visits of infected workers that are shifts, where their factory works, and the shifts scanned at the
gate."""

ERRANDS = {"market": 0.6, "supermarket": 1.0, "shop": 1.6, "restaurant": 1.0, "clinic": 2.0}
"""Where the infected go besides work, relative to other visitors; small shops and clinics stand out, since
big markets were shut first."""
ERRAND_REACH_KM = 1.5


def case_visits(world: World, generator: Generator) -> Visits:
    """Visits from WINDOW_DAYS before a case counts as infectious until isolation, where reports are in."""
    venues, people, lines = world.venues, world.people, world.lines
    case, day = _outings(world, generator)
    errand = _errands(world, lines.column[case], generator)
    workplace = _shifts(venues, people.workplace[lines.person[case]], generator)
    likely = AT_WORK_SHARE * world.openness[day, workplace]
    works = (workplace >= 0) & (generator.random(len(case)) < likely)
    venue = np.where(works, workplace, errand)
    is_in = world.came[day, venues.column[venue]]
    case, day, venue = case[is_in], day[is_in], venue[is_in]
    return timed_visits(world.base, venues, day, venue, lines.person[case], generator)


def _outings(world: World, generator: Generator) -> tuple[Ints, Ints]:
    """Case and row of the day of each outing inside the simulated days."""
    base, lines = world.base, world.lines
    row = np.clip(lines.infectious_day - base.day_numbers[0], 0, base.shape[0] - 1)
    more = generator.poisson(MORE_VISITS * world.moved[row, lines.column])
    goes = generator.random(len(lines)) < VISITING_SHARE
    case = np.repeat(np.arange(len(lines)), np.where(goes, 1 + more, 0))
    first = lines.infectious_day[case] - WINDOW_DAYS
    last = (lines.withdrawn_at[case] + UTC_OFFSET_SECONDS) // SECONDS_PER_DAY
    # The last day is the day of isolation: an outing then would mostly come too late.
    day = generator.integers(first, np.maximum(last, first + 1)) - base.day_numbers[0]
    is_inside = (day >= 0) & (day < base.shape[0])
    return case[is_inside], day[is_inside]


def _errands(world: World, column: Ints, generator: Generator) -> Ints:
    """An everyday venue near the home commune of each outing."""
    factor = np.array([ERRANDS.get(k.key, 0.0) for k in KINDS])[world.venues.kind]
    near = np.exp(-world.base.distances_km[:, world.venues.column] / ERRAND_REACH_KM)
    return pick(cumulative_rows(near * (factor * world.appeal)), column, generator)


def _shifts(venues: Venues, workplace: Ints, generator: Generator) -> Ints:
    """The factory, or now and then the gate of its park, whose position is the park's."""
    park = venues.park[workplace]
    at_gate = (workplace >= 0) & (park >= 0) & (generator.random(len(workplace)) < AT_GATE_SHARE)
    return np.where(at_gate, park, workplace)
