"""Rows sorted out by day: in memory while they are few, in one file a day when they are many."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.days import SECONDS_PER_DAY, UTC_OFFSET_SECONDS
from data.lake.rows import Batch

MOST_BYTES = 256 << 20
"""What is held in memory before it goes to files; with one day being sorted it is all that a full build takes."""


class RowsByDay:
    """Takes batches in, gives each day's rows back; files live in `folder`, which the caller removes."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder, self._most = folder, most_bytes
        self._held: dict[int, list[Batch]] = {}
        self._bytes = 0
        self._spilled: set[int] = set()

    def add(self, batch: Batch) -> None:
        for day, rows in by_day(batch):
            self._held.setdefault(day, []).append(rows)
        self._bytes += batch.nbytes
        if self._bytes > self._most:
            self._spill()

    def days(self) -> list[int]:
        """Numbers of the days, ascending."""
        return sorted(self._held.keys() | self._spilled)

    def take(self, day: int) -> Batch:
        """All rows of a day, which are forgotten."""
        parts = self._held.pop(day, [])
        if day in self._spilled:
            path = self._path(day)
            parts = [np.fromfile(path, np.int64).reshape(-1, 4), *parts]
            path.unlink()
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _spill(self) -> None:
        for day, parts in self._held.items():
            with self._path(day).open("ab") as file:
                file.writelines(part.tobytes() for part in parts)
            self._spilled.add(day)
        self._held, self._bytes = {}, 0

    def _path(self, day: int) -> Path:
        return self._folder / str(day)


def by_day(batch: Batch) -> list[tuple[int, Batch]]:
    """Rows by the local day of their check-in; within a day they keep their order."""
    days: NDArray[np.int64] = (batch[:, 1] + UTC_OFFSET_SECONDS) // SECONDS_PER_DAY
    order = np.argsort(days, kind="stable")
    numbers, first = np.unique(days[order], return_index=True)
    parts = np.split(batch[order], first[1:]) if len(batch) else []
    return list(zip(numbers.tolist(), parts, strict=True))
