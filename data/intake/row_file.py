"""Rows that come without a file, pushed or opened again, read as one batch like any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from data.readers.batch import BATCH_ROWS, Batch, FileFacts, ReadOptions

Cells = Mapping[str, str | None]


@dataclass(frozen=True)
class RowFile:
    """Cells by heading; `numbers` are those of the file they were in, or count from 1 where there was none."""

    facts: FileFacts
    rows: Sequence[Cells]
    numbers: Sequence[int]

    @property
    def estimated_rows(self) -> int:
        return len(self.rows)

    def batches(self) -> Iterator[Batch]:
        for first in range(0, len(self.rows), BATCH_ROWS):
            some = self.rows[first : first + BATCH_ROWS]
            columns = {
                name: pa.array([row.get(name) for row in some], pa.string()) for name in self.facts.headings
            }
            yield Batch(pa.array(self.numbers[first : first + BATCH_ROWS], pa.int64()), columns)


def row_file(rows: Sequence[Cells], name: str, sha256: str, numbers: Sequence[int] | None = None) -> RowFile:
    """A file of `rows`; its headings are those that any row has, in the order in which they turn up."""
    headings = tuple(dict.fromkeys(heading for row in rows for heading in row))
    facts = FileFacts(name, sha256, 0, ReadOptions(format="rows"), headings)
    return RowFile(facts, rows, list(numbers) if numbers is not None else list(range(1, len(rows) + 1)))
