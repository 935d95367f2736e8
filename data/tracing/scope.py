"""What lies within a tracer's scope: the one rule, and every query of tracing asks it.

A venue is within scope when its commune is. A case is when its home commune is, or when it was at a venue within scope
while it infected. A meeting is when it was at a venue within scope, or with a case whose home commune is, or when who was
exposed lives there. A person is when they live there, or when a meeting of theirs is within scope.

Records of one person go together: whoever was a case twice is within scope, or is not.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from sqlalchemy import Connection, select

from data import schema
from data.access.sight import Sight
from data.store import Store
from data.tracing.answers import Met
from data.tracing.known import homes_of
from data.tracing.meeting import StayRow
from data.tracing.world import Chosen, World, world_of
from data.venues import Venue
from geo.copresence import Ints
from geo.exposure_rule import DEFAULT_RULE, ExposureRule

Units = frozenset[int] | None

SCOPES_KEPT = 32
"""Scopes that stay in memory beside the meetings they are made of."""


def units_within(sight: Sight, unit_ids: Units) -> Units:
    """Those of the communes asked for (None: all) that a reader traces in; None: all of the province."""
    if sight.units is None or unit_ids is None:
        return unit_ids if sight.units is None else sight.units
    return sight.units & unit_ids


@dataclass(frozen=True)
class Scope:
    """What one reader traces in under one rule; `units` None: the whole province.

    `residents` are persons who are cases with a home commune within scope. Each question takes an array and answers
    for each of its places.
    """

    units: Units = None
    residents: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    world: World | None = None
    rule: ExposureRule = DEFAULT_RULE

    @property
    def is_whole(self) -> bool:
        return self.units is None

    def has_venue(self, venue: Venue) -> bool:
        return self.units is None or venue.unit_id in self.units

    def has_venues(self, venue: Ints) -> Chosen:
        return np.ones(len(venue), np.bool_) if self.is_whole else _among(venue, self.venues)

    def has_cases(self, person: Ints) -> Chosen:
        """Whether each of these persons, who are cases, is within scope."""
        return np.ones(len(person), np.bool_) if self.is_whole else _among(person, self._cases)

    def has_case(self, person_id: int) -> bool:
        return bool(self.has_cases(np.array([person_id]))[0])

    def has_people(self, connection: Connection, person: Ints) -> Chosen:
        """Known to the store or not: who is not known costs as much."""
        if self.is_whole:
            return np.ones(len(person), np.bool_)
        return _among(person, self._exposed) | self._live_here(connection, person)

    def has_meetings(self, connection: Connection, venue: Ints, infector: Ints, person: Ints) -> Chosen:
        """Whether each meeting is: where it was, who infected, who was exposed. Of an F1 who infects no home counts."""
        if self.is_whole:
            return np.ones(len(person), np.bool_)
        here = self.has_venues(venue) | _among(infector, self.residents)
        here[~here] = self._live_here(connection, person[~here])
        return here

    def shown(self, met: tuple[Met, ...]) -> tuple[Met, ...]:
        """People met without the venues and the cases of their own that lie outside."""
        if self.is_whole:
            return met
        here = set(np.array(self.venues).tolist())
        is_case = self.has_cases(np.array([each.person_id for each in met], np.int64)).tolist()
        return tuple(
            replace(
                each, venues=tuple(v for v in each.venues if v in here), case_id=each.case_id if c else None
            )
            for each, c in zip(met, is_case, strict=True)
        )

    @cached_property
    def venues(self) -> Ints:
        """Numbers of the venues within scope."""
        found: Ints = self._world.limits.venue[np.isin(self._world.unit, list(self.units or ()))]
        return found

    @cached_property
    def _cases(self) -> Ints:
        stays = self._world.stays
        return np.union1d(self.residents, stays.person[self.has_venues(stays.venue)])

    @cached_property
    def _exposed(self) -> Ints:
        """Everybody with a meeting within scope by its place or its case."""
        world = self._world
        here = self.has_venues(world.venue) | _among(world.f0, self.residents)
        return np.unique(world.meetings.person[here & world.is_long_enough(self.rule)])

    def _live_here(self, connection: Connection, person: Ints) -> Chosen:
        people, at = np.unique(person, return_inverse=True)
        homes = homes_of(connection, people.tolist())
        found: Chosen = np.array([homes.get(p) in (self.units or ()) for p in people.tolist()], np.bool_)[at]
        return found

    @property
    def _world(self) -> World:
        assert self.world is not None
        return self.world


def _among(number: Ints, known: Ints) -> Chosen:
    """Whether each number is among the `known`, which are sorted: a few are found without a look at all of them."""
    if not len(known):
        return np.zeros(len(number), np.bool_)
    found: Chosen = known[np.minimum(np.searchsorted(known, number), len(known) - 1)] == number
    return found


WHOLE_PROVINCE = Scope()


def here_and_far(scope: Scope, stays: list[StayRow]) -> tuple[list[StayRow], int]:
    """Stays at venues within scope, and at how many other venues there were any."""
    is_here = scope.has_venues(np.array([stay.venue_id for stay in stays], np.int64)).tolist()
    here = [stay for stay, seen in zip(stays, is_here, strict=True) if seen]
    return here, len({stay.venue_id for stay, seen in zip(stays, is_here, strict=True) if not seen})


def scope_of(store: Store, rule: ExposureRule) -> Scope:
    """The scope of the store's reader; found once for each state of the store, each set of communes and each rule."""
    units = store.sight.units
    if units is None:
        return WHOLE_PROVINCE
    world = world_of(store, rule)
    found = world.scopes.get((units, rule))
    if not isinstance(found, Scope):
        found = Scope(units, _residents(store, units), world, rule)
        if len(world.scopes) >= SCOPES_KEPT:
            world.scopes.clear()
        world.scopes[units, rule] = found
    return found


def _residents(store: Store, units: frozenset[int]) -> Ints:
    c = schema.case_line.c
    query = select(c.person_id).where(c.unit_id.in_(units)).distinct()
    with store.read() as connection:
        return np.array(sorted(connection.execute(query).scalars()), np.int64)
