"""Venues: parks, factories in and outside them, and everyday places by population, inside their communes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.draw import Floats, Ints, spread_counts
from data.outbreak_2021.simulate.kinds import DAY_MINUTES, FACTORY, KINDS, PARK
from data.outbreak_2021.simulate.parks import Park
from data.outbreak_2021.simulate.points import draw_points
from data.outbreak_2021.simulate.tables import Array, Table
from data.outbreak_2021.simulate.venue_names import venue_names

FACTORIES_PER_ENTERPRISE = 0.3
"""Enterprises of a park that registered a door of their own; the others use the park's gate."""

WITHOUT_COORDINATES = 0.03
"""Share of venues registered without a point, as in real registers; never a park."""

OPENING_SHIFT_MINUTES = 30


@dataclass(frozen=True)
class Venues:
    """One entry a venue; `venue_id` is the position plus 1. `park` is the position of its park or -1; the
    gate of park n is venue n. `has_point` is False where the register lacks the coordinates."""

    kind: Ints
    column: Ints
    park: Ints
    lon: Floats
    lat: Floats
    has_point: NDArray[np.bool_]
    opens_minute: Ints
    closes_minute: Ints

    def __len__(self) -> int:
        return len(self.kind)


def draw_venues(base: Base, parks: tuple[Park, ...], scale: float, generator: Generator) -> Venues:
    kind, column, park = _places(base, parks, scale)
    lon, lat = draw_points(base, parks, column, park, generator)
    opens, closes = _hours(kind, generator)
    has_point = (generator.random(len(kind)) >= WITHOUT_COORDINATES) | (kind == PARK)
    return Venues(kind, column, park, lon, lat, has_point, opens, closes)


def _places(base: Base, parks: tuple[Park, ...], scale: float) -> tuple[Ints, Ints, Ints]:
    """Kind, commune and park of every venue: gates, factories in parks, then the rest by kind and commune."""
    per_park = [max(1, round(p.enterprises * FACTORIES_PER_ENTERPRISE * scale)) for p in parks]
    inside = np.r_[np.arange(len(parks)), np.repeat(np.arange(len(parks)), per_park)]
    seats = np.array([p.column for p in parks], dtype=np.int64)
    counts = [_everyday(base, k.per_10k * scale) for k in KINDS[FACTORY:]]
    kind = [np.full(int(n.sum()), FACTORY + i) for i, n in enumerate(counts)]
    column = [np.repeat(np.arange(base.shape[1]), n) for n in counts]
    inside_kind = np.where(np.arange(len(inside)) < len(parks), PARK, FACTORY)
    outside = np.full(sum(len(k) for k in kind), -1)
    every_kind, every_column = np.concatenate([inside_kind, *kind]), np.concatenate([seats[inside], *column])
    return every_kind, every_column, np.r_[inside, outside]


def _everyday(base: Base, per_10k: float) -> Ints:
    """Venues of one kind per commune; at least one in the province, in its most populous commune."""
    counts = spread_counts(base.population * per_10k / 10_000)
    if not counts.any():
        counts[np.argmax(base.population)] = 1
    return counts


def _hours(kind: Ints, generator: Generator) -> tuple[Ints, Ints]:
    """Opening and closing; places open day and night stay so, the others shift by half an hour either way."""
    opens = np.array([k.opens_minute for k in KINDS])[kind]
    closes = np.array([k.closes_minute for k in KINDS])[kind]
    shifts = generator.integers(-1, 2, size=(2, len(kind))) * OPENING_SHIFT_MINUTES
    always = closes - opens == DAY_MINUTES
    return np.where(always, opens, opens + shifts[0]), np.where(always, closes, closes + shifts[1])


def venue_table(base: Base, parks: tuple[Park, ...], venues: Venues) -> Table:
    """Rows of venue."""
    columns: dict[str, Array] = {
        "venue_id": np.arange(1, len(venues) + 1, dtype=np.int32),
        "name": venue_names(base, parks, venues.kind, venues.column, venues.park),
        "venue_type": venues.kind.astype(np.int8),
        "unit_id": base.units.unit_ids[venues.column].astype(np.int32),
        "lon": np.where(venues.has_point, venues.lon, np.nan),
        "lat": np.where(venues.has_point, venues.lat, np.nan),
        "opens_minute": venues.opens_minute.astype(np.int16),
        "closes_minute": venues.closes_minute.astype(np.int16),
    }
    nulls = {"lon": float("nan"), "lat": float("nan")}
    return Table("venue", columns, nulls, {"venue_type": tuple(k.key for k in KINDS)})
