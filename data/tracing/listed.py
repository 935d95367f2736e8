"""The list of exposed venues, as seen on a day, under any rule."""

from __future__ import annotations

from datetime import date

from data.days import day_number
from data.store import Store
from data.tracing.actions import current_actions
from data.tracing.answers import ListedVenue, Window
from data.tracing.known import venues_of
from data.tracing.scope import units_within
from data.tracing.world import World, world_of
from geo.copresence import Stays, contacts, windows
from geo.exposed_days import VenueDays, exposed_days
from geo.exposure_rule import ExposureRule


def listed_venues(
    store: Store, day: date, rule: ExposureRule, unit_ids: frozenset[int] | None
) -> tuple[ListedVenue, ...]:
    """Venues of these communes with an F0 inside within the days on display, most people exposed first."""
    world, unit_ids = world_of(store, rule), units_within(store.sight, unit_ids)
    seen = venues_in_view(world, day, rule)
    opened = windows_of(world.stays.where(world.stays_in_view(day, rule)))
    with store.read() as connection:
        venues = venues_of(connection, seen.venue.tolist())
        actions = current_actions(connection)
    columns = seen.venue, seen.days_since, seen.cases, seen.people_exposed, seen.people_imputed
    found = [
        ListedVenue(venues[venue_id], opened[venue_id], since, f0s, people, imputed, actions.get(venue_id))
        for venue_id, since, f0s, people, imputed in zip(*(c.tolist() for c in columns), strict=True)
        if venue_id in venues and (unit_ids is None or venues[venue_id].unit_id in unit_ids)
    ]
    return tuple(sorted(found, key=lambda v: (-v.people_exposed, v.venue.venue_id)))


def venues_in_view(world: World, day: date, rule: ExposureRule) -> VenueDays:
    """Figures of every venue seen on a day, by venue."""
    met_in_view = world.met_in_view(day, rule) & world.is_long_enough(rule)
    met, number = contacts(world.stays, world.meetings.where(met_in_view)), day_number(day)
    return exposed_days(world.stays, met, number, number, rule.display_days)


def windows_of(stays: Stays) -> dict[int, tuple[Window, ...]]:
    """Merged windows by venue, in order of time."""
    merged, found = windows(stays), dict[int, list[Window]]()
    columns = merged.venue, merged.begin, merged.clear, merged.cases
    for venue, begin, clear, cases in zip(*(c.tolist() for c in columns), strict=True):
        found.setdefault(venue, []).append(Window(begin, clear, cases))
    return {venue: tuple(opened) for venue, opened in found.items()}
