"""Writing partitions: venues in order are cut into ranges of about equal rows; one partition is in memory at a time."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from data.cluster.partitions import (
    COLUMNS,
    LAYOUT,
    Manifest,
    Partition,
    read_manifest,
    visits_of,
    write_manifest,
)
from geo.copresence import Visits, cluster

ROW_GROUP = 1 << 18
"""Rows that are read and written at a time."""

Ints = NDArray[np.int64]


class Source(Protocol):
    """Visits in segments, as the lake has them by day, and a name that changes with them."""

    @property
    def segments(self) -> Sequence[Visits]: ...

    @property
    def version(self) -> str: ...


def write_partitions(source: Source, folder: Path, partitions: int) -> Path:
    """Write all visits of `source` in at most so many partitions, and return the folder of this version of them.

    What stands there already is left as it is. Nobody sees half of it: it gets its name when it is whole. Of the
    versions before, the newest stays for those who are reading it.
    """
    target = folder / f"{source.version}-{partitions}"
    if not (target / "manifest.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        before = _versions(folder)
        scratch = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
        # Workers may run as somebody else than the one who writes.
        scratch.chmod(0o755)
        try:
            _write(source, scratch, partitions)
            _name(scratch, target)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        for old in before[:-1]:
            shutil.rmtree(old, ignore_errors=True)
    read_manifest(target)
    return target


def _versions(folder: Path) -> list[Path]:
    """What was written before, the newest last."""
    return sorted((p.parent for p in folder.glob("*/manifest.json")), key=lambda p: p.stat().st_mtime_ns)


def _name(scratch: Path, target: Path) -> None:
    try:
        scratch.rename(target)
    except OSError:
        # Somebody else wrote the same meanwhile.
        read_manifest(target)


def _write(source: Source, folder: Path, partitions: int) -> None:
    ranges = cut(*rows_by_venue(source.segments), partitions)
    written = tuple(
        _write_one(source.segments, folder / f"part-{number:05}.parquet", first, last, source.version)
        for number, (first, last) in enumerate(ranges)
    )
    rows = sum(p.rows for p in written)
    write_manifest(folder, Manifest(LAYOUT, source.version, rows, written))


def rows_by_venue(segments: Sequence[Visits]) -> tuple[Ints, Ints]:
    """Distinct venues, ascending, and how many rows each has in all segments."""
    venues, rows = np.empty(0, np.int64), np.empty(0, np.int64)
    for segment in segments:
        both, at = np.unique(np.concatenate([venues, segment.venue]), return_inverse=True)
        rows = np.bincount(at, np.concatenate([rows, np.diff(segment.start)]), len(both)).astype(np.int64)
        venues = both
    return venues, rows


def cut(venues: Ints, rows: Ints, partitions: int) -> Iterator[tuple[int, int]]:
    """First and last venue of at most so many ranges of about equal rows; a venue is never divided."""
    ends = np.cumsum(rows)
    share = -(-ends[-1] // partitions) if len(ends) else 1
    # The range in which the middle of a venue's rows lies.
    number = (ends - (rows + 1) // 2) // share
    for k in np.unique(number):
        inside = np.flatnonzero(number == k)
        yield int(venues[inside[0]]), int(venues[inside[-1]])


def _write_one(segments: Sequence[Visits], path: Path, first: int, last: int, version: str) -> Partition:
    visits = between(segments, first, last)
    venue = np.repeat(visits.venue, np.diff(visits.start))
    facts = {"dichte.layout": str(LAYOUT), "dichte.version": version, "dichte.venues": f"{first}-{last}"}
    order = [pq.SortingColumn(k) for k in (0, 1, 3)]
    encodings = {"venue": "DELTA_BINARY_PACKED", "t_in": "DELTA_BINARY_PACKED"}
    with pq.ParquetWriter(
        path, COLUMNS.with_metadata(facts), compression="zstd", use_dictionary=["stay"],
        column_encoding=encodings, sorting_columns=order,
    ) as writer:  # fmt: skip
        for at in range(0, len(visits), ROW_GROUP):
            rows = slice(at, at + ROW_GROUP)
            columns = (venue, visits.t_in, visits.stay, visits.person, visits.by_person)
            writer.write_table(pa.table([pa.array(c[rows]) for c in columns], schema=COLUMNS))
    return Partition(path.name, len(visits), path.stat().st_size, first, last)


def between(segments: Sequence[Visits], first: int, last: int) -> Visits:
    """The visits of all segments at venues `first` to `last`, as one segment."""
    parts = [_between(segment, first, last) for segment in segments]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    if not follow_in_time(segments):
        return cluster(*columns)
    # Each segment is in order, and so are they all once they stand by venue: a fifth of the time of sorting anew.
    order = np.argsort(columns[0], kind="stable")
    venue, t_in, stay, person = (column[order] for column in columns)
    return visits_of(venue, t_in, stay, person, np.argsort(person, kind="stable").astype(np.uint32))


def follow_in_time(segments: Sequence[Visits]) -> bool:
    """Whether every check-in of a segment is before all of the next, as with days."""
    spans = [segment.span for segment in segments if len(segment)]
    return all(last < first for (_, last), (first, _) in pairwise(spans))


def _between(segment: Visits, first: int, last: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Columns venue, t_in, stay and person of the range, which is one slice of the rows."""
    low = int(np.searchsorted(segment.venue, first))
    high = int(np.searchsorted(segment.venue, last, side="right"))
    rows = slice(int(segment.start[low]), int(segment.start[high]))
    venue = np.repeat(segment.venue[low:high], np.diff(segment.start[low : high + 1]))
    return venue, segment.t_in[rows], segment.stay[rows], segment.person[rows]  # type: ignore[return-value]
