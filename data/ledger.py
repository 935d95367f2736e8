"""The ledger: every row of a file ends as accepted, duplicate or held, or the file leaves no trace.

Nothing here commits: the caller's transaction makes an import all or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Connection, Table, select

from data import schema
from data.days import days_between, now


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
    """Whether this very file is in the ledger."""
    f = schema.import_file
    found = connection.execute(select(f.c.file_id).where(f.c.source == source, f.c.sha256 == digest))
    return found.first() is not None


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
    """Insert rows, none included: an empty list would insert one row of defaults."""
    if rows:
        connection.execute(table.insert(), rows)


def touch(connection: Connection, subject: str, days: Iterable[date]) -> None:
    """Mark days for the next refresh; marking twice is marking once."""
    t = schema.touched_day
    marked = set(connection.execute(select(t.c.day).where(t.c.subject == subject)).scalars())
    insert_rows(connection, t, [{"subject": subject, "day": day} for day in sorted(set(days) - marked)])


def write_reports(
    connection: Connection, subject: str, first: date, last: date, unit_ids: Sequence[int]
) -> tuple[date, ...]:
    """Note that every commune reported on every day, each at the end of its day; returns the days."""
    r, days = schema.report, days_between(first, last)
    connection.execute(r.delete().where(r.c.subject == subject, r.c.day.between(first, last)))
    came = [(day, datetime.combine(day, time(23, 59))) for day in days]
    rows = [
        {"subject": subject, "day": d, "unit_id": u, "received_at": at} for d, at in came for u in unit_ids
    ]
    insert_rows(connection, r, rows)
    return days
