"""Anchor: the place in a store's history up to which it was read, and whether the store goes on from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Table, func, select

from data import schema
from data.store_marks import read_mark
from data.visit_changes import newest_change


@dataclass(frozen=True)
class Anchor:
    """Marks of the store and of its visits; the newest entry of the list of changes; the newest of the ledger, where
    there is one, and its newest withdrawal. `day` and `venue_id` None: that entry was one of everything."""

    store: str
    visits: str
    change_id: int
    venue_id: int | None
    day: date | None
    file_id: int | None
    imported_at: datetime | None
    withdrawn_at: datetime | None


def read_anchor(connection: Connection) -> Anchor | None:
    """Where the store stands; None where it was never told apart from others."""
    store, visits = read_mark(connection, "store"), read_mark(connection, "visits")
    if store is None or visits is None:
        return None
    c, f = schema.visit_change.c, schema.import_file.c
    newest = select(c.change_id, c.venue_id, c.day).where(c.change_id == newest_change(connection))
    change = connection.execute(newest).one()
    line = connection.execute(select(f.file_id, f.imported_at).order_by(f.file_id.desc()).limit(1)).first()
    withdrawn_at = connection.execute(select(func.max(f.withdrawn_at))).scalar()
    return Anchor(
        store,
        visits,
        change.change_id,
        change.venue_id,
        change.day,
        line.file_id if line else None,
        line.imported_at if line else None,
        withdrawn_at,
    )


def goes_on(connection: Connection, anchor: Anchor) -> bool:
    """Whether the list of changes holds all that came after `anchor`.

    It does not where the store is another one, where its newest entry was forgotten since, or where a backup took the
    place of the store: numbers are given again then, but the ledger's clock tells.
    """
    change = {"change_id": anchor.change_id, "venue_id": anchor.venue_id, "day": anchor.day}
    line = {"file_id": anchor.file_id, "imported_at": anchor.imported_at}
    withdrawal = {"withdrawn_at": anchor.withdrawn_at}
    return (
        read_mark(connection, "store") == anchor.store
        and _has(connection, schema.visit_change, change)
        and (anchor.file_id is None or _has(connection, schema.import_file, line))
        and (anchor.withdrawn_at is None or _has(connection, schema.import_file, withdrawal))
    )


def _has(connection: Connection, table: Table, values: Mapping[str, object]) -> bool:
    same = [table.c[name].is_not_distinct_from(value) for name, value in values.items()]
    return connection.execute(select(table.primary_key.columns[0]).where(*same).limit(1)).first() is not None
