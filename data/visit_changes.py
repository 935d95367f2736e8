"""Which check-ins came or went, as pairs of venue and day: what the columnar snapshot has to read again.

Whoever changes rows of `checkin` notes it in the same transaction. Numbers grow with every write and never come again;
the list is bounded: an entry for everything makes those before it useless, and of the others the newest stay. Who has
seen only what is no longer listed has to read everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, func, select

from data import schema
from data.days import SECONDS_PER_DAY, UTC_OFFSET_SECONDS
from data.intake.bulk import insert_table
from data.store_marks import read_mark, renew

MOST_PAIRS = 50_000
"""Pairs of one write; a write that touches more is noted as one of everything."""

KEPT = 200_000
"""Entries that stay listed, the newest."""

_VISIT = ("venue_id", "person_id", "t_in", "t_out")

Row = Mapping[str, Any]


def note_visits(connection: Connection, rows: pa.Table) -> None:
    """Note check-ins that came or went; of their columns venue_id and t_in are looked at."""
    if not len(rows):
        return
    days = pc.divide(pc.add(rows.column("t_in").cast(pa.int64()), UTC_OFFSET_SECONDS), SECONDS_PER_DAY)
    pairs = pa.table({"venue_id": rows.column("venue_id"), "day": days.cast(pa.int32()).cast(pa.date32())})
    distinct = pairs.group_by(["venue_id", "day"], use_threads=False).aggregate([])
    if len(distinct) > MOST_PAIRS:
        note_everything(connection)
        return
    _begin(connection)
    insert_table(connection, schema.visit_change, distinct.select(["venue_id", "day"]))
    _forget(connection, newest_change(connection) - KEPT)


def note_rows(connection: Connection, rows: Iterable[Row]) -> None:
    """The same for rows as the store returns them."""
    pairs = [(row["venue_id"], row["t_in"]) for row in rows]
    venues, moments = zip(*pairs, strict=True) if pairs else ((), ())
    note_visits(connection, pa.table({"venue_id": pa.array(venues, pa.int64()), "t_in": pa.array(moments, pa.int64())}))


def note_replaced(connection: Connection, gone: Mapping[int, Row], come: Mapping[int, Row]) -> None:
    """Note rows replaced by others of the same number; those that speak of the same visit changed nothing."""
    changed = [n for n in gone.keys() | come.keys() if _visit(gone.get(n)) != _visit(come.get(n))]
    note_rows(connection, [row for n in changed for row in (gone.get(n), come.get(n)) if row is not None])


def note_everything(connection: Connection) -> None:
    """Note that any check-in may have changed."""
    c = schema.visit_change
    _begin(connection)
    connection.execute(c.insert().values(venue_id=None, day=None))
    _forget(connection, newest_change(connection) - 1)


def mark_anew(connection: Connection) -> None:
    """Everything in the store may be another; from here on what changes in it can be followed."""
    note_everything(connection)
    renew(connection, "world")


def newest_change(connection: Connection) -> int:
    """Number of the newest entry; 0 where nothing is listed."""
    newest: int | None = connection.execute(select(func.max(schema.visit_change.c.change_id))).scalar()
    return newest or 0


def _visit(row: Row | None) -> tuple[Any, ...] | None:
    return None if row is None else tuple(row[name] for name in _VISIT)


def _begin(connection: Connection) -> None:
    """A store is known by its marks from its first noted change on; the list is never empty after it."""
    if read_mark(connection, "store") is None:
        renew(connection, "store")
    renew(connection, "visits")


def _forget(connection: Connection, last: int) -> None:
    c = schema.visit_change
    connection.execute(c.delete().where(c.c.change_id <= last))
