"""What judging needs to know of the store: communes, names, decisions, venues. Read once a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection, select

from data import schema
from data.boundaries import read_full
from data.days import now
from data.intake.digests import venue_ids
from data.places import Placed, Placer, Unplaced, load_former_communes, placer_of
from data.profiles import Profile
from data.retention.marks import gone_before
from data.sources.source import Source
from data.units import Units, load_units
from geo.boundaries import Polygons
from geo.names import tone_key


@dataclass(frozen=True)
class Venue:
    """What a check-in needs to know of its venue: its number and the longest stay believed, minutes."""

    venue_id: int
    max_stay_minutes: int


@dataclass(frozen=True)
class World:
    """The store as one moment had it, for rows of one source; `polygons` are in the order of `units`.

    `gone_before`: rows of earlier days were deleted when their time was over; None where none were.
    """

    profile: Profile
    units: Units
    placer: Placer
    decided: Mapping[tuple[str, str], int]
    venues: Mapping[str, Venue]
    venue_types: frozenset[str]
    polygons: Polygons | None
    now: datetime
    gone_before: date | None = None

    @cached_property
    def unit_by_code(self) -> Mapping[str, int]:
        return {c.code: c.unit_id for c in self.units.communes}

    @cached_property
    def name_by_unit(self) -> Mapping[int, str]:
        return {c.unit_id: f"{c.full_name}, {self.units.district_of(c).name}" for c in self.units.communes}

    def place(self, district: str, commune: str) -> tuple[int, str] | Unplaced:
        """Commune and how it was found: by a person's decision, by name, by a former name; or why not."""
        decided = self.decided.get(decision_key(district, commune))
        if decided is not None:
            return decided, "person"
        found = self.placer.place(district, commune)
        return (found.unit_id, found.placed_by) if isinstance(found, Placed) else found


def decision_key(district: str, commune: str) -> tuple[str, str]:
    """A written place, folded: what a person decided for one writing holds for every tone style of it."""
    return tone_key(district)[:80], tone_key(commune)[:80]


def load_world(connection: Connection, source: Source, profile: Profile, polygons: Polygons | None) -> World:
    """The world for `source`; `polygons` None where the store has no boundaries."""
    units = load_units(connection)
    return World(
        profile,
        units,
        placer_of(units, load_former_communes(connection)),
        _decisions(connection, source.key),
        _venues(connection, source) if source.subject.key == "checkins" else {},
        frozenset(connection.execute(select(schema.venue_type.c.venue_type)).scalars()),
        polygons,
        now(),
        gone_before(connection, source.subject.key),
    )


def _decisions(connection: Connection, source: str) -> dict[tuple[str, str], int]:
    d = schema.place_decision.c
    rows = connection.execute(select(d.district_key, d.commune_key, d.unit_id).where(d.source == source))
    return {(row.district_key, row.commune_key): row.unit_id for row in rows}


def _venues(connection: Connection, source: Source) -> dict[str, Venue]:
    """Registered venues by code; of a register that several sources share, by whichever source registered them."""
    v, kind = schema.venue.c, schema.venue_type.c
    query = (
        select(v.record, v.venue_id, kind.max_stay_minutes)
        .join(schema.venue_type, kind.venue_type == v.venue_type)
        .where(v.record.is_not(None))
    )
    rows = connection.execute(query).all()
    numbers = venue_ids(source.registry, [row.record for row in rows]).tolist()
    return {
        row.record: Venue(row.venue_id, row.max_stay_minutes)
        for row, number in zip(rows, numbers, strict=True)
        if row.venue_id == number
    }


def load_polygons(connection: Connection, folder: Path, source: Source, profile: Profile) -> Polygons | None:
    """Communes at full detail in the order of the units, read only for rows that have points."""
    if not profile.has_units or source.mapping("lon") is None:
        return None
    geometry = read_full(folder).set_index("unit_id").geometry
    polygons: Polygons = geometry.loc[load_units(connection).unit_ids].to_numpy()
    return polygons
