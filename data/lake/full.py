"""A full build: every check-in read once, sorted out by day, and each day written as a segment."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from data.days import day_of
from data.lake.files import UNFINISHED
from data.lake.rows import Batch, all_rows
from data.lake.segment import Segment, write_segment
from data.lake.spill import RowsByDay
from geo.copresence import Visits, cluster

THREADS = max(1, min(4, os.cpu_count() or 1))

Progress = Callable[[int], None]
"""Told how many check-ins have been read."""


def silent(_rows: int) -> None:
    """Progress that nobody watches."""


def build_segments(connection: Connection, folder: Path, progress: Progress = silent) -> tuple[Segment, ...]:
    """Every segment, in one pass over the check-ins; `folder` also takes what memory should not."""
    with TemporaryDirectory(prefix=UNFINISHED, dir=folder) as spilled:
        days, read = RowsByDay(Path(spilled)), 0
        for batch in all_rows(connection):
            days.add(batch)
            read += len(batch)
            progress(read)

        def write(day: int) -> Segment:
            return write_segment(folder, day_of(day), clustered(days.take(day)))

        with ThreadPoolExecutor(THREADS) as threads:
            return tuple(threads.map(write, days.days()))


def clustered(rows: Batch) -> Visits:
    """The check-ins of one day, in whatever order their rows come."""
    return cluster(*(rows[:, n] for n in range(4)))
