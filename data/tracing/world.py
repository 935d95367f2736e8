"""All meetings of all cases under one rule, kept for whoever asks next: lists, venues and what-if are made of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from data import schema
from data.days import day_number
from data.lake.lake import Lake, current
from data.lake.world import read_world
from data.snapshots import find_newest
from data.store import Store
from data.store_marks import read_mark
from data.tracing.met import Exposed
from geo.copresence import Limits, Meetings, Periods, Stays, local_day, meet, stays_of
from geo.exposure_rule import ExposureRule

Ints = NDArray[np.int64]
Chosen = NDArray[np.bool_]

KEPT = 4
"""Rules whose meetings stay in memory: some 50 bytes a meeting."""


@dataclass(frozen=True)
class World:
    """What is the same for every answer under one rule. The meetings are those of one second and more: the shortest
    overlap is asked for later, so that moving it costs nothing. `unit` is the commune of each venue of `limits`."""

    lake: Lake
    limits: Limits
    unit: Ints
    periods: Periods
    stays: Stays
    meetings: Meetings
    scopes: dict[object, object] = field(default_factory=dict, repr=False, compare=False)
    """What data/tracing/scope.py made of this world; it is forgotten with it."""

    @cached_property
    def f0(self) -> Ints:
        """Who infected in each meeting."""
        found: Ints = self.stays.person[self.meetings.stay]
        return found

    @cached_property
    def venue(self) -> Ints:
        """The venue of each meeting."""
        found: Ints = self.stays.venue[self.meetings.stay]
        return found

    @cached_property
    def day(self) -> Ints:
        """The local day on which each meeting began, since 1970-01-01."""
        return local_day(self.meetings.begin)

    def at(self, venue_id: int) -> World:
        """The same of one venue alone; the visits and cases are still everybody's."""
        first, last = np.searchsorted(self.stays.venue, [venue_id, venue_id + 1]).tolist()
        here = (self.meetings.stay >= first) & (self.meetings.stay < last)
        met = self.meetings.where(here)
        met = replace(met, stay=(met.stay - first).astype(np.int32))
        stays = self.stays.where(np.arange(first, last))
        return World(self.lake, self.limits, self.unit, self.periods, stays, met)

    def is_within(self, venue: Ints, unit_ids: frozenset[int] | None) -> Chosen:
        """Whether each venue stands in one of the communes; None: wherever it stands."""
        if unit_ids is None:
            return np.ones(len(venue), np.bool_)
        here = np.isin(self.unit, np.array(sorted(unit_ids), np.int64))
        found: Chosen = here[np.searchsorted(self.limits.venue, venue)]
        return found

    @cached_property
    def inside(self) -> tuple[Ints, Ints]:
        """First and last local day of each stay."""
        return local_day(self.stays.a), local_day(self.stays.b - 1)

    def stays_in_view(self, day: date, rule: ExposureRule) -> Chosen:
        """Stays of which some day is `day` or one of the `display_days` before."""
        first, last = self.inside
        found: Chosen = (first <= day_number(day)) & (last >= _seen_since(day, rule))
        return found

    def met_in_view(self, day: date, rule: ExposureRule) -> Chosen:
        """Meetings that began within those days, however short."""
        found: Chosen = (self.day <= day_number(day)) & (self.day >= _seen_since(day, rule))
        return found

    def is_long_enough(self, rule: ExposureRule) -> Chosen:
        found: Chosen = self.meetings.overlap >= rule.needed_seconds
        return found

    def exposed(self, chosen: Chosen) -> Exposed:
        m = self.meetings.where(chosen)
        return Exposed(self.venue[chosen], m.person, m.t_in, m.begin, m.overlap, m.is_imputed)


def _seen_since(day: date, rule: ExposureRule) -> int:
    return day_number(day - timedelta(rule.display_days))


@dataclass(frozen=True)
class _Asked:
    """What a world depends on; `lake` is known by its version."""

    store: Store
    version: str
    known: tuple[object, ...]
    rule: ExposureRule
    lake: Lake = field(compare=False, repr=False)


def world_of(store: Store, rule: ExposureRule) -> World:
    """The world as it is now, of all that is known; made once for each state of the store and each rule."""
    # One world for all readers: what a reader may see of it data/tracing/scope.py says.
    now = store.at(None).inside()
    try:
        return _world(now, rule)
    except KeyError:
        # A venue was withdrawn after its check-ins were read and before it was looked up: now both are gone.
        return _world(now, rule)


def _world(now: Store, rule: ExposureRule) -> World:
    lake = current(now)
    with now.read() as connection:
        known = _known(connection)
    return _made(_Asked(now, lake.version, known, loosest(rule), lake))


def loosest(rule: ExposureRule) -> ExposureRule:
    """The rule without what is asked for later: the same meetings serve every shortest overlap and every view."""
    shown = rule.display_days if rule.match == "place" else 0
    return replace(rule, min_overlap_minutes=0, onward_days=0, display_days=shown)


def _known(connection: Connection) -> tuple[object, ...]:
    """Changes whenever cases or venues do: their mark; the newest snapshot and what came since, in a store without."""
    mark = read_mark(connection, "world")
    if mark is not None:
        return (mark,)
    t, newest = schema.touched_day.c, find_newest(connection)
    pending = select(func.count(), func.max(t.changed_at)).where(t.subject == "exposure")
    return (None if newest is None else (newest.id, newest.created_at), *connection.execute(pending).one())


@lru_cache(maxsize=KEPT)
def _made(asked: _Asked) -> World:
    with asked.store.read() as connection:
        known = read_world(connection)
    limits, periods = known.limits(asked.rule), known.periods(asked.rule)
    stays = stays_of(asked.lake.segments, limits, periods, asked.rule)
    meetings = meet(asked.lake.segments, limits, stays, asked.rule)
    return World(asked.lake, limits, known.unit, periods, stays, meetings)
