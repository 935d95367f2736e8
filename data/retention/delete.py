"""Deleting what is due, one kind of row a function, in the caller's transaction; each returns how many rows went."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pyarrow as pa
from sqlalchemy import Connection, exists, select

from data import schema
from data.days import SECONDS_PER_DAY, midnight
from data.retention.aside import delete_aside
from data.retention.due import old_rows
from data.stays import local_day_number
from data.subjects import subject_of
from data.visit_changes import note_visits

INDEXED = (schema.checkin, schema.case_line)
UNINDEXED = (schema.declaration, schema.proximity_notice, schema.exposure_contact)
"""Tables with people that have no index which begins with them."""


def delete_checkins(connection: Connection, before: date) -> int:
    """Check-ins, with a note of where and when they were for who keeps something made of them."""
    v, number = schema.checkin.c, local_day_number(schema.checkin.c.t_in)
    pairs = select(v.venue_id, number).where(old_rows("checkins", before)).distinct()
    found = connection.execute(pairs).all()
    venues = pa.array([venue for venue, _ in found], pa.int64())
    moments = pa.array([midnight(date(1970, 1, 1)) + day * SECONDS_PER_DAY for _, day in found], pa.int64())
    note_visits(connection, pa.table({"venue_id": venues, "t_in": moments}))
    return _delete(connection, "checkins", before)


def delete_declarations(connection: Connection, before: date) -> int:
    return _delete(connection, "declarations", before)


def delete_notices(connection: Connection, before: date) -> int:
    return _delete(connection, "notices", before)


def _delete(connection: Connection, subject: str, before: date) -> int:
    """Rows of a subject, what other files said of the same records, and what people decided between the two."""
    of = subject_of(subject)
    table = schema.metadata.tables[of.table]
    is_old = old_rows(subject, before)
    going = select(table.c[of.id_column]).where(is_old)
    for other in (schema.set_aside, schema.record_choice):
        same = (other.c.subject == subject) & other.c.record_key.in_(going)
        connection.execute(other.delete().where(same))
    delete_aside(connection, of, before)
    return connection.execute(table.delete().where(is_old)).rowcount


def delete_contacts(connection: Connection, before: date) -> int:
    """Who was where with a case, of real people; how many they were stays in venue_exposure."""
    e, p = schema.exposure_contact, schema.person.c
    real = select(p.person_id).where(p.key_id.is_not(None))
    return connection.execute(e.delete().where(e.c.day < before, e.c.person_id.in_(real))).rowcount


def delete_people(connection: Connection, _before: date) -> int:
    """Pseudonyms that no row refers to any more."""
    p = schema.person
    unused = [~exists().where(t.c.person_id == p.c.person_id) for t in INDEXED]
    # Where people are in no index of their own, one pass over the table is shorter than one look for each.
    unused += [p.c.person_id.not_in(select(t.c.person_id)) for t in UNINDEXED]
    with _looked_up(connection):
        return connection.execute(p.delete().where(p.c.key_id.is_not(None), *unused)).rowcount


@contextmanager
def _looked_up(connection: Connection) -> Iterator[None]:
    """PostgreSQL looks for rows that refer to a deleted one, and would read each of these tables once a person."""
    tables = () if connection.dialect.name == "sqlite" else UNINDEXED
    for table in tables:
        connection.exec_driver_sql(f"CREATE INDEX retention_{table.name} ON {table.name} (person_id)")
    yield
    for table in tables:
        connection.exec_driver_sql(f"DROP INDEX retention_{table.name}")
