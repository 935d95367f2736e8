"""On the embedded outbreak: a scope shows a part of the whole and nothing that its rule says is outside."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date

import numpy as np
import pytest
from sqlalchemy import select

from data import schema
from data.access.sight import Sight
from data.store import Store
from data.tracing.case import trace_case
from data.tracing.cases import find_cases
from data.tracing.listed import listed_venues
from data.tracing.person import trace_person
from data.tracing.scope import scope_of
from data.tracing.venue import trace_venue
from data.tracing.world import World, world_of
from geo.exposure_rule import ExposureRule

RULE = ExposureRule()
EVERY = (date(2021, 1, 1), date(2021, 12, 31))
MAY_25 = date(2021, 5, 25)
SAMPLE = 60


class Oracle:
    """The rule once more, by plain sets over everybody's meetings: who and what lies within some communes."""

    def __init__(self, store: Store, units: frozenset[int]) -> None:
        world: World = world_of(store, RULE)
        with store.read() as connection:
            v, c, p = schema.venue.c, schema.case_line.c, schema.person.c
            self.venues = set(connection.execute(select(v.venue_id).where(v.unit_id.in_(units))).scalars())
            lines = connection.execute(select(c.case_id, c.person_id, c.unit_id)).all()
            people = dict(connection.execute(select(p.person_id, p.unit_id)).all())
        ours = {person for _, person, unit in lines if unit in units}
        came = {f0 for f0, venue in zip(*_stays(world), strict=True) if venue in self.venues}
        self.cases = {case for case, person, _ in lines if person in ours | came}
        self.people = {person for person, unit in people.items() if unit in units}
        for f0, venue, person in _meetings(world):
            if f0 in ours or venue in self.venues:
                self.people.add(person)


def _stays(world: World) -> tuple[list[int], list[int]]:
    return world.stays.person.tolist(), world.stays.venue.tolist()


def _meetings(world: World) -> zip[tuple[int, int, int]]:
    long = world.is_long_enough(RULE)
    return zip(
        world.f0[long].tolist(), world.venue[long].tolist(), world.meetings.person[long].tolist(), strict=True
    )


@pytest.fixture(scope="module", params=[1, 2, 3])
def units(request: pytest.FixtureRequest, store: Store) -> frozenset[int]:
    """Communes at random: one, three, ten."""
    communes = [each.unit_id for each in store.cube().units.communes]
    return frozenset(random.Random(request.param).sample(communes, (0, 1, 3, 10)[request.param]))


@pytest.fixture(scope="module")
def oracle(store: Store, units: frozenset[int]) -> Oracle:
    return Oracle(store, units)


@pytest.fixture(scope="module")
def seen(store: Store, units: frozenset[int]) -> Store:
    return store.seen_by(Sight(units))


def cases_of(store: Store) -> set[int]:
    return {line.case_id for line in find_cases(store, None, *EVERY, 100_000, 0, RULE)[0]}


def test_the_cases_listed_are_exactly_those_within_scope(seen: Store, oracle: Oracle) -> None:
    assert cases_of(seen) == oracle.cases


def test_the_venues_listed_are_those_of_the_whole_that_stand_within_scope(
    store: Store, seen: Store, oracle: Oracle
) -> None:
    whole = [
        each for each in listed_venues(store, MAY_25, RULE, None) if each.venue.venue_id in oracle.venues
    ]
    assert list(listed_venues(seen, MAY_25, RULE, None)) == whole


def test_every_person_is_within_scope_or_not_as_the_rule_says(
    store: Store, seen: Store, oracle: Oracle
) -> None:
    scope = scope_of(seen, RULE)
    with store.read() as connection:
        people = sorted(connection.execute(select(schema.person.c.person_id)).scalars())
        found = scope.has_people(connection, np.array(people, np.int64))
    assert {
        person for person, is_seen in zip(people, found.tolist(), strict=True) if is_seen
    } == oracle.people


def test_panels_of_cases_show_a_part_of_the_whole_and_nothing_from_outside(
    store: Store, seen: Store, oracle: Oracle
) -> None:
    for case_id in random.Random(7).sample(sorted(cases_of(store)), SAMPLE):
        whole, part = trace_case(store, case_id, RULE), trace_case(seen, case_id, RULE)
        assert whole is not None and (part is not None) == (case_id in oracle.cases)
        if part is None:
            continue
        assert set(part.stays) <= set(whole.stays)
        assert {stay.venue.venue_id for stay in part.stays} <= oracle.venues
        people = {met.person_id for met in part.met}
        assert people <= {met.person_id for met in whole.met} & oracle.people
        assert {venue for met in part.met for venue in met.venues} <= oracle.venues
        assert {met.case_id for met in part.met} - {None} <= oracle.cases
        assert len(people) + part.withheld.people == len(whole.met)


def test_panels_of_venues_and_people_hold_nothing_from_outside(
    store: Store, seen: Store, oracle: Oracle
) -> None:
    listed = listed_venues(store, MAY_25, RULE, None)
    for each in random.Random(8).sample(listed, min(SAMPLE, len(listed))):
        trace = trace_venue(seen, each.venue.venue_id, MAY_25, RULE, True)
        assert (trace is not None) == (each.venue.venue_id in oracle.venues)
        if trace is not None:
            assert {met.person_id for met in trace.met} <= oracle.people and set(trace.cases) <= oracle.cases
            assert {after.venue.venue_id for after in trace.onward} <= oracle.venues
    for person in random.Random(9).sample(sorted(oracle.people), min(SAMPLE, len(oracle.people))):
        found = trace_person(seen, person, RULE)
        assert (
            found is not None
            and {e.venue.venue_id for e in (*found.exposures, *found.since)} <= oracle.venues
        )
        assert {case for e in found.exposures for case in e.case_ids} <= oracle.cases


def test_all_communes_together_see_everything(store: Store) -> None:
    cases, venues = set[int](), set[int]()
    c = schema.case_line.c
    with store.read() as connection:
        numbers, persons = np.array(connection.execute(select(c.case_id, c.person_id)).all(), np.int64).T
    met = defaultdict[int, set[int]](set)
    chosen = random.Random(10).sample(sorted(cases_of(store)), 5)
    for commune in store.cube().units.communes:
        eyes = store.seen_by(Sight(frozenset([commune.unit_id])))
        cases |= set(numbers[scope_of(eyes, RULE).has_cases(persons)].tolist())
        venues |= {each.venue.venue_id for each in listed_venues(eyes, MAY_25, RULE, None)}
        for case_id in chosen:
            if (trace := trace_case(eyes, case_id, RULE)) is not None:
                met[case_id] |= {each.person_id for each in trace.met}
    assert cases == cases_of(store)
    assert venues == {each.venue.venue_id for each in listed_venues(store, MAY_25, RULE, None)}
    for case_id in chosen:
        whole = trace_case(store, case_id, RULE)
        assert whole is not None and met[case_id] == {each.person_id for each in whole.met}
