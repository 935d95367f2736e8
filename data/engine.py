"""The SQLAlchemy engine: SQLite in WAL mode by default, PostgreSQL by URL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, OperationalError

from data.access.acting import OWNER, Acting
from data.errors import StoreBusy

_PRAGMAS_IN_USE = ("foreign_keys=ON", "temp_store=MEMORY", "cache_size=-65536")
_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000", *_PRAGMAS_IN_USE)

_BULK_PRAGMAS = ("foreign_keys=OFF", "temp_store=FILE", "cache_size=-32768")
"""For a large load: references are checked all at once, and an index is sorted on disk, as much in memory as the cache
may hold."""


def connect(url: str) -> Engine:
    """An engine for `url`; SQLite gets write-ahead logging so that readers never wait for a writer."""
    # A failed statement is logged without its values: they are what people said.
    engine = create_engine(url, hide_parameters=True)
    if make_url(url).get_backend_name() == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "checkin", _as_it_was_made)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "begin", _act)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    # The driver would begin only before the first write, and reads before it would not be of one moment.
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(_BULK, False):
        for pragma in _BULK_PRAGMAS:
            connection.exec_driver_sql(f"PRAGMA {pragma}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITER, False) else "BEGIN")


def _act(connection: Connection) -> None:
    """Row-level security lets nobody see a row who did not say whose eyes it is, the owner included."""
    acting: Acting = connection.get_execution_options().get(_ACTING, OWNER)
    acting.begin(connection)


def _as_it_was_made(connection: Any, _record: Any) -> None:
    """After a bulk load a connection goes back to the others like any; it is None where it broke."""
    if connection is not None:
        for pragma in _PRAGMAS_IN_USE:
            connection.execute(f"PRAGMA {pragma}")


_WRITER, _BULK, _ACTING, _AFTER = "dichte_writer", "dichte_bulk", "dichte_acting", "dichte_after"
_WRITERS_LOCK = 0x64696368
"""Number of PostgreSQL's advisory lock that writers queue for; any fixed number does."""


@contextmanager
def reading(engine: Engine, acting: Acting = OWNER) -> Iterator[Connection]:
    """One read transaction that sees one state of the store, however many statements it takes.

    SQLite has no other kind; PostgreSQL would show every statement the newest state.
    """
    options: dict[str, Any] = {_ACTING: acting}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, is_bulk: bool = False) -> Iterator[Connection]:
    """One write transaction, alone: writers queue, readers go on reading what was there before.

    `is_bulk`: SQLite looks up no reference row by row, which takes a third of the time of a large load; the caller
    checks them all at once. Raises StoreBusy where another one holds the store for longer than the pragma allows.
    """
    after: dict[str, Callable[[], None]] = {}
    options = {_WRITER: True, _BULK: is_bulk, _AFTER: after}
    try:
        with engine.connect().execution_options(**options) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITERS_LOCK})
            yield connection
    except OperationalError as error:
        if "locked" in str(error.orig):
            raise StoreBusy(
                "Expected to write to the store, got a store that another import is writing to. Nothing of this one "
                "was kept: try again in a minute."
            ) from error
        raise
    for act in after.values():
        act()


def after_commit(connection: Connection, name: str, act: Callable[[], None]) -> None:
    """Have `act` called once what `writing` began stands, and never where it fails; the last of a name counts."""
    connection.get_execution_options()[_AFTER][name] = act


@contextmanager
def as_it_was_checked() -> Iterator[None]:
    """Rows that were checked before the transaction began may refer to what is gone since; raises StoreBusy then."""
    try:
        yield
    except IntegrityError as error:
        raise StoreBusy(
            "Expected a store as it was when the rows were checked, got one that changed meanwhile: something they "
            "refer to is gone. Nothing was kept: check the file again."
        ) from error
