"""Store: the one handle that layers and callbacks hold. It reads; nothing in it is shared between readers but the cube."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from data.cube import Cube, load_cube, newest_snapshot
from data.engine import connect
from data.errors import StoreError
from data.migrate import check_current
from data.settings import Settings
from data.units import load_units


@dataclass(eq=False)
class Store:
    """Engine and settings, with the cube of the newest snapshot kept in memory."""

    settings: Settings
    engine: Engine
    _cube: Cube | None = field(default=None, repr=False)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read transaction: everything read inside is of one moment."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def cube(self) -> Cube:
        """The cube of the newest snapshot, read again only when the snapshot changed."""
        with self.read() as connection:
            snapshot = newest_snapshot(connection)
            if self._cube is None or self._cube.snapshot.id != snapshot.id:
                self._cube = load_cube(connection, load_units(connection), snapshot)
        return self._cube

    @property
    def geometry_dir(self) -> Path:
        """Folder of the built boundary files, named by their content."""
        return self.settings.var_dir / "boundaries"


def open_store(settings: Settings) -> Store:
    """The store of `settings`; raises StoreError where it is missing, unreadable, older or newer than the program."""
    path = settings.sqlite_path
    if path is not None and not path.is_file():
        raise StoreError(f"Expected the store {path}, found none. Run: python -m data build")
    engine = connect(settings.store_url)
    try:
        with engine.connect() as connection:
            check_current(connection)
    except DatabaseError as error:
        raise StoreError(
            f"Expected a store at {settings.store_url}, got: {error.orig}. Move that file away and run: python -m data build"
        ) from error
    return Store(settings, engine)
