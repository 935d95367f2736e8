"""What the kernel has to know beside the check-ins: how long stays at each venue are believed, and who infects when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, func, select

from data import schema
from data.stays import ALL, Known
from data.store_marks import read_mark
from geo.copresence import Limits, Periods, limits, midnight
from geo.exposure_rule import ExposureRule

Ints = NDArray[np.int64]

_MOST = 4
"""Worlds kept; a process reads one store, tests several."""


@dataclass(frozen=True)
class World:
    """Venues and cases as the store has them, whatever the rule.

    venue in order, its commune unit, default_minutes, max_minutes (V,); person, begin_day and confirmed_day (days since
    1970-01-01), isolated_at (epoch s, where is_isolated) (N,), one a record.
    """

    venue: Ints
    unit: Ints
    default_minutes: Ints
    max_minutes: Ints
    person: Ints
    begin_day: Ints
    confirmed_day: Ints
    isolated_at: Ints
    is_isolated: NDArray[np.bool_]

    def limits(self, rule: ExposureRule) -> Limits:
        return limits(self.venue, self.default_minutes, self.max_minutes, rule)

    def periods(self, rule: ExposureRule) -> Periods:
        """When each case infects, one row a record; the same as data.stays.infectious_periods."""
        begin = midnight(self.begin_day - rule.window_days_before)
        unknown = midnight(self.confirmed_day + 1 + rule.unknown_isolation_days)
        until = np.where(self.is_isolated, self.isolated_at, unknown)
        infects = until > begin
        return Periods(self.person[infects], begin[infects], until[infects])


def exposure_world(
    connection: Connection, rule: ExposureRule, known: Known = ALL
) -> tuple[Limits, Periods]:
    """Limits of stays at every venue, and the periods of every case record that is `known`, under `rule`.

    Whoever needs the check-ins too takes them first: then the venues of all of them are here.
    """
    world = read_world(connection, known)
    return world.limits(rule), world.periods(rule)


def read_world(connection: Connection, known: Known = ALL) -> World:
    """Venues and cases as the transaction sees them; read once for as long as none of them changes."""
    mark = read_mark(connection, "world")
    if mark is None or known is not ALL:
        return _read(connection, known)
    return _kept().get(mark, connection)


@dataclass(frozen=True)
class _Kept:
    """The worlds read last, by their marks, for all readers of a process."""

    worlds: dict[str, World] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def get(self, mark: str, connection: Connection) -> World:
        with self.lock:
            if mark not in self.worlds:
                self.worlds[mark] = _read(connection, ALL)
                while len(self.worlds) > _MOST:
                    del self.worlds[next(iter(self.worlds))]
            return self.worlds[mark]


@lru_cache(maxsize=1)
def _kept() -> _Kept:
    return _Kept()


def _read(connection: Connection, known: Known) -> World:
    v, kind, c = schema.venue.c, schema.venue_type.c, schema.case_line.c
    venues = select(v.venue_id, v.unit_id, kind.default_stay_minutes, kind.max_stay_minutes)
    venues = venues.join(schema.venue_type, kind.venue_type == v.venue_type).order_by(v.venue_id)
    begin = func.coalesce(c.onset_day, c.first_positive_day)
    cases = select(c.person_id, begin, c.confirmed_day, c.isolated_at).where(known.case)
    person, begins, confirmed, isolated = _columns(connection, cases)
    venue, unit, default, longest = (np.array(column, np.int64) for column in _columns(connection, venues))
    return World(
        venue,
        unit,
        default,
        longest,
        np.array(person, np.int64),
        _day_numbers(begins),
        _day_numbers(confirmed),
        np.array([moment or 0 for moment in isolated], np.int64),
        np.array([moment is not None for moment in isolated], np.bool_),
    )


def _columns(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    rows = connection.execute(query).all()
    return list(zip(*rows, strict=True)) if rows else [()] * len(query.selected_columns)


def _day_numbers(days: Sequence[date]) -> Ints:
    return np.array(days, "datetime64[D]").astype(np.int64)
