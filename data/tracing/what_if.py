"""What a rule gives, and what a shorter or longer overlap would give beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.access.sight import WHOLE
from data.cube import Cube
from data.measures import CHECKINS
from data.stays import MINUTE
from data.store import Store
from data.tracing.answers import WhatIf
from data.tracing.counts import People, people_of
from data.tracing.scope import units_within
from data.tracing.world import world_of
from geo.exposure_rule import ExposureRule

CURVE = range(1, 61)
"""Shortest overlaps of the curve, minutes."""


def what_if(
    store: Store,
    day: date,
    rule: ExposureRule,
    unit_ids: frozenset[int] | None,
    visits_per_person_day: float,
) -> WhatIf:
    """People exposed at venues of these communes (None: all in scope), as seen on `day`; each person counts once."""
    world, unit_ids = world_of(store, rule), units_within(store.sight, unit_ids)
    stays = world.stays_in_view(day, rule) & world.is_within(world.stays.venue, unit_ids)
    everybody = world.met_in_view(day, rule) & world.is_within(world.venue, unit_ids)
    exposed = people_of(world.meetings.where(everybody & world.is_long_enough(rule)))
    # The communes are those within scope already: nothing of them is protected from this reader.
    seen = _seen(store.at(None).seen_by(WHOLE).cube(), day, rule, unit_ids)
    return WhatIf(
        rule,
        cases=len(np.unique(world.stays.person[stays])),
        venues=len(np.unique(world.stays.venue[stays])),
        people_exposed=len(exposed),
        people_imputed=int(exposed.is_imputed.sum()),
        curve=_curve(people_of(world.meetings.where(everybody)), rule),
        checkins=seen.checkins,
        estimated_visits=seen.estimated(visits_per_person_day),
    )


def _curve(people: People, rule: ExposureRule) -> tuple[tuple[int, int], ...]:
    """Minutes, and people exposed if that were the shortest overlap; flat where the rule asks for none."""
    if rule.match != "overlap":
        return tuple((minutes, len(people)) for minutes in CURVE)
    longest = np.sort(people.longest)
    fewer = np.searchsorted(longest, MINUTE * np.array(CURVE))
    return tuple(zip(CURVE, (len(people) - fewer).tolist(), strict=True))


@dataclass(frozen=True)
class _Seen:
    """Check-ins reported of some communes on the days in view; `person_days` are people × days with a report, None
    where no report is in or the people of a commune that reported are not known."""

    checkins: int
    person_days: float | None

    def estimated(self, visits_per_person_day: float) -> int | None:
        return None if self.person_days is None else round(self.person_days * visits_per_person_day)


def _seen(cube: Cube, day: date, rule: ExposureRule, unit_ids: frozenset[int] | None) -> _Seen:
    units, days = cube.units, np.array(cube.days)
    here = [n for n, c in enumerate(units.communes) if unit_ids is None or c.unit_id in unit_ids]
    in_view = (days <= day) & (days >= day - timedelta(rule.display_days))
    if CHECKINS not in cube.measures:
        return _Seen(0, None)
    values = cube.measures[CHECKINS].values[in_view][:, here]
    reports = (~np.isnan(values)).sum(axis=0)
    people = units.population[here][reports > 0]
    is_known = people.size > 0 and not np.isnan(people).any()
    person_days = float((people * reports[reports > 0]).sum()) if is_known else None
    return _Seen(int(np.nansum(values)), person_days)
