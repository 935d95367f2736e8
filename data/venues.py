"""Exposed venues as the map asks for them: one day's, every day's as a matrix, one venue's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data import schema
from data.access.sight import Sight
from geo.disclosure import LEAST_VISITORS

LEAST_OF_GROUPS = (LEAST_VISITORS, 50, 200)
"""People exposed at a venue outside a reader's scope are told in groups that begin with these."""

NOT_EXPOSED = 255
"""In a matrix of days since an F0 was inside: none was, within the days on display."""

_FIGURES = ("days_since", "cases", "people_exposed", "people_imputed")
_BATCH = 10_000
_MOST_PEOPLE = int(np.iinfo(np.uint16).max)


@dataclass(frozen=True)
class Venue:
    """A venue as registered; `lon` and `lat` (degrees, WGS 84) are None where it came without a point."""

    venue_id: int
    name: str
    venue_type: str
    unit_id: int
    lon: float | None
    lat: float | None

    @property
    def has_point(self) -> bool:
        return self.lon is not None and self.lat is not None


@dataclass(frozen=True)
class ExposedVenue(Venue):
    """A venue as seen on one day: what was there within the days on display.

    `cases` F0s were inside, the last one `days_since` days ago; `people_imputed` of the `people_exposed` rest on
    filled-in check-outs only. Where the reader may not know (`is_banded`), `people_exposed` is the lower end of a group
    of LEAST_OF_GROUPS, and the other two are None.
    """

    days_since: int
    cases: int | None
    people_exposed: int
    people_imputed: int | None
    is_banded: bool = False


@dataclass(frozen=True)
class Exposure:
    """A row of venue_exposure."""

    venue_id: int
    day: date
    days_since: int
    cases: int
    people_exposed: int
    people_imputed: int


Past = Sequence[Exposure] | None
"""Exposures as known at a moment of the past; None: those of today, from the store."""


@dataclass(frozen=True)
class VenueMatrix:
    """Every venue that was exposed on any of D days: V venues, those without a point included.

    `days_since` is D × V uint8, NOT_EXPOSED for none; `people_exposed` D × V uint16, at most 65,535; of venues in
    `banded` (V) it is the lower end of a group.
    """

    days: tuple[date, ...]
    venues: tuple[Venue, ...]
    days_since: NDArray[np.uint8]
    people_exposed: NDArray[np.uint16]
    banded: NDArray[np.bool_]

    @property
    def without_point(self) -> NDArray[np.int64]:
        """Per day, how many exposed venues can't be drawn."""
        unlocated = np.array([not venue.has_point for venue in self.venues], dtype=bool)
        counts: NDArray[np.int64] = (self.days_since[:, unlocated] != NOT_EXPOSED).sum(axis=1)
        return counts


_V, _E = schema.venue.c, schema.venue_exposure.c
_VENUE = (_V.venue_id, _V.name, _V.venue_type, _V.unit_id, _V.lon, _V.lat)
_EXPOSURE = (_E.venue_id, _E.day, _E.days_since, _E.cases, _E.people_exposed, _E.people_imputed)


def venue_points(
    connection: Connection, day: date, sight: Sight, past: Past = None
) -> tuple[ExposedVenue, ...]:
    """The exposed venues as `sight` may see them on `day`, most people first; some may lack a point to draw them at."""
    seen = {each.venue_id: each for each in _exposures(connection, day, day, past)}
    found = [_exposed(venue, seen[venue.venue_id]) for venue in _venues(connection, seen)]
    return tuple(sorted(_through(sight, found), key=lambda v: (-v.people_exposed, v.venue_id)))


def _through(sight: Sight, found: Iterable[ExposedVenue]) -> Iterator[ExposedVenue]:
    """Inside the sight as it is; elsewhere people in groups, and venues of too few are not there."""
    for venue in found:
        if sight.units is None or venue.unit_id in sight.units:
            yield venue
        elif venue.people_exposed >= LEAST_VISITORS:
            least = int(_group(np.array(venue.people_exposed)))
            yield replace(venue, people_exposed=least, cases=None, people_imputed=None, is_banded=True)


