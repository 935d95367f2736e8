"""The columnar snapshot of a whole store: built, asked for again, and brought up to date after late check-ins."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
from sqlalchemy import select

from bench.base import require_equal
from bench.exposure_world import FIRST
from bench.rivals.exposure_answer import TURNS, clocked
from data import schema
from data.days import SECONDS_PER_DAY, midnight
from data.engine import writing
from data.lake.lake import current, lake_dir
from data.lake.manifest import read_manifest
from data.lake.refresh import refresh_lake
from data.lake.segment import Segment
from data.settings import Settings
from data.store import Store, open_store
from data.visit_changes import note_visits

LATE, LATE_VENUES, LATE_DAY = 1_000, 50, 9
"""Check-ins that come late: so many, at so many venues, of one day."""


@dataclass(frozen=True)
class Snapshot:
    """Seconds and size. `again`: asked for when nothing changed; `refreshes`: after LATE check-ins each."""

    rows: int
    megabytes: float
    build: float
    again: float
    refreshes: tuple[float, ...]


def measure(settings: Settings) -> Snapshot:
    """A refreshed snapshot must be, byte for byte, the one that a build makes of the same store."""
    store = open_store(settings)
    _, build = clocked(lambda: current(store))
    _, again = clocked(lambda: current(store))
    refreshes = [_refreshed(store, turn) for turn in range(TURNS)]
    refreshed = _segments(settings)
    made = refresh_lake(store.engine, lake_dir(settings), is_whole=True)
    require_equal(refreshed, _segments(settings), "a refreshed snapshot and one made anew")
    return Snapshot(made.rows, made.megabytes, build, again, tuple(refreshes))


def _segments(settings: Settings) -> tuple[Segment, ...]:
    """Named by their content."""
    manifest = read_manifest(lake_dir(settings))
    return manifest.segments if manifest else ()


def _refreshed(store: Store, turn: int) -> float:
    _come_late(store, turn)
    return clocked(lambda: current(store))[1]


def _come_late(store: Store, turn: int) -> None:
    """Check-ins of one day, and the note of them that every import leaves."""
    c, start = schema.checkin, midnight(FIRST) + LATE_DAY * SECONDS_PER_DAY
    with writing(store.engine) as connection:
        file_id = connection.execute(select(c.c.file_id).limit(1)).scalar_one()
        rows = [
            {
                "checkin_id": 10**12 + turn * LATE + n,
                "file_id": file_id,
                "venue_id": n % LATE_VENUES,
                "person_id": n,
                "t_in": start + 30_000 + n,
                "t_out": None if n % 10 == 0 else start + 32_000 + 2 * n,
            }
            for n in range(LATE)
        ]
        connection.execute(c.insert(), rows)
        columns = ("venue_id", "t_in")
        note_visits(connection, pa.table({name: [row[name] for row in rows] for name in columns}))
