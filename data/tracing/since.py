"""Where people went after they were exposed: visits from then on, until their own isolation at the latest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.tracing.world import World
from geo.copresence import Ints, Meetings, Periods, Stays, onward_periods, pairs, stays_of
from geo.exposure_rule import ExposureRule


def exposed_periods(world: World, meetings: Meetings, rule: ExposureRule) -> Periods:
    """When the F1s of some of its meetings would infect in turn; F0s of these meetings are none of them."""
    met = pairs(world.stays, meetings, rule)
    return onward_periods(met, rule, isolated=world.periods, without=np.unique(met.person_f0))


def visits_within(world: World, periods: Periods, rule: ExposureRule) -> Stays:
    """Plain visits of people within their periods: `a` to `b`, whatever the rule says of exposing."""
    plain = replace(rule, match="overlap", tail_minutes=0, tail_within_stay=False, buffer_minutes=0)
    return stays_of(world.lake.segments, world.limits, periods, plain)


def venue_figures(visits: Stays, without: int) -> tuple[Ints, Ints, Ints, Ints]:
    """By venue, one left out: venue, people, visits, and when the last of them ended."""
    there = visits.where(visits.venue != without)
    venue, at = np.unique(there.venue, return_inverse=True)
    last = np.zeros(len(venue), np.int64)
    np.maximum.at(last, at, there.b)
    people = np.unique(np.column_stack([at, there.person]), axis=0)[:, 0]
    counted = [np.bincount(column, minlength=len(venue)).astype(np.int64) for column in (people, at)]
    return venue, counted[0], counted[1], last
