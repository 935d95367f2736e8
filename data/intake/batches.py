"""Batches on their way: the next one is read while this one is judged; in the end they are one table."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa

from data.readers.batch import Batch


def one_ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches; each is read by a thread of its own while the one before is in use."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch


def whole(tables: list[pa.Table]) -> pa.Table:
    """One table without seams, column by column; `tables` is emptied, so that no two copies of all are ever held."""
    if not tables:
        return pa.table({})
    seamed = pa.concat_tables(tables, promote_options="permissive")
    tables.clear()
    columns: dict[str, pa.Array] = {}
    for name in seamed.column_names:
        columns[name] = seamed.column(name).combine_chunks()
        seamed = seamed.drop_columns([name])
    pa.default_memory_pool().release_unused()
    return pa.table(columns)
