"""The bytes of a column, to look at many rows at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray


@dataclass(frozen=True)
class Utf8:
    """`data` holds the bytes of all rows one after the other; row r begins at `starts[r]`, `lengths[r]` bytes."""

    data: NDArray[np.uint8]
    starts: NDArray[np.int32]
    lengths: NDArray[np.int32]

    def columns(self, rows: NDArray[np.intp], length: int) -> NDArray[np.uint8]:
        """Bytes of rows that are all `length` long, as (length, rows): one contiguous line a position."""
        if length == 0 or rows.size == 0:
            return np.zeros((length, rows.size), dtype=np.uint8)
        first = int(self.starts[rows[0]])
        if rows.size * length == self.data.size - first:
            return np.ascontiguousarray(self.data[first:].reshape(-1, length).T)
        return np.ascontiguousarray(sliding_window_view(self.data, length)[self.starts[rows]].T)


def utf8(texts: pa.StringArray) -> Utf8:
    """The bytes behind an array of strings; a null has none."""
    _, offset_bytes, data_bytes = texts.buffers()
    if offset_bytes is None or len(texts) == 0:
        return Utf8(np.zeros(0, np.uint8), np.zeros(len(texts), np.int32), np.zeros(len(texts), np.int32))
    offsets = np.frombuffer(offset_bytes, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(data_bytes, np.uint8) if data_bytes else np.zeros(0, np.uint8)
    return Utf8(data[: offsets[-1]], offsets[:-1], np.diff(offsets))


def is_digit(byte: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which bytes are 0 to 9."""
    return (byte - np.uint8(48)) < 10


def number(columns: NDArray[np.uint8]) -> NDArray[np.int32]:
    """The number that lines of digits make, the first line the highest place."""
    made = np.zeros(columns.shape[1], dtype=np.int32)
    for line in columns:
        made = made * 10 + (line - np.uint8(48))
    return made
