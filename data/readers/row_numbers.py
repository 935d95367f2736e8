"""Rows that Arrow read, with the numbers they have in the file: those it set aside and those without content count."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data.readers.batch import BATCH_ROWS, Batch, BrokenRow
from data.readers.headings import unnamed


class Numbered:
    """Gives the rows of one file their numbers, batch after batch, from `first` on.

    A broken row without a reason is one without content: it has a number and isn't received. `where` is the file
    and the row of its headings.
    """

    def __init__(self, headings: Sequence[str], where: str, first: int) -> None:
        self._headings = headings
        self._where = where
        self._next = first

    def batches(self, rows: pa.RecordBatch, broken: list[BrokenRow]) -> Iterator[Batch]:
        """The next rows; takes those out of `broken`, sorted by number, that stand among them."""
        self._check_unnamed(rows)
        numbers, last = self._numbers(len(rows), broken)
        first, self._next = self._next, last + 1
        due = broken[: bisect_right(broken, last, key=_number)]
        del broken[: len(due)]
        kept = _with_content(rows)
        if kept is not None:
            rows, numbers = rows.filter(pa.array(kept)), numbers[kept]
        for low in range(first, last + 1, BATCH_ROWS):
            batch = self._window(rows, numbers, [row for row in due if row.reason], low)
            if batch.rows:
                yield batch

    def _numbers(self, rows: int, broken: Sequence[BrokenRow]) -> tuple[NDArray[np.int64], int]:
        """The numbers of so many rows, and the last one that is taken, by a broken row perhaps."""
        taken = {row.row_number for row in broken}
        candidates = np.arange(self._next, self._next + rows + len(taken), dtype=np.int64)
        free = candidates[~np.isin(candidates, list(taken))] if taken else candidates
        last = int(free[rows - 1]) if rows else self._next - 1
        while last + 1 in taken:
            last += 1
        return free[:rows], last

    def _window(
        self, rows: pa.RecordBatch, numbers: NDArray[np.int64], due: list[BrokenRow], low: int
    ) -> Batch:
        begin, end = np.searchsorted(numbers, [low, low + BATCH_ROWS])
        part = rows.slice(begin, end - begin)
        columns = {heading: part.column(n) for n, heading in enumerate(self._headings) if heading}
        broken = tuple(row for row in due if low <= row.row_number < low + BATCH_ROWS)
        return Batch(pa.array(numbers[begin:end]), columns, broken)

    def _check_unnamed(self, rows: pa.RecordBatch) -> None:
        for n, heading in enumerate(self._headings):
            if not heading and pc.max(pc.binary_length(pc.utf8_trim_whitespace(rows.column(n)))).as_py():
                raise unnamed(str(n + 1), self._where)


def _number(row: BrokenRow) -> int:
    return row.row_number


def _with_content(rows: pa.RecordBatch) -> NDArray[np.bool_] | None:
    """Which rows have a cell that isn't empty, or None where all do."""
    kept = np.zeros(len(rows), dtype=np.bool_)
    for column in rows.columns:
        kept |= pc.binary_length(column).to_numpy(zero_copy_only=False) > 0
        if kept.all():
            return None
    return kept
