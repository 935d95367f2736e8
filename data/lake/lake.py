"""Lake: all check-ins as columns, one segment a day, up to date whenever it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from data.errors import StoreError
from data.lake.files import alone
from data.lake.manifest import Manifest, read_manifest
from data.lake.refresh import refresh_lake
from data.lake.segment import DamagedSegment, open_segment
from data.settings import Settings
from data.store_marks import read_mark
from geo.copresence import Visits

if TYPE_CHECKING:
    from data.store import Store

_TRIES = 3
"""How often a snapshot that others replaced or harmed meanwhile is opened again."""


@dataclass(frozen=True)
class Lake:
    """The check-ins of the store at one moment: `segments` of `days`, ascending; equal versions hold equal rows."""

    version: str
    days: tuple[date, ...]
    segments: tuple[Visits, ...]

    @property
    def rows(self) -> int:
        return sum(map(len, self.segments))


def lake_dir(settings: Settings) -> Path:
    """Where the snapshot lives, in the folder of everything that is built."""
    return settings.var_dir / "lake"


def current(store: Store) -> Lake:
    """All check-ins that the store knows now, whatever moment of the past it shows.

    Brought up to date first where the store went on; who asks meanwhile waits. Its columns stay readable for as long
    as somebody holds them. Raises StoreError where the snapshot can't be written.
    """
    return _opened(lake_dir(store.settings).resolve(), store.settings.store_url).current(store)


@dataclass
class _Opened:
    """The snapshot of one store as this process has it open: with the mark of the visits that it holds."""

    folder: Path
    _now: tuple[str, Lake] | None = None
    _by_name: Mapping[str, Visits] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def current(self, store: Store) -> Lake:
        return self._if_current(store) or self._renewed(store)

    def _if_current(self, store: Store) -> Lake | None:
        now = self._now
        return now[1] if now is not None and now[0] == _mark(store) else None

    def _renewed(self, store: Store) -> Lake:
        with self._lock:
            return self._if_current(store) or self._reopened(store)

    def _reopened(self, store: Store) -> Lake:
        for attempt in range(_TRIES):
            manifest = read_manifest(self.folder)
            if attempt or manifest is None or manifest.anchor.visits != _mark(store):
                # What could not be opened is looked at to the last byte before it is tried again.
                refresh_lake(store.engine, self.folder, is_strict=attempt > 0)
            # Others go on renewing it, and what they replaced is gone: whom they overtook once, they wait for.
            with suppress(DamagedSegment), alone(self.folder) if attempt else nullcontext():
                manifest = read_manifest(self.folder)
                if manifest is not None:
                    return self._open(manifest)
        raise StoreError(
            f"Expected a sound snapshot of the check-ins in {self.folder}, got one that is damaged again and again. "
            "Look after the disk, or set DICHTE_VAR to a folder on another one."
        )

    def _open(self, manifest: Manifest) -> Lake:
        opened = {
            s.name: self._by_name.get(s.name) or open_segment(self.folder, s) for s in manifest.segments
        }
        version = blake2b("\n".join(opened).encode(), digest_size=8).hexdigest()
        lake = Lake(version, tuple(s.day for s in manifest.segments), tuple(opened.values()))
        self._by_name, self._now = opened, (manifest.anchor.visits, lake)
        return lake


_FIRST = Lock()
"""Two who meet a snapshot for the first time at once would each have it open, and not wait for each other."""


def _opened(folder: Path, store_url: str) -> _Opened:
    """One for all readers of a process."""
    with _FIRST:
        return _kept(folder, store_url)


@lru_cache(maxsize=8)
def _kept(folder: Path, _store_url: str) -> _Opened:
    return _Opened(folder)


def _mark(store: Store) -> str | None:
    with store.read() as connection:
        return read_mark(connection, "visits")
