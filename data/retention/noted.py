"""What was deleted is counted: a row of retention_run for each run and kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from data import schema
from data.days import now
from data.ledger import insert_rows

DAY_KEYS, FINISHED = "day_keys", "finished"
"""Not rows: the keys that were destroyed, and that a run came to its end."""


@dataclass(frozen=True)
class Deleted:
    """So many rows, or keys, of one kind: everything before a day."""

    what: str
    before_day: date
    rows: int = 0
    keys: int = 0


@dataclass(frozen=True)
class Noted:
    """What a run noted, and when, local time."""

    at: datetime
    deleted: Deleted


def note(connection: Connection, deleted: Deleted) -> None:
    """In the transaction that deletes: what is counted went, and what went is counted."""
    moment = now().replace(tzinfo=None, microsecond=0)
    insert_rows(connection, schema.retention_run, [{"at": moment, **vars(deleted)}])


def history(connection: Connection, limit: int | None = None) -> tuple[Noted, ...]:
    """What was noted, the newest first."""
    r = schema.retention_run.c
    query = select(r.at, r.what, r.before_day, r.rows, r["keys"]).order_by(r.run_id.desc()).limit(limit)
    return tuple(Noted(row.at, Deleted(*row[1:])) for row in connection.execute(query))


def newest_run(connection: Connection) -> tuple[Noted, ...]:
    """What the newest finished run deleted, in the order in which it did; empty before the first."""
    r = schema.retention_run.c
    ends = connection.execute(select(r.run_id).where(r.what == FINISHED).order_by(r.run_id.desc()).limit(2))
    last, before = [*ends.scalars(), 0, 0][:2]
    within = r.run_id.between(before + 1, last)
    query = select(r.at, r.what, r.before_day, r.rows, r["keys"]).where(within).order_by(r.run_id)
    return tuple(Noted(row.at, Deleted(*row[1:])) for row in connection.execute(query))


def has_begun(connection: Connection) -> bool:
    """Whether anything was deleted since the newest run that came to its end."""
    r = schema.retention_run.c
    ended = select(func.coalesce(func.max(r.run_id), 0)).where(r.what == FINISHED).scalar_subquery()
    query = select(r.run_id).where(r.run_id > ended, r.rows > 0).limit(1)
    return connection.execute(query).first() is not None


def finished_on(connection: Connection) -> date | None:
    """The day of the newest run that came to its end."""
    r = schema.retention_run.c
    found: date | None = connection.execute(select(func.max(r.before_day)).where(r.what == FINISHED)).scalar()
    return found
