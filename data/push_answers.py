"""What a pusher is told: the line of the ledger and the rows kept aside. Always read from the store, so that every
attempt of a request is told the same."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import Connection, Row, func, select

from data import schema

HELD_SHOWN = 100
"""Held rows that an answer names; the others are in the data desk."""


class HeldRow(TypedDict):
    """A row kept aside; `got` never repeats personal data."""

    row: int
    column: str
    reason: str
    expected: str
    got: str


class Answer(TypedDict):
    """What became of rows: received = accepted + duplicate + held; days are ISO, None where no row has one."""

    file: int
    received: int
    accepted: int
    duplicate: int
    held: int
    first_day: str | None
    last_day: str | None
    held_rows: list[HeldRow]


class Line(Answer):
    """The whole line of the ledger; times are local, ISO."""

    source: str
    sha256: str
    imported_at: str
    withdrawn_at: str | None


class Health(TypedDict):
    """What the screen shows, and how old that is; None before the first snapshot."""

    ok: bool
    snapshot: str | None
    first_day: str | None
    last_day: str | None
    age_seconds: int | None
    days_waiting: int


def find_file(connection: Connection, source: str, sha256: str) -> int | None:
    """The number of the standing file with these very rows, or None."""
    f = schema.import_file.c
    query = select(f.file_id).where(f.source == source, f.sha256 == sha256, f.withdrawn_at.is_(None))
    return connection.execute(query).scalar()


def answer_of(connection: Connection, file_id: int) -> Answer:
    """What became of a file's rows, with the first held ones."""
    f = schema.import_file
    return _answer(connection, connection.execute(select(f).where(f.c.file_id == file_id)).one())


def line_of(connection: Connection, source: str, file_id: int) -> Line | None:
    """The ledger's line of a source's own file; None for a number that no file has, or another source's."""
    f = schema.import_file
    found = connection.execute(select(f).where(f.c.file_id == file_id, f.c.source == source)).first()
    if found is None:
        return None
    return {
        **_answer(connection, found),
        "source": found.source,
        "sha256": found.sha256,
        "imported_at": found.imported_at.isoformat(timespec="seconds"),
        "withdrawn_at": found.withdrawn_at and found.withdrawn_at.isoformat(timespec="seconds"),
    }


def health_of(connection: Connection, now: datetime) -> Health:
    """The newest snapshot; `now` is local time. `days_waiting`: touched since, for the next refresh."""
    s, t = schema.snapshot, schema.touched_day.c
    newest = connection.execute(select(s).order_by(s.c.created_at.desc(), s.c.snapshot_id).limit(1)).first()
    waiting = connection.execute(select(func.count(t.day.distinct()))).scalar_one()
    if newest is None:
        return _health(None, None, None, None, waiting)
    age = max(0, int((now - newest.created_at).total_seconds()))
    return _health(newest.snapshot_id, newest.first_day, newest.last_day, age, waiting)


def _health(
    snapshot: str | None, first: date | None, last: date | None, age: int | None, waiting: int
) -> Health:
    return {
        "ok": True,
        "snapshot": snapshot,
        "first_day": _iso(first),
        "last_day": _iso(last),
        "age_seconds": age,
        "days_waiting": waiting,
    }


def _answer(connection: Connection, found: Row[tuple[object, ...]]) -> Answer:
    return {
        "file": found.file_id,
        "received": found.received,
        "accepted": found.accepted,
        "duplicate": found.duplicate,
        "held": found.held,
        "first_day": _iso(found.first_day),
        "last_day": _iso(found.last_day),
        "held_rows": _held_rows(connection, found.file_id),
    }


def _held_rows(connection: Connection, file_id: int) -> list[HeldRow]:
    h = schema.held_row.c
    query = select(h.row_number, h.column_name, h.reason, h.expected, h.got).where(h.file_id == file_id)
    rows = connection.execute(query.order_by(h.row_number).limit(HELD_SHOWN))
    return [
        {
            "row": r.row_number,
            "column": r.column_name,
            "reason": r.reason,
            "expected": r.expected,
            "got": r.got,
        }
        for r in rows
    ]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
