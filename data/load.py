"""Bulk insert of simulated tables; indexes of large ones are made after the load."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table

from data import schema
from data.outbreak_2021 import simulate

CHUNK_ROWS = 50_000


def load_table(connection: Connection, loaded: simulate.Table, file_id: int) -> None:
    """Insert every row of a simulated table, in chunks; `file_id` goes where the table has one."""
    table = schema.metadata.tables[loaded.name]
    constants = {"file_id": file_id} if "file_id" in table.c else {}
    for first in range(0, len(loaded), CHUNK_ROWS):
        last = min(first + CHUNK_ROWS, len(loaded))
        columns = {name: loaded.objects(name, first, last) for name in loaded.columns}
        columns |= {name: [value] * (last - first) for name, value in constants.items()}
        _insert(connection, table, columns)


def _insert(connection: Connection, table: Table, columns: dict[str, list[Any]]) -> None:
    """SQLite takes plain tuples four times as fast as named rows; every other store takes the plain path."""
    if connection.dialect.name != "sqlite":
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        connection.execute(table.insert(), rows)
        return
    bound = [_bound(connection, table, name, values) for name, values in columns.items()]
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"
    connection.exec_driver_sql(statement, list(zip(*bound, strict=True)))


def _bound(connection: Connection, table: Table, name: str, values: list[Any]) -> list[Any]:
    """Values as the column's type writes them, dates as text for instance."""
    process = table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return values if process is None else [process(value) for value in values]


@contextmanager
def without_indexes(connection: Connection, *tables: Table) -> Iterator[None]:
    """Drop the indexes of `tables` for the time of the block and make them anew after it."""
    indexes = [index for table in tables for index in sorted(table.indexes, key=lambda i: str(i.name))]
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)
