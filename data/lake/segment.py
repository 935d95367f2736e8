"""Segment: the check-ins of one local day in one file of plain columns, named by its content and mapped into memory.

Layout, little-endian, each column at a multiple of 8 bytes: magic (8 bytes), venues V and rows R (int64 each), then
venue int64[V], start int64[V + 1], person int64[R], t_in uint32[R], stay int32[R], by_person uint32[R]. Numbers only:
no name of anybody or anything.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.lake.files import SEGMENT, writing_file
from geo.copresence import Visits

MAGIC = b"DLAKE\0\0\1"
"""Its last byte is the version of the layout."""

_HEAD = 24
_COLUMNS = ("venue", "start", "person", "t_in", "stay", "by_person")
_KINDS = ("<i8", "<i8", "<i8", "<u4", "<i4", "<u4")


class DamagedSegment(ValueError):
    """A file is not what its name says; the snapshot is made anew."""


@dataclass(frozen=True)
class Segment:
    """A segment by name: `rows` of the check-ins of `day`; `size` in bytes."""

    day: date
    name: str
    rows: int
    size: int


def write_segment(folder: Path, day: date, visits: Visits) -> Segment:
    """Write `visits` into `folder`; the same ones take the place of the same, whoever wrote those."""
    parts: list[bytes] = [MAGIC, np.array([len(visits.venue), len(visits)], "<i8").tobytes()]
    for name, kind in zip(_COLUMNS, _KINDS, strict=True):
        column: NDArray[Any] = np.ascontiguousarray(getattr(visits, name), kind)
        parts += [column.tobytes(), b"\0" * (-column.nbytes % 8)]
    digest = blake2b(digest_size=12)
    for part in parts:
        digest.update(part)
    size = sum(map(len, parts))
    segment = Segment(day, _name(day, digest.hexdigest()), len(visits), size)
    with writing_file(folder / segment.name) as file:
        file.writelines(parts)
    return segment


def open_segment(folder: Path, segment: Segment) -> Visits:
    """Its columns, mapped and read-only: no descriptor stays open, and the file may be removed meanwhile.

    Raises DamagedSegment for a file that can't be the one that was written.
    """
    try:
        with pa.memory_map(os.fspath(folder / segment.name)) as file:
            content = file.read_buffer()
    except (OSError, pa.ArrowInvalid) as error:
        raise DamagedSegment(segment.name) from error
    return _columns(segment, content)


def _columns(segment: Segment, content: pa.Buffer) -> Visits:
    if content.size != segment.size or content.size < _HEAD or content[:8].to_pybytes() != MAGIC:
        raise DamagedSegment(segment.name)
    venues, rows = np.frombuffer(content, "<i8", 2, 8).tolist()
    counts = (venues, venues + 1, rows, rows, rows, rows)
    columns, at = {}, _HEAD
    if rows != segment.rows or segment.size != _size(venues, rows):
        raise DamagedSegment(segment.name)
    for name, kind, count in zip(_COLUMNS, _KINDS, counts, strict=True):
        columns[name] = np.frombuffer(content, kind, count, at)
        at += _padded(columns[name].nbytes)
    if columns["start"][0] != 0 or columns["start"][-1] != rows:
        raise DamagedSegment(segment.name)
    return Visits(**columns)


def is_there(folder: Path, segment: Segment) -> bool:
    """Whether there is a file of that name and size."""
    try:
        return (folder / segment.name).stat().st_size == segment.size
    except OSError:
        return False


def is_sound(folder: Path, segment: Segment) -> bool:
    """Whether the file still holds what its name says, to the last byte; reads all of it."""
    digest = blake2b(digest_size=12)
    try:
        with (folder / segment.name).open("rb") as file:
            while block := file.read(1 << 22):
                digest.update(block)
    except OSError:
        return False
    return segment.name == _name(segment.day, digest.hexdigest())


def _name(day: date, digest: str) -> str:
    return f"{day.isoformat()}.{digest}{SEGMENT}"


def _size(venues: int, rows: int) -> int:
    return _HEAD + 8 * (2 * venues + 1 + rows) + 3 * _padded(4 * rows)


def _padded(size: int) -> int:
    return size + -size % 8
