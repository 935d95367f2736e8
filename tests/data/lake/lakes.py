"""Stores with check-ins set by hand, their snapshot, and a full build beside it to compare with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path

import numpy as np
from sqlalchemy import Connection, select

from data import schema
from data.engine import connect, writing
from data.lake.lake import Lake, lake_dir
from data.lake.manifest import read_manifest
from data.lake.refresh import Refreshed, refresh_lake
from data.settings import Settings
from data.store import Store
from data.visit_changes import note_rows
from tests.world import write_world

Visit = tuple[int, int, int, int | None]
"""Venue, person, check-in, check-out."""


def tiny_store(folder: Path, database_url: str = "") -> Store:
    """The tiny world; `database_url`: of an empty database that has the schema already."""
    folder.mkdir(parents=True, exist_ok=True)
    store = reopened(folder, database_url)
    if not database_url:
        schema.metadata.create_all(store.engine)
    with writing(store.engine) as connection:
        write_world(connection)
    return store


def reopened(folder: Path, database_url: str = "") -> Store:
    """The same store as another program finds it."""
    settings = Settings(var_dir=folder, database_url=database_url)
    return Store(settings, connect(settings.store_url))


def put(connection: Connection, number: int, visit: Visit | None) -> None:
    """Put a check-in under a number, in the place of what stood there; None takes it away."""
    c = schema.checkin
    row = select(c.c.venue_id, c.c.t_in).where(c.c.checkin_id == number)
    note_rows(connection, [dict(r) for r in connection.execute(row).mappings()])
    connection.execute(c.delete().where(c.c.checkin_id == number))
    if visit is not None:
        values = dict(zip(("venue_id", "person_id", "t_in", "t_out"), visit, strict=True))
        connection.execute(c.insert().values(checkin_id=number, file_id=1, **values))
        note_rows(connection, [values])


def put_one(store: Store, number: int, visit: Visit | None) -> None:
    with writing(store.engine) as connection:
        put(connection, number, visit)


def refreshed(store: Store) -> Refreshed:
    return refresh_lake(store.engine, lake_dir(store.settings))


def content(store: Store) -> dict[str, bytes]:
    """The segments of the store's snapshot, byte for byte."""
    return segments_in(lake_dir(store.settings))


def built_anew(store: Store, folder: Path) -> dict[str, bytes]:
    """The same of a full build in another folder."""
    assert refresh_lake(store.engine, folder, is_whole=True).is_full
    return segments_in(folder)


def segments_in(folder: Path) -> dict[str, bytes]:
    manifest = read_manifest(folder)
    assert manifest is not None
    return {segment.name: (folder / segment.name).read_bytes() for segment in manifest.segments}


def visits_in(lake: Lake) -> Counter[tuple[int, int, int, int]]:
    """Venue, check-in, stay and person of every row."""
    found: Counter[tuple[int, int, int, int]] = Counter()
    for s in lake.segments:
        venue = np.repeat(s.venue, np.diff(s.start))
        found.update(zip(*(c.tolist() for c in (venue, s.t_in, s.stay, s.person)), strict=True))
    return found


def visits_of(store: Store) -> Counter[tuple[int, int, int, int]]:
    """The same, asked of the store row by row."""
    c = schema.checkin.c
    with store.read() as connection:
        rows = connection.execute(select(c.venue_id, c.t_in, c.t_out, c.person_id)).all()
    return Counter((venue, came, -1 if left is None else left - came, who) for venue, came, left, who in rows)


def files_in(folder: Path, but: Collection[str] = ("lock",)) -> set[str]:
    return {path.name for path in folder.iterdir()} - set(but)


def changes(connection: Connection) -> list[tuple[int, int | None, str | None]]:
    """The list of changes: number, venue, day."""
    c = schema.visit_change.c
    rows = connection.execute(select(c.change_id, c.venue_id, c.day).order_by(c.change_id))
    return [(number, venue, None if day is None else str(day)) for number, venue, day in rows]
