"""Snapshots: a state of the rollups, known by the digest of what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from sqlalchemy import Connection, not_, select

from data import schema
from data.cube import Snapshot
from data.days import days_between, now, runs
from data.ledger import insert_rows
from data.units import newest_counts

DIGITS = 12
READ_ROWS = 10_000
"""Rows fetched at once."""


def find_newest(connection: Connection) -> Snapshot | None:
    """The newest snapshot, or None before the first."""
    s = schema.snapshot
    row = connection.execute(select(s).order_by(s.c.created_at.desc(), s.c.snapshot_id).limit(1)).first()
    return None if row is None else Snapshot(*row)


def write_snapshot(connection: Connection, span: tuple[date, date], changed: Iterable[date]) -> Snapshot:
    """Note the rollups as they are now; only `changed` days are read."""
    s = schema.snapshot
    _digest_days(connection, span, changed)
    snapshot = Snapshot(_digest(connection, span), now().replace(tzinfo=None), *span)
    newest = find_newest(connection)
    if newest is not None and newest.id == snapshot.id:
        return newest
    # A state may come back, for instance when a correction is undone: then it is the newest again.
    connection.execute(s.delete().where(s.c.snapshot_id == snapshot.id))
    values = {"created_at": snapshot.created_at, "first_day": span[0], "last_day": span[1]}
    connection.execute(s.insert().values(snapshot_id=snapshot.id, **values))
    return snapshot


def _digest_days(connection: Connection, span: tuple[date, date], changed: Iterable[date]) -> None:
    """Renew the digests of changed days, and forget days outside the span."""
    r = schema.rollup_day
    connection.execute(r.delete().where(not_(r.c.day.between(*span))))
    for first, last in runs(changed):
        totals = {day: sha256() for day in days_between(first, last)}
        for table in (schema.rollup_cell, schema.rollup_unplaced, schema.venue_exposure):
            # Since when a figure is known says nothing of what it is.
            what = [column for column in table.c if column.name != "known_from"]
            of_days = select(*what).where(table.c.day.between(first, last)).order_by(*table.primary_key)
            for row in connection.execute(of_days.execution_options(yield_per=READ_ROWS)):
                totals[row.day].update(f"{table.name}|{tuple(row)}\n".encode())
        connection.execute(r.delete().where(r.c.day.between(first, last)))
        digests = [{"day": day, "digest": total.hexdigest()} for day, total in totals.items()]
        insert_rows(connection, r, digests)


def _digest(connection: Connection, span: tuple[date, date]) -> str:
    """First hex digits of the SHA-256 over the span, the digests of its days and imported counts of people."""
    total = sha256("|".join(day.isoformat() for day in span).encode())
    r = schema.rollup_day.c
    for digest in connection.execute(select(r.digest).order_by(r.day)).scalars():
        total.update(digest.encode())
    # Rates change with the people they are a share of.
    for counted in sorted(newest_counts(connection).items()):
        total.update(f"people|{counted}\n".encode())
    return total.hexdigest()[:DIGITS]
