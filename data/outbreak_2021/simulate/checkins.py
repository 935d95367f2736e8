"""Check-ins: everyday visits, the visits of the infected, and what the register kept of both."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from data.outbreak_2021.simulate.activity import expected_visits
from data.outbreak_2021.simulate.case_visits import case_visits
from data.outbreak_2021.simulate.draw import Ints, cumulative_rows, pick, rank_in_group
from data.outbreak_2021.simulate.kinds import FACTORY
from data.outbreak_2021.simulate.population import People
from data.outbreak_2021.simulate.tables import NULL, Array, Table
from data.outbreak_2021.simulate.visits import Visits, joined, timed_visits
from data.outbreak_2021.simulate.world import World

NO_CHECK_OUT = 0.18
"""Visitors who forget to check out; the product imputes these stays and says how many there are."""

TRAVEL_SHARE, TRAVEL_REACH_KM = 0.22, 6.0
"""Visitors from other communes on a free day, and how fast their number falls with distance."""

NEVER = np.iinfo(np.int64).max


def checkin_table(world: World, scale: float, generator: Generator) -> Table:
    """Rows of checkin, sorted by arrival."""
    visits = _draw(world, scale, generator)
    order = np.lexsort((visits.person, visits.venue, visits.t_in))
    visits = visits.keep(order)
    is_forgotten = generator.random(len(visits)) < NO_CHECK_OUT
    columns: dict[str, Array] = {
        "checkin_id": np.arange(1, len(visits) + 1, dtype=np.int32),
        "venue_id": (visits.venue + 1).astype(np.int32),
        "person_id": (visits.person + 1).astype(np.int32),
        "t_in": visits.t_in,
        "t_out": np.where(is_forgotten, NULL, visits.t_out),
    }
    return Table("checkin", columns, {"t_out": NULL})


def _draw(world: World, scale: float, generator: Generator) -> Visits:
    everyday = _everyday_visits(world, scale, generator)
    return _one_place_at_a_time(_until_isolation(joined(case_visits(world, generator), everyday), world))


def _everyday_visits(world: World, scale: float, generator: Generator) -> Visits:
    base, venues, people = world.base, world.venues, world.people
    expected = expected_visits(base, people, venues, world.appeal, world.openness, world.came, scale)
    counts = generator.poisson(expected)
    works = venues.kind <= FACTORY
    counts[:, works] = np.minimum(counts[:, works], people.at_work.sizes[works])
    cell = np.repeat(np.arange(counts.size), counts.ravel())
    day, venue = np.divmod(cell, len(venues))
    at_work, person = works[venue], np.empty(len(cell), dtype=np.int64)
    person[at_work] = _workers(people, cell[at_work], venue[at_work], counts.size, generator)
    person[~at_work] = _visitors(world, day[~at_work], venues.column[venue[~at_work]], generator)
    return timed_visits(base, venues, day, venue, person, generator)


def _workers(people: People, cell: Ints, venue: Ints, cells: int, generator: Generator) -> Ints:
    """Workers of each place, nobody twice a day: a run of the shuffled roll from a new start each day."""
    start = generator.integers(0, 2**31, size=cells)
    return people.at_work.round_robin(venue, start[cell] + rank_in_group(cell))


def _visitors(world: World, day: Ints, column: Ints, generator: Generator) -> Ints:
    """People of the venue's commune or of one around it; under lockdown few come from elsewhere."""
    around = np.exp(-world.base.distances_km / TRAVEL_REACH_KM) * world.base.population
    np.fill_diagonal(around, 0.0)
    elsewhere = pick(cumulative_rows(around), column, generator)
    travels = generator.random(len(column)) < TRAVEL_SHARE * world.moved[day, column]
    return world.people.going_out.draw(np.where(travels, elsewhere, column), generator)


def _until_isolation(visits: Visits, world: World) -> Visits:
    """No visit begins after its visitor was isolated, and none lasts longer."""
    withdrawn = np.full(len(world.people), NEVER)
    withdrawn[world.lines.person] = world.lines.withdrawn_at
    ends = withdrawn[visits.person]
    t_out = np.minimum(visits.t_out, ends)
    return Visits(visits.venue, visits.person, visits.t_in, t_out).keep(visits.t_in < ends)


def _one_place_at_a_time(visits: Visits) -> Visits:
    """Drops every visit that begins before all earlier ones of the same person have ended."""
    visits = visits.keep(np.lexsort((visits.t_out, visits.t_in, visits.person)))
    if not len(visits):
        return visits
    # Adding a span per person keeps the running maximum from reaching into the next person's visits.
    span = visits.person * (int(visits.t_out.max() - visits.t_in.min()) + 1)
    latest = np.maximum.accumulate(visits.t_out + span)
    is_free = np.r_[True, (visits.t_in + span)[1:] >= latest[:-1]]
    return visits.keep(is_free)
