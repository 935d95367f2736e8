"""Columns of text as a batch; rows with a character that no store keeps are broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.readers.arrow_text import as_text
from data.readers.batch import BATCH_ROWS, Batch, BrokenRow
from data.readers.rows import unreadable

_MOST_BYTES = 64 << 20

Bad = Mapping[int, tuple[str, str]]
_NONE: Bad = MappingProxyType({})


def small_parts(rows: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """The rows in parts whose text stays small: a few bytes of a file can stand for a long text in every row."""
    longest = sum(_longest(column) for column in rows.columns)
    most = min(BATCH_ROWS, max(1, _MOST_BYTES // max(1, longest)))
    for start in range(0, len(rows), most):
        yield rows.slice(start, most)


def _longest(column: pa.Array) -> int:
    if not pa.types.is_dictionary(column.type):
        return 0
    length = pc.max(pc.binary_length(column.dictionary.cast(pa.binary()))).as_py()
    return int(length or 0)


def as_batch(columns: Mapping[str, pa.Array], first: int, bad: Bad = _NONE) -> Batch:
    """Columns of any flat type as a batch of text whose rows are numbered from `first` on.

    `bad` rows are set aside as broken: by their place, the column and what was found there.
    """
    texts = {heading: as_text(column) for heading, column in columns.items()}
    numbers = np.arange(first, first + len(next(iter(texts.values()))), dtype=np.int64)
    bad = {**_with_nul(texts), **bad}
    if not bad:
        return Batch(pa.array(numbers), texts)
    broken = tuple(_broken(texts, place, first + place, *bad[place]) for place in sorted(bad))
    kept = np.ones(len(numbers), dtype=np.bool_)
    kept[list(bad)] = False
    mask = pa.array(kept)
    return Batch(pa.array(numbers[kept]), {h: text.filter(mask) for h, text in texts.items()}, broken)


def _with_nul(texts: Mapping[str, pa.StringArray]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for heading, text in texts.items():
        mask = pc.fill_null(pc.match_substring(text, "\0"), False)
        if pc.any(mask).as_py():
            places = np.flatnonzero(mask.to_numpy(zero_copy_only=False))
            found |= {int(n): (heading, "a character that is no text") for n in places}
    return found


def _broken(texts: Mapping[str, pa.StringArray], place: int, number: int, column: str, got: str) -> BrokenRow:
    return unreadable(number, column, got, [text[place].as_py() for text in texts.values()])
