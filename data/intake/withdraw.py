"""Withdrawing a file: its rows go, what they kept out comes back, and the rollups return to what they were."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, or_, select

from data import schema
from data.days import now
from data.errors import ImportRefused
from data.intake.changes import days_of_rows, infectious_days, touch_days
from data.intake.people_table import forget_people
from data.intake.settle import settle
from data.intake.words import table_of
from data.intake.write import correct_lines
from data.ledger import touch
from data.reports import renew_reports
from data.retention.marks import require_rows, require_unexposed
from data.sources.source import Source
from data.store_marks import renew_world
from data.visit_changes import note_rows

CHANGES_STANDING = ("case_lines", "notices")
"""Subjects whose rows say of somebody that they are a case, or were near one."""


def withdraw_file(
    connection: Connection, source: Source, file_id: int, by: str, why: str, key_id: str
) -> set[date]:
    """Take everything of a file out of the store but its line in the ledger; returns the days touched.

    Raises ImportRefused where rows of other files refer to its own, or where some of its own are gone.
    """
    _require_free(connection, source, file_id)
    require_rows(connection, source.subject.key, file_id)
    subject, table = source.subject, table_of(source)
    people = _people(connection, source, file_id)
    settled = settle(connection, source, _shared_keys(connection, source, file_id), (), file_id, key_id)
    correct_lines(connection, settled)
    going = [dict(row) for row in connection.execute(_of_file(source, file_id)).mappings()]
    h = schema.held_row
    held_days = set(connection.execute(select(h.c.day).where(h.c.file_id == file_id).distinct()).scalars())
    for each in (table, schema.held_row, schema.set_aside, schema.file_rule):
        connection.execute(each.delete().where(each.c.file_id == file_id))
    if going:
        renew_world(connection, subject.key)
    if subject.key == "checkins":
        note_rows(connection, going)
    changed = [*going, *settled.gone, *settled.come]
    days = days_of_rows(subject, changed) | {day for day in held_days if day} | settled.held_days
    exposed = infectious_days(changed) if subject.key == "case_lines" else days
    moment = now().replace(tzinfo=None)
    touch_days(connection, source, days, exposed, moment)
    days |= _forget_coverage(connection, file_id)
    forget_people(connection, people)
    f = schema.import_file
    values = {"withdrawn_at": moment, "withdrawn_by": by[:60], "withdrawn_why": why[:200]}
    connection.execute(f.update().where(f.c.file_id == file_id).values(values))
    return days


def people_to_withdraw(connection: Connection, source: Source, file_id: int) -> int:
    """How many people's standing would change with the file: who is a case, who was warned of one."""
    return _people(connection, source, file_id).size if source.subject.key in CHANGES_STANDING else 0


def _of_file(source: Source, file_id: int) -> Select[*tuple[Any, ...]]:
    table = table_of(source)
    return select(table).where(table.c.file_id == file_id)


def _require_free(connection: Connection, source: Source, file_id: int) -> None:
    """Check-ins stand on venues: their files have to go first."""
    if source.subject.key != "venues":
        return
    v, c, f = schema.venue.c, schema.checkin.c, schema.import_file.c
    query = select(f.file_id, f.name).join(schema.checkin, c.file_id == f.file_id)
    query = query.join(schema.venue, v.venue_id == c.venue_id).where(v.file_id == file_id).distinct()
    standing = [
        f"{row.file_id} ({row.name})" for row in connection.execute(query.order_by(f.file_id).limit(5))
    ]
    if standing:
        raise ImportRefused(
            f"File {file_id}: expected venues that no check-in refers to, got check-ins of the files "
            f"{', '.join(standing)}. Withdraw those first; nothing was changed."
        )
    require_unexposed(connection, file_id)


def _people(connection: Connection, source: Source, file_id: int) -> NDArray[np.int64]:
    """The pseudonyms that the file's rows refer to."""
    table = table_of(source)
    if "person_id" not in table.c:
        return np.empty(0, dtype=np.int64)
    query = select(table.c.person_id).where(table.c.file_id == file_id).distinct()
    return np.unique(np.array(connection.execute(query).scalars().all(), dtype=np.int64))


def _shared_keys(connection: Connection, source: Source, file_id: int) -> list[int]:
    """Records that the file and others speak of: those that any row was ever set aside for."""
    a, h, table = schema.set_aside, schema.held_row, table_of(source)
    own = select(table.c[source.subject.id_column]).where(table.c.file_id == file_id)
    held = select(h.c.record_key).where(h.c.file_id == file_id, h.c.record_key.is_not(None))
    query = select(a.c.record_key).where(
        a.c.subject == source.subject.key,
        or_(a.c.file_id == file_id, a.c.record_key.in_(own), a.c.record_key.in_(held)),
    )
    return sorted(set(connection.execute(query).scalars()))


def _forget_coverage(connection: Connection, file_id: int) -> set[date]:
    """Take away what the file reported on; the days whose report changes are touched."""
    c = schema.coverage
    query = select(c.c.subject, c.c.day).where(c.c.file_id == file_id).distinct()
    days: dict[str, list[date]] = {}
    for subject, day in connection.execute(query):
        days.setdefault(subject, []).append(day)
    connection.execute(c.delete().where(c.c.file_id == file_id))
    touched: set[date] = set()
    for subject, covered in days.items():
        renewed = set(renew_reports(connection, subject, sorted(covered)))
        touch(connection, subject, renewed, now().replace(tzinfo=None))
        touched |= renewed
    return touched
