"""Many rows at once into a table, in the order of its key so that the tree grows at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import Connection, Table

from data.plain_rows import insert_columns

CHUNK_ROWS = 50_000


def silent(_share: float) -> None:
    """Progress that nobody watches."""


def insert_table(
    connection: Connection,
    table: Table,
    rows: pa.Table,
    constants: Mapping[str, Any] | None = None,
    order: NDArray[np.int64] | None = None,
    progress: Callable[[float], None] = silent,
) -> None:
    """Insert `rows`, or those at the positions `order` and in that order; columns are named as the table's.

    `constants` stand in every row. Rows are taken a chunk at a time, so that there is never a second copy of all.
    """
    count = len(rows) if order is None else len(order)
    for first in range(0, count, CHUNK_ROWS):
        here = None if order is None else pa.array(order[first : first + CHUNK_ROWS])
        chunk = rows.slice(first, CHUNK_ROWS) if here is None else rows.take(here)
        columns = {name: as_objects(chunk.column(name)) for name in _answered(chunk, table)}
        columns |= {name: [value] * len(chunk) for name, value in (constants or {}).items()}
        insert_columns(connection, table, columns)
        progress(min(1.0, (first + CHUNK_ROWS) / count))


def _answered(chunk: pa.Table, table: Table) -> list[str]:
    """Columns that have to be named: one that is null in every row is null by itself, and costs no time."""
    names: list[str] = chunk.column_names
    return [n for n in names if chunk.column(n).null_count < len(chunk) or not table.c[n].nullable]


def as_objects(column: pa.ChunkedArray | pa.Array) -> list[Any]:
    """Plain Python values, None for null; by way of numpy, which is many times faster."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks)
    if pa.types.is_boolean(array.type):
        array = array.cast(pa.int8())
    if pa.types.is_integer(array.type) or pa.types.is_floating(array.type):
        values: list[Any] = array.fill_null(0).to_numpy(zero_copy_only=False).tolist()
        if array.null_count:
            missing = array.is_null().to_numpy(zero_copy_only=False).tolist()
            values = [None if gone else value for value, gone in zip(values, missing, strict=True)]
        return values
    if pa.types.is_string(array.type):
        return list(array.to_numpy(zero_copy_only=False))
    return list(array.to_pylist())


def chunks(values: list[int], size: int = 500) -> Iterator[list[int]]:
    """Short lists: a statement takes only so many values."""
    for first in range(0, len(values), size):
        yield values[first : first + size]
