"""Bytes of deleted rows: out of the store's file and its log, and out of what was made of the rows beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from shutil import rmtree
from typing import Any

from sqlalchemy import Connection, Engine

from data import schema
from data.errors import StoreError
from data.lake.files import alone
from data.lake.lake import lake_dir
from data.lake.manifest import read_manifest, write_manifest
from data.lake.refresh import refresh_lake
from data.settings import Settings

PATIENCE_MS = 30_000
"""How long is waited for readers to let go of the log, milliseconds."""


def write_over(connection: Connection) -> None:
    """From here on SQLite puts zeros where this connection deletes, and frees nothing as it was."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")


def empty_log(engine: Engine) -> bool:
    """Bring SQLite's write-ahead log into the file and cut it to nothing; False where readers never let go of it."""
    if engine.dialect.name != "sqlite":
        return True
    with _plain(engine) as cursor:
        is_busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not is_busy


def write_anew(engine: Engine) -> None:
    """Write the whole store anew without what was deleted; nobody else can write meanwhile, and it takes its size again.

    Zeros alone are not enough in SQLite: a row that was moved from page to page leaves bytes behind. Raises StoreError
    where there is no room.
    """
    if engine.dialect.name == "sqlite":
        with _plain(engine) as cursor:
            _vacuum(cursor)
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in schema.metadata.sorted_tables:
            connection.exec_driver_sql(f"VACUUM FULL {table.name}")


@contextmanager
def _plain(engine: Engine) -> Iterator[Any]:
    """SQLite's own cursor, in no transaction, of a connection that nobody else gets after it."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        # The copy of a large store has no room in memory.
        cursor.execute("PRAGMA temp_store=FILE")
        yield cursor
    finally:
        connection.invalidate()


def _vacuum(cursor: Any) -> None:
    try:
        cursor.execute("VACUUM")
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"Expected to write the store anew without the rows that were deleted, got: {error}. Free twice its size on "
            "the disk, or run: python -m data retention at a quiet time; the rows are deleted, but bytes of them may be "
            "left in the file."
        ) from error


def renew_copies(engine: Engine, settings: Settings) -> None:
    """Bring the columnar snapshot to the store's state, keep none of the one before, and drop partitions made of it."""
    rmtree(settings.var_dir / "partitions", ignore_errors=True)
    folder = lake_dir(settings)
    if read_manifest(folder) is None:
        return
    refresh_lake(engine, folder)
    with alone(folder):
        manifest = read_manifest(folder)
        if manifest is not None:
            write_manifest(folder, replace(manifest, before=()))
