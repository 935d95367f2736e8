"""Rows that another version of their record keeps out hold what they say as JSON; it goes when its time is over too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from data import schema
from data.intake.changes import day_of_row
from data.intake.words import Row, pack, unpack
from data.retention.due import old_files, real_files
from data.subjects import SUBJECTS, Subject


def delete_aside(connection: Connection, subject: Subject, before: date) -> int:
    """Delete versions of days before `before`, and every repetition of them."""
    a, deleted = schema.set_aside, 0
    for row, said, held in _kept_out(connection, subject, before):
        day = held["day"] if said is None and held else day_of_row(subject, said or {})
        if day is None or day >= before:
            continue
        here = (a.c.subject == subject.key) & (a.c.record_key == row.record_key)
        deleted += connection.execute(a.delete().where(here, a.c.content_key == row.content_key)).rowcount
    return deleted


def _kept_out(
    connection: Connection, subject: Subject, before: date
) -> Iterator[tuple[Any, Row | None, Row | None]]:
    """What of the subject is set aside by files that may speak of such days, with its row and its held entry."""
    a, f = schema.set_aside, schema.import_file.c
    reaches = or_(f.first_day.is_(None), f.first_day < before)
    files = real_files().where(reaches)
    query = select(a).where(a.c.subject == subject.key, a.c.row.is_not(None), a.c.file_id.in_(files))
    table = schema.metadata.tables[subject.table]
    for row in connection.execute(query).all():
        yield row, *unpack(row.row, table)


def empty_aside(connection: Connection, before: date) -> int:
    """Take the sealed cells out of held entries that are set aside, of files that came before a day."""
    a, emptied = schema.set_aside, 0
    tables = {s.key: schema.metadata.tables[s.table] for s in SUBJECTS}
    query = select(a).where(a.c.row.contains('"sealed": "'), a.c.file_id.in_(old_files(before)))
    for row in connection.execute(query).all():
        said, held = unpack(row.row, tables[row.subject])
        if held is None or held.get("sealed") is None:
            continue
        here = (a.c.file_id == row.file_id) & (a.c.row_number == row.row_number)
        kept = pack(said, held | {"sealed": None})
        emptied += connection.execute(a.update().where(here).values(row=kept)).rowcount
    return emptied
