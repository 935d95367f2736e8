"""Rows that were read one by one, gathered into batches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from data.readers.batch import BATCH_ROWS, Batch, BrokenRow

Row = tuple[int, Sequence[str | None]]
"""Its number, and a cell for each heading."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_CHARACTERS = 32 << 20
"""In one batch, so that a few hundred outlines don't fill the memory."""


def batched(rows: Iterable[Row | BrokenRow], headings: Sequence[str]) -> Iterator[Batch]:
    """Batches of the rows in their order; a column per heading."""
    whole: list[Row] = []
    broken: list[BrokenRow] = []
    characters = 0
    for row in rows:
        if isinstance(row, BrokenRow):
            broken.append(row)
            characters += sum(map(len, row.cells))
        else:
            whole.append(row)
            characters += sum(len(cell) for cell in row[1] if cell)
        if len(whole) + len(broken) == BATCH_ROWS or characters > _MOST_CHARACTERS:
            yield _batch(whole, broken, headings)
            whole, broken, characters = [], [], 0
    if whole or broken:
        yield _batch(whole, broken, headings)


def _batch(whole: list[Row], broken: list[BrokenRow], headings: Sequence[str]) -> Batch:
    numbers = pa.array([number for number, _ in whole], pa.int64())
    columns = zip(*(cells for _, cells in whole), strict=True) if whole else ((),) * len(headings)
    texts = {h: pa.array(cells, pa.string()) for h, cells in zip(headings, columns, strict=True)}
    return Batch(numbers, texts, tuple(broken))


def is_text(cell: str) -> bool:
    """No NUL, which no store keeps, and no half of a surrogate pair, which is no character."""
    return "\0" not in cell and (cell.isascii() or not _SURROGATE.search(cell))


def unreadable(number: int, column: str, got: str, cells: Sequence[str | None]) -> BrokenRow:
    """A row with a cell that holds no text that could be kept."""
    kept = tuple(cell if cell and is_text(cell) else "" for cell in cells)
    return BrokenRow(number, "cell_unreadable", f"a value in {column}", got, kept)
