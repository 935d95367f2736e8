"""Held rows whose time is over: the row of the ledger and its reason stay, its sealed cells go."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from data import schema
from data.retention.aside import empty_aside
from data.retention.due import old_files
from data.subjects import PERSON, SUBJECTS

ABOUT_PEOPLE = tuple(s.key for s in SUBJECTS if any(f in s.fields for f in PERSON))
"""Subjects whose rows speak of one person: what stands where a place should may be an address."""


def empty_held(connection: Connection, before: date) -> int:
    """Forget the cells of rows of files that came before a day; returns of how many rows."""
    h = schema.held_row
    is_due = h.c.sealed.is_not(None) & h.c.file_id.in_(old_files(before))
    personal = is_due & h.c.subject.in_(ABOUT_PEOPLE)
    connection.execute(h.update().where(personal).values(place=""))
    emptied = connection.execute(h.update().where(is_due).values(sealed=None)).rowcount
    return emptied + empty_aside(connection, before)
