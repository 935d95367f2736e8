"""How many visits each venue has each day, and how likely each is a visitor's choice."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.draw import Floats
from data.outbreak_2021.simulate.kinds import CLOSED_SINCE, FACTORY, KINDS, PARK
from data.outbreak_2021.simulate.mobility import adoption
from data.outbreak_2021.simulate.parks import Park, park_activity
from data.outbreak_2021.simulate.population import People
from data.outbreak_2021.simulate.venues import Venues

VISITS_PER_PERSON = 0.845
"""Scanned visits per inhabitant at scale 1, 1,525,000 in Bắc Giang; some are dropped again, for nobody is
in two places at once."""

GATE_SCANS, DOOR_SCANS = 0.1, 0.42
"""Workers who scan on a working day with full adoption, at the park's gate and at the factory's door."""

SIZE_SIGMA = 0.7
"""Venues of one kind differ: visits are log-normal around the kind's."""

FULLEST = 0.9
"""Largest share of a factory's workers who scan on one day."""


def draw_appeal(people: People, venues: Venues, generator: Generator) -> Floats:
    """Visits on a free weekday with full adoption, per venue."""
    visits = np.array([k.visits for k in KINDS])[venues.kind]
    visits = visits * np.exp(SIZE_SIGMA * generator.standard_normal(len(venues)))
    scans = np.where(venues.kind == PARK, GATE_SCANS, DOOR_SCANS) * people.at_work.sizes
    return np.where(venues.kind <= FACTORY, scans, visits)


def openness(base: Base, parks: tuple[Park, ...], venues: Venues, moved: Floats) -> Floats:
    """Visits as a share of those on a free day, day × venue: restrictions, stopped parks, weekends."""
    found = np.empty((base.shape[0], len(venues)))
    for n, kind in enumerate(KINDS):
        here = venues.kind == n
        found[:, here] = moved[:, venues.column[here]] ** kind.trip_power * _week(base, kind.week)[:, None]
    for key, since, left in CLOSED_SINCE:
        here = venues.kind == [k.key for k in KINDS].index(key)
        found[np.ix_(base.days_since(since) >= 0, here)] *= left
    # Factories outside the parks follow the parks that never stopped.
    presence = np.column_stack([park_activity(base, parks), park_activity(base, parks)[:, _unstopped(parks)]])
    works = np.flatnonzero(venues.kind <= FACTORY)
    found[:, works] *= presence[:, venues.park[works]]
    return found


def _unstopped(parks: tuple[Park, ...]) -> int:
    return next(n for n, park in enumerate(parks) if park.stops_on is None)


def _week(base: Base, weekend: tuple[float, float]) -> Floats:
    factors = np.array([1.0] * 5 + list(weekend))
    return factors[base.weekdays]


def expected_visits(
    base: Base,
    people: People,
    venues: Venues,
    appeal: Floats,
    open_: Floats,
    came: NDArray[np.bool_],
    scale: float,
) -> Floats:
    """Scanned visits expected, day × venue; 0 where the commune's report of the day is not in."""
    expected = adoption(base)[:, None] * open_ * appeal[None, :] * came[:, venues.column]
    wanted, total = base.population.sum() * VISITS_PER_PERSON * scale, expected.sum()
    expected *= wanted / total if total else 0.0
    works = venues.kind <= FACTORY
    expected[:, works] = np.minimum(expected[:, works], FULLEST * people.at_work.sizes[works])
    return expected
