"""Refreshing the snapshot: what changed is read again; everything, where that can't be told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine

from data.engine import reading, writing
from data.errors import StoreError
from data.lake.anchor import goes_on, read_anchor
from data.lake.files import alone
from data.lake.full import Progress, build_segments, silent
from data.lake.manifest import Manifest, read_manifest, write_manifest
from data.lake.segment import DamagedSegment, Segment, is_sound, is_there
from data.lake.splice import changes_after, splice
from data.visit_changes import mark_anew


@dataclass(frozen=True)
class Refreshed:
    """What the snapshot holds now, and what that took; `is_full`: every check-in was read."""

    rows: int
    days: int
    megabytes: float
    seconds: float
    is_full: bool


def refresh_lake(
    engine: Engine, folder: Path, progress: Progress = silent, is_whole: bool = False, is_strict: bool = False
) -> Refreshed:
    """Bring the snapshot in `folder` to the state of the store.

    `is_whole` makes it anew in any case, `is_strict` if a byte of it is not what it was. Raises StoreError where the
    folder can't be written.
    """
    started = time.monotonic()
    with _explained(folder), alone(folder):
        old = None if is_whole else _sound(folder, is_strict)
        _tell_apart(engine)
        with reading(engine) as connection:
            manifest, is_full = _renewed(connection, folder, old, progress)
        if manifest is not old:
            write_manifest(folder, manifest)
    seconds = time.monotonic() - started
    return Refreshed(manifest.rows, len(manifest.segments), manifest.size / 1e6, seconds, is_full)


def _sound(folder: Path, is_strict: bool) -> Manifest | None:
    """The manifest there, if its segments are."""
    manifest = read_manifest(folder)
    is_good = is_sound if is_strict else is_there
    return manifest if manifest and all(is_good(folder, segment) for segment in manifest.segments) else None


def _renewed(
    connection: Connection, folder: Path, old: Manifest | None, progress: Progress
) -> tuple[Manifest, bool]:
    """The manifest of the store's state, and whether everything was read for it."""
    anchor = read_anchor(connection)
    assert anchor is not None
    if old is not None and old.anchor.visits == anchor.visits:
        return old, False
    segments = None if old is None else _spliced(connection, folder, old)
    is_full = segments is None
    if segments is None:
        segments = build_segments(connection, folder, progress)
    before = () if old is None else tuple(segment.name for segment in old.segments)
    return Manifest(anchor, segments, before), is_full


def _spliced(connection: Connection, folder: Path, old: Manifest) -> tuple[Segment, ...] | None:
    """The segments with what changed since `old`; None where that can't be told."""
    touched = changes_after(connection, old.anchor.change_id) if goes_on(connection, old.anchor) else None
    try:
        return None if touched is None else splice(connection, folder, old, touched)
    except DamagedSegment:
        return None


def _tell_apart(engine: Engine) -> None:
    """Mark a store that was filled before there were marks; from then on its changes can be followed."""
    with engine.connect() as connection, connection.begin():
        is_marked = read_anchor(connection) is not None
    if not is_marked:
        with writing(engine) as connection:
            mark_anew(connection)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"Expected to write the columnar snapshot of the check-ins to {folder}, got: {error}. Free 60 bytes a "
            "check-in there, or let this program write to it; the store itself is unharmed."
        ) from error
