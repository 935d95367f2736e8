"""One venue as seen on a day: when it exposed, who was there, and where they went since."""

from __future__ import annotations

from datetime import date

import numpy as np
from sqlalchemy import Connection

from data.days import SECONDS_PER_DAY, days_between, local_day, midnight
from data.store import Store
from data.tracing.actions import history
from data.tracing.answers import Hour, NextVenue, VenueTrace, Window, Withheld
from data.tracing.hours import hours_of
from data.tracing.inside import visits_at
from data.tracing.known import case_ids_of, venues_of
from data.tracing.listed import venues_in_view, windows_of
from data.tracing.met import Exposed
from data.tracing.scope import Scope, scope_of
from data.tracing.since import exposed_periods, venue_figures, visits_within
from data.tracing.traced import met_of
from data.tracing.world import Chosen, World, world_of
from geo.copresence import Stays
from geo.exposure_rule import ExposureRule


def trace_venue(
    store: Store, venue_id: int, day: date, rule: ExposureRule, has_people: bool
) -> VenueTrace | None:
    """None where there is no such venue within scope; one that nobody was exposed at has no windows.

    `has_people`: with everybody who was exposed, for a tracer who said who they are and what for.
    """
    scope = scope_of(store, rule)
    if not _is_within(store, scope, venue_id):
        return None
    world = world_of(store, rule).at(venue_id)
    stays = world.stays.where(world.stays_in_view(day, rule))
    met_in_view = world.met_in_view(day, rule) & world.is_long_enough(rule) & bool(len(stays))
    exposed, figures = world.exposed(met_in_view), venues_in_view(world, day, rule)
    windows = windows_of(stays).get(venue_id, ())
    with store.read() as connection:
        venue = venues_of(connection, [venue_id]).get(venue_id)
        if venue is None:
            return None
        visitors, hours = _who_was_there(world, venue_id, windows, exposed, midnight(day) + SECONDS_PER_DAY)
        onward = _onward(connection, world, met_in_view, rule, venue_id)
        shown = tuple(each for each in onward if scope.has_venue(each.venue))
        return VenueTrace(
            venue,
            windows,
            visitors,
            hours,
            cases=_case_ids(connection, stays),
            people_exposed=int(figures.people_exposed.sum()),
            people_imputed=int(figures.people_imputed.sum()),
            met=scope.shown(met_of(store, connection, exposed, 1)) if has_people else (),
            onward=shown,
            actions=history(connection, venue_id),
            rule=rule,
            withheld=Withheld(venues=len(onward) - len(shown)),
        )


def _is_within(store: Store, scope: Scope, venue_id: int) -> bool:
    """Told before anything is counted: a venue outside takes no longer to refuse than one that is nowhere."""
    if scope.is_whole:
        return True
    with store.read() as connection:
        venue = venues_of(connection, [venue_id]).get(venue_id)
    return venue is not None and scope.has_venue(venue)


def _who_was_there(
    world: World, venue_id: int, windows: tuple[Window, ...], exposed: Exposed, before: int
) -> tuple[tuple[int, ...], tuple[Hour, ...]]:
    """Visitors of every window, and the hours of the days that windows touch; what came after `before` is not seen."""
    if not windows:
        return (), ()
    begin = midnight(local_day(windows[0].begin))
    inside = visits_at(world.lake.segments, world.limits, venue_id, begin, before)
    visitors = tuple(inside.visitors(w.begin, min(w.clear, before)) for w in windows)
    days = {day for w in windows for day in _days(w, before)}
    hours = hours_of(inside, exposed, begin, before)
    return visitors, tuple(hour for hour in hours if local_day(hour.begin) in days)


def _days(window: Window, before: int) -> tuple[date, ...]:
    return days_between(local_day(window.begin), local_day(min(window.clear, before) - 1))


def _case_ids(connection: Connection, stays: Stays) -> tuple[int, ...]:
    return tuple(sorted(case_ids_of(connection, np.unique(stays.person).tolist()).values()))


def _onward(
    connection: Connection, world: World, chosen: Chosen, rule: ExposureRule, venue_id: int
) -> tuple[NextVenue, ...]:
    """Other venues that the F1s went to after their exposure, most people first."""
    periods = exposed_periods(world, world.meetings.where(chosen), rule)
    venue, people, visits, last = venue_figures(visits_within(world, periods, rule), without=venue_id)
    venues = venues_of(connection, venue.tolist())
    columns = zip(*(column.tolist() for column in (venue, people, visits, last)), strict=True)
    found = [NextVenue(venues[number], *figures) for number, *figures in columns if number in venues]
    return tuple(sorted(found, key=lambda v: (-v.people, -v.visits, v.venue.venue_id)))
