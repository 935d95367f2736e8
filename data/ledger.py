"""The ledger: every row of a file ends as accepted, duplicate or held, or the file leaves no trace.

Nothing here commits: the caller's transaction makes an import all or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Connection, Table, select

from data import schema
from data.days import now
from data.plain_rows import insert_columns

MANY = 100
"""Rows from which on the shorter way is worth it."""


@dataclass(frozen=True)
class Tally:
    """What became of a file, in rows or in cases; received = accepted + duplicate + held."""

    accepted: int = 0
    duplicate: int = 0
    held: int = 0

    @property
    def received(self) -> int:
        return self.accepted + self.duplicate + self.held


@dataclass(frozen=True)
class FileRecord:
    """What the ledger notes of a file."""

    source: str
    name: str
    sha256: str
    rows: Tally
    first_day: date | None
    last_day: date | None
    is_simulated: bool = False


def is_imported(connection: Connection, source: str, digest: str) -> bool:
    """Whether this very file is in the ledger and stands."""
    f = schema.import_file.c
    same = select(f.file_id).where(f.source == source, f.sha256 == digest, f.withdrawn_at.is_(None))
    return connection.execute(same).first() is not None


def write_file(connection: Connection, record: FileRecord) -> int:
    """Note a file in the ledger; returns its number."""
    result = connection.execute(
        schema.import_file.insert().values(
            source=record.source,
            name=record.name,
            sha256=record.sha256,
            received=record.rows.received,
            accepted=record.rows.accepted,
            duplicate=record.rows.duplicate,
            held=record.rows.held,
            first_day=record.first_day,
            last_day=record.last_day,
            is_simulated=record.is_simulated,
            imported_at=now().replace(tzinfo=None),
        )
    )
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows that all name the same columns, none included: an empty list would insert one row of defaults."""
    if len(rows) >= MANY:
        insert_columns(connection, table, {name: [row[name] for row in rows] for name in rows[0]})
    elif rows:
        connection.execute(table.insert(), rows)


def touch(
    connection: Connection, subject: str, days: Iterable[date], changed_at: datetime | None = None
) -> None:
    """Mark days for the next refresh; marking twice is marking once, and the latest moment stands.

    `changed_at` is when the change became known, local time; None: with the report of each day.
    """
    t = schema.touched_day
    marked = connection.execute(select(t.c.day, t.c.changed_at).where(t.c.subject == subject))
    known: dict[date, datetime | None] = dict(marked.all())
    chosen = set(days)
    rows = [{"subject": subject, "day": day, "changed_at": changed_at} for day in sorted(chosen - set(known))]
    insert_rows(connection, t, rows)
    later = [day for day in chosen & set(known) if _is_later(changed_at, known[day])]
    if later:
        this = (t.c.subject == subject) & t.c.day.in_(later)
        connection.execute(t.update().where(this).values(changed_at=changed_at))


def _is_later(moment: datetime | None, known: datetime | None) -> bool:
    return moment is not None and (known is None or moment > known)


def cover(
    connection: Connection, file_id: int, subject: str, days: Iterable[date], unit_ids: Sequence[int]
) -> None:
    """Note that a file reports on every commune and day given, each report at the end of its day."""
    rows = [
        {"file_id": file_id, "subject": subject, "day": day, "unit_id": unit, "received_at": end_of(day)}
        for day in days
        for unit in unit_ids
    ]
    insert_rows(connection, schema.coverage, rows)


def end_of(day: date) -> datetime:
    """When a report that came day by day is taken to have come."""
    return datetime.combine(day, time(23, 59))
