"""The table of people: pseudonyms that stored rows refer to, and nothing else about anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import Connection, exists, select

from data import schema
from data.errors import StoreError
from data.intake.bulk import insert_table
from data.intake.scratch import fill_keys, scratch_key
from data.pseudonyms import PERSON_BIT
from data.retention.marks import contacts_whole_from

TABLES_WITH_PEOPLE = (schema.checkin, schema.declaration, schema.case_line, schema.proximity_notice)


def people_of(rows: Iterable[Mapping[str, object]]) -> NDArray[np.int64]:
    """The pseudonyms of stored rows, each once."""
    return np.unique(np.array([row["person_id"] for row in rows if "person_id" in row], dtype=np.int64))


def write_people(connection: Connection, people: NDArray[np.int64], key_id: str) -> None:
    """Insert those of `people`, sorted, that the store does not hold yet."""
    p = schema.person.c
    if people.size:
        _require_key(connection, key_id)
    if people.size and connection.execute(select(exists(select(p.person_id)))).scalar():
        fill_keys(connection, people)
        here = select(p.person_id).join(scratch_key, scratch_key.c.key == p.person_id)
        there = np.array(connection.execute(here).scalars().all(), dtype=np.int64)
        people = np.setdiff1d(people, there)
    insert_table(connection, schema.person, pa.table({"person_id": people}), {"key_id": key_id})


def key_in_use(connection: Connection) -> str | None:
    """The key that the store's pseudonyms were made with; None where it holds none."""
    p = schema.person.c
    # Numbers of simulated people are smaller, so this is one seek.
    query = select(p.key_id).where(p.person_id >= PERSON_BIT, p.key_id.is_not(None))
    found: str | None = connection.execute(query.order_by(p.person_id).limit(1)).scalar()
    return found


def _require_key(connection: Connection, key_id: str) -> None:
    """Pseudonyms of two keys never mix: nobody would be recognised any more."""
    used = key_in_use(connection)
    if used not in (None, key_id):
        raise StoreError(
            f"Expected pseudonyms made with the key {used} that this store uses, got some of {key_id}: the keys were "
            "rotated meanwhile. Start the program again, and bring the file again; nothing was changed."
        )


def forget_people(connection: Connection, candidates: NDArray[np.int64]) -> None:
    """Delete those of `candidates`, sorted, that no row refers to any more."""
    if not candidates.size:
        return
    fill_keys(connection, candidates)
    p = schema.person
    listed = p.c.person_id.in_(select(scratch_key.c.key))
    # One pass over each table against the short list: not every table has people as its first column.
    unused = [
        ~p.c.person_id.in_(select(t.c.person_id).join(scratch_key, scratch_key.c.key == t.c.person_id))
        for t in TABLES_WITH_PEOPLE
    ]
    # Who was where with a case is made anew from the check-ins of the days that changed, while they are there.
    contact, kept = schema.exposure_contact, contacts_whole_from(connection, timedelta(1))
    unused.append(~p.c.person_id.in_(select(contact.c.person_id).where(contact.c.day < kept)))
    gone = select(p.c.person_id).where(listed, p.c.key_id.is_not(None), *unused)
    connection.execute(contact.delete().where(contact.c.person_id.in_(gone)))
    connection.execute(p.delete().where(listed, p.c.key_id.is_not(None), *unused))