def _group(people: NDArray[Any]) -> NDArray[Any]:
    """Lower ends of the groups that these numbers of people fall into; 0 below the first."""
    return np.array([0, *LEAST_OF_GROUPS])[np.searchsorted(LEAST_OF_GROUPS, people, side="right")]


def venue_matrix(
    connection: Connection, days: Sequence[date], sight: Sight, past: Past = None
) -> VenueMatrix:
    """Every day of `days`, which are consecutive, at once, as `sight` may see it; for a map that steps through them."""
    seen = _exposures(connection, days[0], days[-1], past)
    venues = _venues(connection, {each.venue_id for each in seen})
    column = {venue.venue_id: n for n, venue in enumerate(venues)}
    since = np.full((len(days), len(venues)), NOT_EXPOSED, dtype=np.uint8)
    people = np.zeros((len(days), len(venues)), dtype=np.uint16)
    for each in seen:
        at = (each.day - days[0]).days, column[each.venue_id]
        since[at], people[at] = each.days_since, min(each.people_exposed, _MOST_PEOPLE)
    return _seen_through(
        sight, VenueMatrix(tuple(days), venues, since, people, np.zeros(len(venues), dtype=bool))
    )


def _seen_through(sight: Sight, whole: VenueMatrix) -> VenueMatrix:
    """The same rule as for one day; a venue that is nowhere to be seen is left out."""
    if sight.units is None:
        return whole
    inside = np.array([venue.unit_id in sight.units for venue in whole.venues], dtype=bool)
    people = np.where(inside, whole.people_exposed, _group(whole.people_exposed)).astype(np.uint16)
    is_seen = inside | (people > 0)
    since = np.where(is_seen, whole.days_since, NOT_EXPOSED).astype(np.uint8)
    kept = np.flatnonzero((since != NOT_EXPOSED).any(axis=0))
    venues = tuple(whole.venues[n] for n in kept)
    return VenueMatrix(whole.days, venues, since[:, kept], people[:, kept], ~inside[kept])


def one_venue(
    connection: Connection, venue_id: int, day: date, sight: Sight, past: Past = None
) -> ExposedVenue | None:
    """One venue as `sight` may see it on `day`; None where no F0 was inside within the days on display."""
    seen = [each for each in _exposures(connection, day, day, past) if each.venue_id == venue_id]
    found = [_exposed(venue, seen[0]) for venue in _venues(connection, [venue_id]) if seen]
    return next(_through(sight, found), None)


def _exposures(connection: Connection, first: date, last: date, past: Past) -> list[Exposure]:
    if past is not None:
        return [each for each in past if first <= each.day <= last]
    found = connection.execute(select(*_EXPOSURE).where(_E.day.between(first, last)))
    return [Exposure(*row) for row in found]


def _venues(connection: Connection, venue_ids: Collection[int]) -> tuple[Venue, ...]:
    """The venues of these numbers, in order; in batches, for a statement holds only so many values."""
    numbers, found = sorted(venue_ids), []
    for first in range(0, len(numbers), _BATCH):
        wanted = select(*_VENUE).where(_V.venue_id.in_(numbers[first : first + _BATCH]))
        found += [Venue(*row) for row in connection.execute(wanted.order_by(_V.venue_id))]
    return tuple(found)


def _exposed(venue: Venue, seen: Exposure) -> ExposedVenue:
    figures = {name: getattr(seen, name) for name in _FIGURES}
    return ExposedVenue(**vars(venue), **figures)


def located_venues(connection: Connection) -> list[tuple[int, float, float]]:
    """Number, longitude and latitude of every venue that came with a point."""
    query = select(_V.venue_id, _V.lon, _V.lat).where(_V.lon.is_not(None), _V.lat.is_not(None))
    return [(row.venue_id, row.lon, row.lat) for row in connection.execute(query.order_by(_V.venue_id))]
