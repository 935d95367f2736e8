"""What a person decides about held rows: where a written place is, which version of a record stands, what is no row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from data import schema
from data.days import now
from data.errors import ImportRefused
from data.intake.bulk import chunks
from data.intake.judged import CONTESTED, PLACE_REASONS
from data.intake.settle import settle
from data.intake.world import decision_key
from data.intake.write import correct_lines
from data.ledger import insert_rows
from data.sources.source import Source


def moment() -> datetime:
    return now().replace(tzinfo=None)


def held_entry_of(connection: Connection, file_id: int, row_number: int) -> Row[Any]:
    """A held row; raises ImportRefused where there is none of that number, or it was dismissed."""
    h = schema.held_row
    query = select(h).where(h.c.file_id == file_id, h.c.row_number == row_number, h.c.dismissed_at.is_(None))
    row = connection.execute(query).first()
    if row is None:
        raise ImportRefused(
            f"Expected an open held row {row_number} in file {file_id}, got none: it may have been decided meanwhile. "
            "Look at the list again."
        )
    return row


def decide_place(
    connection: Connection, source: Source, row: Row[Any], unit_id: int, by: str, why: str
) -> None:
    """Remember that what `row` calls a place is this commune; raises ImportRefused where it fails otherwise."""
    if row.reason not in PLACE_REASONS or not row.place:
        raise ImportRefused(
            f"Expected a row that is held for its place, got one held for {row.reason}. Correct its cells instead."
        )
    d = schema.place_decision
    decided = {
        "unit_id": unit_id,
        "place": row.place,
        "decided_by": by[:60],
        "decided_at": moment(),
        "why": why[:200],
    }
    for district, commune in keys_of(row.place):
        here = (d.c.source == source.key) & (d.c.district_key == district) & (d.c.commune_key == commune)
        connection.execute(d.delete().where(here))
        keys = {"source": source.key, "district_key": district, "commune_key": commune}
        insert_rows(connection, d, [keys | decided])


def keys_of(place: str) -> set[tuple[str, str]]:
    """What a written place is decided under; a stroke within a name leaves open where the district ends."""
    parts = place.split(" / ")
    splits = ((" / ".join(parts[:n]), " / ".join(parts[n:])) for n in range(1, len(parts)))
    return {decision_key(*split) for split in splits} or {("", place)}


def written_alike(connection: Connection, source: Source, place: str) -> list[str]:
    """Places of held rows of `source` that a decision on `place` holds for, in every tone style."""
    h, f = schema.held_row.c, schema.import_file.c
    query = select(h.place).join(schema.import_file, f.file_id == h.file_id).where(f.source == source.key)
    found = connection.execute(query.where(h.dismissed_at.is_(None)).distinct()).scalars()
    return [written for written in found if keys_of(written) & keys_of(place)]


def require_correctable(row: Row[Any]) -> None:
    """Raise ImportRefused for a row that other cells don't help."""
    if row.reason == CONTESTED:
        raise ImportRefused(
            "Expected a row that failed a check, got one that another version contradicts. Choose the version that stands."
        )
    if row.sealed is None or not row.column_name:
        raise ImportRefused(
            f"Expected a row whose cells were read, got one held for {row.reason}. Dismiss it, or bring the file again "
            "with that row mended."
        )


def days_of_held(connection: Connection, file_id: int, numbers: Sequence[int]) -> set[date]:
    """The days of held rows, where they have one."""
    h, found = schema.held_row.c, set[date]()
    for some in chunks(list(numbers)):
        query = select(h.day).where(h.file_id == file_id, h.row_number.in_(some), h.day.is_not(None))
        found |= set(connection.execute(query.distinct()).scalars())
    return found


def dismiss_rows(connection: Connection, file_id: int, numbers: Sequence[int], by: str, why: str) -> int:
    """Close held rows for good; they stay in the ledger as held. Returns how many were open."""
    h, found = schema.held_row, 0
    values = {"dismissed_at": moment(), "dismissed_by": by[:60], "dismissed_why": why[:200]}
    for some in chunks(list(numbers)):
        here = (h.c.file_id == file_id) & h.c.row_number.in_(some) & h.c.dismissed_at.is_(None)
        found += connection.execute(h.update().where(here).values(values)).rowcount
    return found


def choose_version(
    connection: Connection, source: Source, row: Row[Any], by: str, why: str, key_id: str
) -> list[dict[str, Any]]:
    """Let the version of `row` stand; returns the rows of the table that changed."""
    if row.reason != CONTESTED:
        raise ImportRefused(
            f"Expected a contested row, got one held for {row.reason}. Correct its cells instead."
        )
    c = schema.record_choice
    here = (c.c.subject == source.subject.key) & (c.c.record_key == row.record_key)
    connection.execute(c.delete().where(here))
    chosen = {"subject": source.subject.key, "record_key": row.record_key, "content_key": row.content_key}
    insert_rows(connection, c, [chosen | {"decided_by": by[:60], "decided_at": moment(), "why": why[:200]}])
    settled = settle(connection, source, [row.record_key], key_id=key_id)
    correct_lines(connection, settled)
    return [*settled.gone, *settled.come]
