"""Partitions: all check-ins of a range of venues, one Parquet file each, with a manifest beside them.

Rows are ordered by venue, check-in and person; the column by_person holds their positions ordered by person. A stay and
those it exposes are at one venue, so each partition has its answer in itself.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from data.errors import ClusterError
from geo.copresence import Visits

Ints = NDArray[np.int64]

LAYOUT = 1
"""Version of the columns and of the manifest; another one is written anew."""

MANIFEST = "manifest.json"

COLUMNS = pa.schema(
    [
        pa.field("venue", pa.int64(), nullable=False),
        pa.field("t_in", pa.uint32(), nullable=False),
        pa.field("stay", pa.int32(), nullable=False),
        pa.field("person", pa.int64(), nullable=False),
        pa.field("by_person", pa.uint32(), nullable=False),
    ]
)


@dataclass(frozen=True)
class Partition:
    """One file: its name in the folder, rows, bytes, and the first and last of its venues."""

    name: str
    rows: int
    size: int
    first_venue: int
    last_venue: int


@dataclass(frozen=True)
class Manifest:
    """What a folder of partitions holds: of which version of the visits, in how many rows."""

    layout: int
    version: str
    rows: int
    partitions: tuple[Partition, ...]

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(p.size for p in self.partitions)

    @property
    def largest(self) -> int:
        """Rows of the largest partition: what a worker must hold."""
        return max((p.rows for p in self.partitions), default=0)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder; raises ClusterError where there is none of this layout."""
    try:
        read = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ClusterError(f"Expected partitions in {folder}, found none. Write them first.") from error
    if read.get("layout") != LAYOUT:
        raise ClusterError(
            f"{folder}: expected layout {LAYOUT}, got {read.get('layout')}. Remove the folder and write it anew."
        )
    partitions = tuple(Partition(**p) for p in read.pop("partitions"))
    return Manifest(**read, partitions=partitions)


def read_partition(path: Path) -> Visits:
    """The visits of one file. Beside them, no more than a row group is in memory at a time."""
    with pq.ParquetFile(path) as file:
        rows = file.metadata.num_rows
        columns = {field.name: np.empty(rows, field.type.to_pandas_dtype()) for field in COLUMNS}
        at = 0
        for group in range(file.num_row_groups):
            table = file.read_row_group(group)
            for name, column in columns.items():
                column[at : at + table.num_rows] = table.column(name).to_numpy()
            at += table.num_rows
    return visits_of(*columns.values())


def visits_of(venue: Ints, *columns: NDArray[Any]) -> Visits:
    """One segment of rows in order: t_in, stay, person and by_person beside the venue of each row."""
    first = np.flatnonzero(np.diff(venue, prepend=venue[:1] - 1))
    return Visits(venue[first], np.append(first, len(venue)), *columns)
