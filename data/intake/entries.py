"""What the ledger shows: files and their balance, and the rows that are held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from data import schema
from data.intake.judged import CONTESTED
from data.ledger import Tally
from data.sources.source import Source
from data.subjects import Subject


@dataclass(frozen=True)
class Entry:
    """One imported file. `weights` are cases for a case feed and rows otherwise; of duplicates only rows are noted."""

    file_id: int
    source: str
    name: str
    sha256: str
    rows: Tally
    weights: Tally
    first_day: date | None
    last_day: date | None
    is_simulated: bool
    imported_at: datetime
    imported_by: str
    seconds: float | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_why: str | None
    adjusted: Mapping[str, int]


@dataclass(frozen=True)
class Held:
    """A row kept aside: why, and what it stands for (`weight`)."""

    file_id: int
    file_name: str
    source: str
    subject: str
    row_number: int
    reason: str
    column: str
    expected: str
    got: str
    day: date | None
    weight: int
    place: str
    dismissed_at: datetime | None
    dismissed_by: str | None
    dismissed_why: str | None

    @property
    def is_contested(self) -> bool:
        return self.reason == CONTESTED


def load_entries(
    connection: Connection, file_id: int | None = None, subjects: Mapping[str, Subject] | None = None
) -> tuple[Entry, ...]:
    """Every file, or one, the newest first. `subjects`: the subject of each source, for its weights."""
    f = schema.import_file
    query = select(f).order_by(f.c.file_id.desc())
    rows = connection.execute(query if file_id is None else query.where(f.c.file_id == file_id)).all()
    rules = _rules(connection)
    return tuple(_entry(connection, row, rules, subjects or {}) for row in rows)


def _rules(connection: Connection) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for row in connection.execute(select(schema.file_rule)):
        found.setdefault(row.file_id, {})[row.rule] = row.rows
    return found


def _entry(
    connection: Connection,
    row: Row[Any],
    rules: Mapping[int, Mapping[str, int]],
    subjects: Mapping[str, Subject],
) -> Entry:
    tally = Tally(row.accepted, row.duplicate, row.held)
    subject = subjects.get(row.source)
    weights = (
        tally if subject is None or not subject.weight_field else _weights(connection, row.file_id, subject)
    )
    return Entry(
        file_id=row.file_id,
        source=row.source,
        name=row.name,
        sha256=row.sha256,
        rows=tally,
        weights=weights,
        first_day=row.first_day,
        last_day=row.last_day,
        is_simulated=row.is_simulated,
        imported_at=row.imported_at,
        imported_by=row.imported_by,
        seconds=row.seconds,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_why=row.withdrawn_why,
        adjusted=dict(rules.get(row.file_id, {})),
    )


def _weights(connection: Connection, file_id: int, subject: Subject) -> Tally:
    table, h = schema.metadata.tables[subject.table], schema.held_row.c
    weight = table.c[subject.weight_field]
    accepted = connection.execute(select(func.sum(weight)).where(table.c.file_id == file_id)).scalar()
    held = connection.execute(select(func.sum(h.weight)).where(h.file_id == file_id)).scalar()
    return Tally(int(accepted or 0), 0, int(held or 0))


def subjects_by_source(sources: Iterable[Source]) -> dict[str, Subject]:
    """The subject of each source."""
    return {source.key: source.subject for source in sources}


def load_held(
    connection: Connection,
    file_id: int | None = None,
    reason: str | None = None,
    subject: str | None = None,
    with_dismissed: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[Held, ...]:
    """Held rows in the order of the files and of the rows in them."""
    f, h = schema.import_file.c, schema.held_row.c
    columns = (
        *(h.file_id, f.name, f.source, h.subject, h.row_number, h.reason, h.column_name, h.expected, h.got),
        *(h.day, h.weight, h.place, h.dismissed_at, h.dismissed_by, h.dismissed_why),
    )
    query = select(*columns).join(schema.import_file, f.file_id == h.file_id)
    wanted = {h.file_id: file_id, h.reason: reason, h.subject: subject}
    query = query.where(*(column == value for column, value in wanted.items() if value is not None))
    if not with_dismissed:
        query = query.where(h.dismissed_at.is_(None))
    query = query.order_by(h.file_id, h.row_number).limit(limit).offset(offset)
    rows: Sequence[Any] = connection.execute(query).all()
    return tuple(Held(*row) for row in rows)
