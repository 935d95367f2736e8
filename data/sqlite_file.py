"""A SQLite file that is finished or not there: written beside its place, then renamed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, event

from data.engine import connect
from data.errors import StoreError
from data.migrate import check_references

_LOAD_PRAGMAS = ("foreign_keys=OFF", "journal_mode=OFF", "synchronous=OFF", "cache_size=-262144")
"""Safe only for a file that is thrown away when its writing fails."""


@contextmanager
def replacing(target: Path) -> Iterator[Connection]:
    """A transaction on a new, empty file, which takes the place of `target` when the block ends well.

    Raises StoreError where another program has `target` open, or a row refers to one that is not there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    # Before the work, to say so at once, and after it, for somebody may have opened it meanwhile.
    _let_go(target)
    with TemporaryDirectory(prefix=".building-", dir=target.parent) as folder:
        part = Path(folder) / target.name
        engine = connect(f"sqlite:///{part}")
        event.listen(engine, "connect", _load_fast)
        try:
            with _loading(engine) as connection:
                yield connection
        finally:
            engine.dispose()
        _reach_the_disk(part)
        _let_go(target)
        part.replace(target)


def _load_fast(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in _LOAD_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _loading(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        yield connection
        connection.commit()
        check_references(connection)


def _reach_the_disk(path: Path) -> None:
    """A rename must not be on the disk before what it names."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _let_go(target: Path) -> None:
    """Close the old store's write-ahead log: left behind, it would be played into the new file."""
    if not target.exists():
        return
    with closing(sqlite3.connect(target, timeout=2)) as old:
        try:
            old.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"Expected {target} to be free, got: {error}. Stop Dichte and build again; nothing changed."
            ) from error
