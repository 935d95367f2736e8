"""F2s of one F0: who met the F1s after these were exposed themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from data.store import Store
from data.tracing.answers import OnwardTrace, Withheld
from data.tracing.cases import case_row, period_of
from data.tracing.known import venues_of
from data.tracing.met import Exposed
from data.tracing.scope import Scope, scope_of
from data.tracing.traced import met_of
from data.tracing.world import World, world_of
from geo.copresence import Ints, Meetings, Pairs, Periods, Stays, meet, onward_periods, pairs, stays_of
from geo.exposure_rule import ExposureRule


@dataclass(frozen=True)
class Generation:
    """Who infects in a generation, their stays, and the meetings that are long enough; `pairs` who exposed whom."""

    periods: Periods
    stays: Stays
    meetings: Meetings
    pairs: Pairs

    def exposed(self) -> Exposed:
        m = self.meetings
        return Exposed(self.stays.venue[m.stay], m.person, m.t_in, m.begin, m.overlap, m.is_imputed)

    def unseen(self, shown: Generation) -> Ints:
        """Who was exposed here and not in what is shown of it."""
        return np.setdiff1d(self.meetings.person, shown.meetings.person)

    def within(self, scope: Scope, connection: Connection, rule: ExposureRule) -> Generation:
        """The same with the meetings that are within scope alone."""
        if scope.is_whole:
            return self
        m = self.meetings
        infector, venue = self.stays.person[m.stay], self.stays.venue[m.stay]
        meetings = m.where(scope.has_meetings(connection, venue, infector, m.person))
        return Generation(self.periods, self.stays, meetings, pairs(self.stays, meetings, rule))


def trace_onward(store: Store, case_id: int, rule: ExposureRule) -> OnwardTrace | None:
    """None where there is no such case within scope; nobody met where it infected nobody.

    The F2s are those of the F1s within scope.
    """
    scope, world = scope_of(store, rule), world_of(store, rule)
    with store.read() as connection:
        row = case_row(connection, case_id)
        if row is None or not scope.has_case(row.person_id):
            return None
        everybody = met_by(world, _period(row.person_id, period_of(row, rule)), rule)
        first = everybody.within(scope, connection, rule)
        found = met_after(world, everybody, np.array([row.person_id]), rule, everybody.unseen(first))
        second = found.within(scope, connection, rule)
        f1s, asked = _seen_after(second, scope), np.unique(first.meetings.person)
        met = scope.shown(met_of(store, connection, second.exposed(), 2))
        venues = venues_of(connection, {venue_id for each in met for venue_id in each.venues})
    withheld = Withheld(len(np.unique(found.meetings.person)) - len(met))
    return OnwardTrace(met, len(asked), f1s, rule, tuple(venues.values()), withheld)


def _seen_after(second: Generation, scope: Scope) -> int:
    """F1s who were at a venue within scope, or met somebody who is."""
    stays = second.stays
    is_seen = scope.has_venues(stays.venue)
    is_seen[second.meetings.stay] = True
    return len(np.unique(stays.person[is_seen]))


def _period(person_id: int, period: tuple[int, int] | None) -> Periods:
    columns = ((person_id, *period),) if period else ()
    table = np.array(columns, np.int64).reshape(len(columns), 3)
    return Periods(*(np.ascontiguousarray(column) for column in table.T))


def met_by(world: World, periods: Periods, rule: ExposureRule) -> Generation:
    """Everybody whom these people exposed in their periods."""
    stays = stays_of(world.lake.segments, world.limits, periods, rule)
    meetings = meet(world.lake.segments, world.limits, stays, rule)
    return Generation(periods, stays, meetings, pairs(stays, meetings, rule))


def met_after(
    world: World, first: Generation, f0s: Ints, rule: ExposureRule, unseen: Ints | None = None
) -> Generation:
    """F2s: whom the F1s of `first` exposed after their own exposure; no F0 and no F1 is one.

    `unseen` are F1s who lie outside the reader's scope: whom they exposed is not looked for.
    """
    without = f0s if unseen is None else np.union1d(f0s, unseen)
    periods = onward_periods(first.pairs, rule, isolated=world.periods, without=without)
    found = met_by(world, periods, rule)
    known = np.union1d(f0s, first.pairs.person)
    meetings = found.meetings.where(~np.isin(found.meetings.person, known))
    return Generation(periods, found.stays, meetings, pairs(found.stays, meetings, rule))
