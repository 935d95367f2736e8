"""One key a day for held rows: with a day's key goes what it sealed, in the store and in every copy of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Lock

from data.days import now
from data.key_file import SecretKey, changing, new_key, read_key_file

HELD = "held"
_DATED = re.compile(r"h-(\d{8})-[0-9a-f]{8}")

_Stamp = tuple[int, int, int]


def day_of_key(key_id: str) -> date | None:
    """The day of a day's key; None for the one key of before there were such."""
    found = _DATED.fullmatch(key_id)
    return datetime.strptime(found[1], "%Y%m%d").date() if found else None


@dataclass
class DayKeys:
    """The keys for held rows in a file that other processes change too: what they took out is not known here either."""

    path: Path
    _keys: tuple[SecretKey, ...] = ()
    _stamp: _Stamp | None = None
    _lock: Lock = field(default_factory=Lock)

    def find(self, key_id: str) -> SecretKey | None:
        """The key of that id, None where it is gone."""
        return next((key for key in self._current() if key.id == key_id), None)

    def today(self) -> SecretKey:
        """The key of today, made by whoever needs it first."""
        day = now().date()
        return _of_day(self._current(), day) or self._made(day)

    def _made(self, day: date) -> SecretKey:
        with changing(self.path) as keys:
            # Another process may have been first.
            key = _of_day(keys[HELD], day) or new_key(HELD, day)
            if key not in keys[HELD]:
                keys[HELD] = (*keys[HELD], key)
        return key

    def _current(self) -> tuple[SecretKey, ...]:
        with self._lock:
            if self._stamp != (stamp := _stamp_of(self.path)):
                self._keys, self._stamp = read_key_file(self.path)[HELD], stamp
            return self._keys


def _stamp_of(path: Path) -> _Stamp:
    """Changes with every file that takes this name."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


def _of_day(keys: tuple[SecretKey, ...], day: date) -> SecretKey | None:
    return next((key for key in keys if day_of_key(key.id) == day), None)


def destroy_keys(path: Path, before: date, is_needed: set[str]) -> int:
    """Take the keys of days before a day out of the file, and undated ones that nothing needs; returns how many."""
    with changing(path) as keys:
        had = keys[HELD]
        keys[HELD] = tuple(key for key in had if _stays(key.id, before, is_needed))
        return len(had) - len(keys[HELD])


def _stays(key_id: str, before: date, is_needed: set[str]) -> bool:
    day = day_of_key(key_id)
    return key_id in is_needed if day is None else day >= before
