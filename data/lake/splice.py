"""Touched venues of touched days read again, and put in the place of what their segments held."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data import schema
from data.days import SECONDS_PER_DAY, UTC_OFFSET_SECONDS, day_number, day_of
from data.lake.full import THREADS, clustered
from data.lake.manifest import Manifest
from data.lake.merge import merged
from data.lake.rows import Batch, rows_of
from data.lake.segment import Segment, open_segment, write_segment
from data.lake.spill import by_day

Ints = NDArray[np.int64]

Touched = Mapping[int, Ints]
"""Venues by number of the day."""


def changes_after(connection: Connection, change_id: int) -> Touched | None:
    """What was noted after an entry of the list; None where that is everything."""
    c = schema.visit_change.c
    query = select(c.venue_id, c.day).where(c.change_id > change_id).distinct()
    found: dict[int, list[int]] = {}
    for venue, day in connection.execute(query):
        if venue is None:
            return None
        found.setdefault(day_number(day), []).append(venue)
    return {day: np.array(sorted(venues), np.int64) for day, venues in found.items()}


def splice(
    connection: Connection, folder: Path, old: Manifest, touched: Touched
) -> tuple[Segment, ...]:
    """All segments, of which only those of touched days are new; a day without rows has none.

    Raises DamagedSegment where one that has to be read can't be.
    """
    segments = {day_number(segment.day): segment for segment in old.segments}
    fresh = dict(by_day(_read(connection, touched)))

    def renewed(day: int) -> Segment | None:
        rows = clustered(fresh.get(day, _NONE))
        if day in segments:
            rows = merged(open_segment(folder, segments[day]), touched[day], rows)
        return write_segment(folder, day_of(day), rows) if len(rows) else None

    with ThreadPoolExecutor(THREADS) as threads:
        made = dict(zip(touched, threads.map(renewed, touched), strict=True))
    standing = {**segments, **made}
    return tuple(segment for _, segment in sorted(standing.items()) if segment is not None)


_NONE: Batch = np.empty((0, 4), np.int64)


def _read(connection: Connection, touched: Touched) -> Batch:
    if not touched:
        return _NONE
    venue = np.concatenate(list(touched.values()))
    day = np.repeat(np.array(list(touched), np.int64), [len(venues) for venues in touched.values()])
    return rows_of(connection, venue, day * SECONDS_PER_DAY - UTC_OFFSET_SECONDS)
