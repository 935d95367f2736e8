"""One F1: where and by whom they were exposed, and where they went since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from sqlalchemy import Connection, select

from data import schema
from data.days import local_day
from data.stays import MINUTE
from data.store import Store
from data.tracing.answers import PersonExposure, PersonTrace, TracedStay, Withheld
from data.tracing.known import case_ids_of, venues_of
from data.tracing.meeting import met_rows, stay_rows
from data.tracing.scope import Scope, scope_of
from data.tracing.since import exposed_periods
from data.tracing.traced import traced_stays
from data.tracing.world import World, world_of
from geo.copresence import Ints
from geo.exposure_rule import ExposureRule


def trace_person(store: Store, person_id: int, rule: ExposureRule) -> PersonTrace | None:
    """None where the store knows no such person within scope; without exposures and visits where nobody exposed them."""
    scope, world = scope_of(store, rule), world_of(store, rule)
    chosen = np.flatnonzero((world.meetings.person == person_id) & world.is_long_enough(rule))
    with store.read() as connection:
        is_seen = bool(scope.has_people(connection, np.array([person_id]))[0])
        if not _is_known(connection, person_id) or not is_seen:
            return None
        case_id = case_ids_of(connection, [person_id]).get(person_id)
        exposures = _exposures(connection, world, chosen, scope)
        since = _since(connection, world, chosen, person_id, rule)
    trace = PersonTrace(person_id, case_id if scope.has_case(person_id) else None, exposures, since, rule)
    return _within(trace, scope)


def _within(trace: PersonTrace, scope: Scope) -> PersonTrace:
    """The same without what was at venues outside, which are counted."""
    exposures = tuple(each for each in trace.exposures if scope.has_venue(each.venue))
    since = tuple(each for each in trace.since if scope.has_venue(each.venue))
    venues = {e.venue for e in trace.exposures} | {s.venue for s in trace.since}
    far = sum(not scope.has_venue(venue) for venue in venues)
    return replace(trace, exposures=exposures, since=since, withheld=Withheld(venues=far))


def _is_known(connection: Connection, person_id: int) -> bool:
    p = schema.person.c
    return connection.execute(select(p.person_id).where(p.person_id == person_id)).first() is not None


def _exposures(
    connection: Connection, world: World, chosen: Ints, scope: Scope
) -> tuple[PersonExposure, ...]:
    """One a venue and local day, by time; of the cases those within scope."""
    days = dict[tuple[int, object], list[int]]()
    for row in chosen.tolist():
        key = int(world.venue[row]), local_day(int(world.meetings.begin[row]))
        days.setdefault(key, []).append(row)
    f0 = world.f0
    f0s = np.unique(f0[chosen])
    cases = case_ids_of(connection, f0s[scope.has_cases(f0s)].tolist())
    venues = venues_of(connection, {venue_id for venue_id, _ in days})
    met = world.meetings
    found = [
        PersonExposure(
            venues[venue_id],
            int(met.begin[rows].min()),
            int(met.overlap[rows].sum()) // MINUTE,
            bool(met.is_imputed[rows].all()),
            _cases(cases, f0[rows].tolist()),
        )
        for (venue_id, _), rows in days.items()
        if venue_id in venues
    ]
    return tuple(sorted(found, key=lambda e: (e.begin, e.venue.venue_id)))


def _cases(cases: dict[int, int], f0s: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted({cases[f0] for f0 in f0s if f0 in cases}))


def _since(
    connection: Connection, world: World, chosen: Ints, person_id: int, rule: ExposureRule
) -> tuple[TracedStay, ...]:
    """Visits in the time in which they would infect in turn."""
    periods = exposed_periods(world, world.meetings.where(chosen), rule)
    if not len(periods):
        return ()
    within = int(periods.begin[0]), int(periods.until[0])
    rows = met_rows(connection, person_id, *within, rule)
    return traced_stays(connection, stay_rows(connection, person_id, *within, rule), rows)
