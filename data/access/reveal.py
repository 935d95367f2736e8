"""The way back from a pseudonym: the sources' own numbers of one person's rows, by which their owner finds the person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from data import schema
from data.access.approvals import REVEAL, require
from data.audit.audit import Audit
from data.engine import writing
from data.intake.people_table import TABLES_WITH_PEOPLE
from data.tracing.person_code import parse_person, person_code
from data.tracing.refused import TracingRefused, required

MOST_BY, MOST_WHY = 60, 200


@dataclass(frozen=True)
class Record:
    """One row of the person: what it tells of, whose file it came with, and its number there, "" where it has none."""

    table: str
    source: str
    file_name: str
    record: str


def reveal_key(code: str) -> str:
    """What a grant is asked for, however the code was typed; raises TracingRefused for what is no code."""
    person_id = parse_person(code)
    if person_id is None:
        raise TracingRefused(f"expected the code of a person as P-…, got {code[:40]!r}. Nothing was shown.")
    return person_code(person_id)


def reveal(audit: Audit, code: str, by: str, why: str) -> tuple[Record, ...]:
    """The records of a person, noted before they are given; always for a second person's grant.

    Raises ApprovalMissing and TracingRefused.
    """
    key, who = reveal_key(code), required("name", by, MOST_BY)
    reason = required("reason", why, MOST_WHY)
    person_id = parse_person(key) or 0
    with writing(audit.engine) as connection:
        grant = require(connection, audit, REVEAL, key, 1, who, is_always=True)
        found = _records(connection, person_id)
        said = {"rows": len(found), "why": reason, "two_people": grant}
        audit.within(connection, "reveal", "person", key, who, said)
    return found


def _records(connection: Connection, person_id: int) -> tuple[Record, ...]:
    f, found = schema.import_file.c, list[Record]()
    for table in TABLES_WITH_PEOPLE:
        query = (
            select(f.source, f.name, f.is_simulated, table.c.record)
            .join(schema.import_file, f.file_id == table.c.file_id)
            .where(table.c.person_id == person_id)
            .order_by(f.file_id, table.c.row_number)
        )
        for row in connection.execute(query):
            number = "" if row.is_simulated else row.record or ""
            found.append(Record(table.name, row.source, row.name, number))
    return tuple(found)
