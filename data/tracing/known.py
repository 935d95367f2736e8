"""What the store says of venues, of people who are cases, and of the source's own numbers of check-ins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, bindparam, func, select

from data import schema
from data.store import Store
from data.venues import Venue

T = TypeVar("T")

Checkin = tuple[int, int, int]
"""Venue, person, t_in."""

_BATCH = 10_000
"""A statement holds only so many values."""


def venues_of(connection: Connection, venue_ids: Collection[int]) -> dict[int, Venue]:
    """Venues by number; one that is gone is left out."""
    found = dict[int, Venue]()
    for part in _parts(sorted(venue_ids)):
        rows = connection.execute(_VENUES, {"wanted": part})
        found |= {row.venue_id: Venue(*row) for row in rows}
    return found


def case_ids_of(connection: Connection, person_ids: Collection[int]) -> dict[int, int]:
    """The case of each person who is one; of several records the lowest number."""
    found = dict[int, int]()
    for part in _parts(sorted(person_ids)):
        found |= dict(connection.execute(_CASES, {"wanted": part}).all())
    return found


def homes_of(connection: Connection, person_ids: Collection[int]) -> dict[int, int]:
    """The commune of each person who told it."""
    found = dict[int, int]()
    for part in _parts(sorted(person_ids)):
        found |= dict(connection.execute(_HOMES, {"wanted": part}).all())
    return found


def has_records(store: Store) -> bool:
    """Whether the store holds check-ins that people made: simulated ones have no number to look for."""
    return bool(store.origins()["checkins"].sources)


def records_of(connection: Connection, checkins: Iterable[Checkin]) -> dict[Checkin, str]:
    """The source's own number of each check-in, as "source key: record"; simulated ones have none."""
    by_venue = defaultdict[int, set[Checkin]](set)
    for checkin in checkins:
        by_venue[checkin[0]].add(checkin)
    found = dict[Checkin, str]()
    for venue_id, wanted in by_venue.items():
        found |= _records_at(connection, venue_id, wanted)
    return found


def _records_at(connection: Connection, venue_id: int, wanted: set[Checkin]) -> dict[Checkin, str]:
    v, f = schema.checkin.c, schema.import_file.c
    times = [t_in for *_, t_in in wanted]
    query = (
        select(v.person_id, v.t_in, f.source, v.record)
        .join(schema.import_file, f.file_id == v.file_id)
        .where(v.venue_id == venue_id, v.t_in.between(min(times), max(times)))
        .where(f.is_simulated.is_(False), v.record.is_not(None))
        .order_by(v.checkin_id.desc())
    )
    rows = connection.execute(query)
    return {key: f"{s}: {r}" for p, t, s, r in rows if (key := (venue_id, p, t)) in wanted}


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(values), _BATCH):
        yield values[first : first + _BATCH]


_V, _C, _P = schema.venue.c, schema.case_line.c, schema.person.c
_WANTED = bindparam("wanted", expanding=True, type_=schema.Key)
_VENUES = select(_V.venue_id, _V.name, _V.venue_type, _V.unit_id, _V.lon, _V.lat).where(
    _V.venue_id.in_(_WANTED)
)
_CASES = select(_C.person_id, func.min(_C.case_id)).where(_C.person_id.in_(_WANTED)).group_by(_C.person_id)
_HOMES = select(_P.person_id, _P.unit_id).where(_P.person_id.in_(_WANTED), _P.unit_id.is_not(None))
