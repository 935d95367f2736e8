"""F2s of one F0: who met the F1s after these were exposed themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.store import Store
from data.tracing.answers import OnwardTrace
from data.tracing.cases import case_row, period_of
from data.tracing.known import venues_of
from data.tracing.met import Exposed
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


def trace_onward(store: Store, case_id: int, rule: ExposureRule) -> OnwardTrace | None:
    """None where there is no such case; nobody met where it infected nobody."""
    world = world_of(store, rule)
    with store.read() as connection:
        row = case_row(connection, case_id)
        if row is None:
            return None
        first = met_by(world, _period(row.person_id, period_of(row, rule)), rule)
        second = met_after(world, first, np.array([row.person_id]), rule)
        f1s, asked = np.unique(second.stays.person), np.unique(first.meetings.person)
        met = met_of(store, connection, second.exposed(), 2)
        venues = venues_of(connection, {venue_id for each in met for venue_id in each.venues})
    return OnwardTrace(met, len(asked), len(f1s), rule, tuple(venues.values()))


def _period(person_id: int, period: tuple[int, int] | None) -> Periods:
    columns = ((person_id, *period),) if period else ()
    table = np.array(columns, np.int64).reshape(len(columns), 3)
    return Periods(*(np.ascontiguousarray(column) for column in table.T))


def met_by(world: World, periods: Periods, rule: ExposureRule) -> Generation:
    """Everybody whom these people exposed in their periods."""
    stays = stays_of(world.lake.segments, world.limits, periods, rule)
    meetings = meet(world.lake.segments, world.limits, stays, rule)
    return Generation(periods, stays, meetings, pairs(stays, meetings, rule))


def met_after(world: World, first: Generation, f0s: Ints, rule: ExposureRule) -> Generation:
    """F2s: whom the F1s of `first` exposed after their own exposure; no F0 and no F1 is one."""
    periods = onward_periods(first.pairs, rule, isolated=world.periods, without=f0s)
    found = met_by(world, periods, rule)
    known = np.union1d(f0s, first.pairs.person)
    meetings = found.meetings.where(~np.isin(found.meetings.person, known))
    return Generation(periods, found.stays, meetings, pairs(found.stays, meetings, rule))
