"""Bulk insert of simulated tables; indexes of large ones are made after the load."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Table

from data import schema
from data.outbreak_2021 import simulate
from data.plain_rows import insert_columns

CHUNK_ROWS = 50_000


def load_table(connection: Connection, loaded: simulate.Table, file_id: int) -> None:
    """Insert every row of a simulated table, in chunks; `file_id` goes where the table has one."""
    table = schema.metadata.tables[loaded.name]
    constants = {"file_id": file_id} if "file_id" in table.c else {}
    for first in range(0, len(loaded), CHUNK_ROWS):
        last = min(first + CHUNK_ROWS, len(loaded))
        columns = {name: loaded.objects(name, first, last) for name in loaded.columns}
        columns |= {name: [value] * (last - first) for name, value in constants.items()}
        insert_columns(connection, table, columns)


@contextmanager
def without_indexes(connection: Connection, *tables: Table) -> Iterator[None]:
    """Drop the indexes of `tables` for the time of the block and make them anew after it."""
    indexes = [index for table in tables for index in sorted(table.indexes, key=lambda i: str(i.name))]
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)
