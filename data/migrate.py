"""The store's schema as a chain of revisions, without an alembic.ini."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from data.errors import StoreError

_SCRIPTS = Path(__file__).with_name("migrations")


def upgrade(engine: Engine) -> None:
    """Bring the store to the program's schema, all or nothing; a store already there is left as it is.

    Raises StoreError where the store is newer than the program.
    """
    with _unchecked(engine) as connection, connection.begin():
        upgrade_connection(connection)
        check_references(connection)


@contextmanager
def _unchecked(engine: Engine) -> Iterator[Connection]:
    """A connection on which a table that others refer to may be copied and dropped.

    SQLite can't change most of a table in any other way, and heeds this switch only outside a transaction.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            yield connection
            return
        driver = connection.connection.cursor()
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def check_references(connection: Connection) -> None:
    """Raises StoreError where a row refers to one that is not there. Only SQLite can have let one in."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise StoreError(
            f"Expected every row to refer to rows of the store, got {tuple(broken)}. Report this."
        )


def upgrade_connection(connection: Connection) -> None:
    """The same inside the caller's transaction; a store of SQLite that holds rows needs `upgrade`."""
    if not is_current(connection):
        command.upgrade(config(connection), "head")


def is_current(connection: Connection) -> bool:
    """Whether the store has the program's schema; raises StoreError where it is newer than the program."""
    scripts = ScriptDirectory.from_config(config(connection))
    head = scripts.get_current_head()
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"Expected a store of revision {head} or older, got {found}, which this "
            "program does not know. Use the newer program that wrote it, or point DICHTE_VAR elsewhere."
        )
    return found == head


def check_current(connection: Connection) -> None:
    """Raises StoreError where the store is missing, older or newer than the program."""
    if not is_current(connection):
        raise StoreError(
            "Expected a store built by this program, got none or an older one. Run: python -m data build"
        )


def config(connection: Connection) -> Config:
    """Alembic's configuration, made in code."""
    made = Config()
    made.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made
