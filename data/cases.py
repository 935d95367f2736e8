"""Cases: import of an aggregate feed, each row accepted, duplicate or held; and what was held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Column, Connection, func, select

from data import schema
from data.ingest import CaseFeed, FeedRow, count_or_none, day_or_none
from data.ledger import FileRecord, Tally, insert_rows, is_imported, touch, write_file, write_reports
from data.places import Placed, Placer, Unplaced
from geo.names import split_kind, tone_key

SUBJECT = "cases"

PLACE_REASONS = ("district_outside_province", "commune_not_in_district", "ambiguous_name")
"""Reasons that leave the count believed and only its commune unknown: such rows count for the province."""

Key = tuple[object, ...]


@dataclass(frozen=True)
class Imported:
    """What became of a feed; `file_id` is None where the very file was here already."""

    file_id: int | None
    rows: Tally
    cases: Tally


@dataclass(frozen=True)
class Refusal:
    """Why a row is held; `reason` is a key that is worded on screen."""

    reason: str
    column: str
    expected: str
    got: str


@dataclass(frozen=True)
class _Outcome:
    """One judged row: placed, refused, or neither, which makes it a duplicate."""

    row: FeedRow
    day: date | None
    new_cases: int
    placed: Placed | None = None
    refused: Refusal | None = None


def import_cases(connection: Connection, feed: CaseFeed, placer: Placer) -> Imported:
    """Import `feed` into the caller's transaction; the same file again changes nothing.

    A row whose place and day an earlier row or file of the same source gave already is a duplicate; with
    another count it is held, and the earlier count stands.
    """
    if is_imported(connection, feed.source, feed.sha256):
        seen = sum(count_or_none(row.new_cases) or 0 for row in feed.rows)
        return Imported(None, Tally(duplicate=len(feed.rows)), Tally(duplicate=seen))
    known = _known(connection, feed.source)
    outcomes = [_judge(row, feed, placer, known) for row in feed.rows]
    rows, cases = _tally(outcomes, [1] * len(outcomes)), _tally(outcomes, [o.new_cases for o in outcomes])
    return Imported(_write(connection, feed, rows, outcomes), rows, cases)


def _judge(row: FeedRow, feed: CaseFeed, placer: Placer, known: dict[Key, list[int]]) -> _Outcome:
    """Check one row, tell it from those known, place it."""
    day, count = day_or_none(row.day), count_or_none(row.new_cases)
    if day is None or count is None or not feed.published_first <= day <= feed.published_last:
        return _Outcome(row, day, count or 0, refused=_unreadable(row, feed, day, count))
    counts = known.setdefault(_place_key(row.place, day), [])
    if count in counts:
        return _Outcome(row, day, count)
    counts.append(count)
    if len(counts) > 1:
        expected = f"{counts[0]}, as given before"
        return _Outcome(
            row, day, count, refused=Refusal("count_differs", "new_cases", expected, row.new_cases)
        )
    placed = placer.place(row.district, row.commune)
    if isinstance(placed, Unplaced):
        return _Outcome(
            row, day, count, refused=Refusal(placed.reason, placed.column, placed.expected, placed.got)
        )
    return _Outcome(row, day, count, placed=placed)


def _unreadable(row: FeedRow, feed: CaseFeed, day: date | None, count: int | None) -> Refusal:
    if count is None:
        return Refusal("count_unreadable", "new_cases", "a whole number", row.new_cases)
    if day is None:
        return Refusal("day_unreadable", "date", "a day as 2021-05-25", row.day)
    span = f"a day from {feed.published_first} to {feed.published_last}"
    return Refusal("day_not_published", "date", span, row.day)


def _place_key(place: str, day: date) -> Key:
    """What makes two rows speak of the same place and day, whatever their tone style."""
    return (day, *((split_kind(part)[0], tone_key(part)) for part in place.split(" / ")))


def _known(connection: Connection, source: str) -> dict[Key, list[int]]:
    """Counts that earlier files of the source gave for a place and day, accepted ones first."""
    known: dict[Key, list[int]] = {}
    f, c, h = schema.import_file, schema.case_count, schema.held_row
    for table, count in ((c, c.c.new_cases), (h, h.c.weight)):
        given = (
            select(table.c.place, table.c.day, count)
            .join(f)
            .where(f.c.source == source, table.c.day.is_not(None))
        )
        for place, day, cases in connection.execute(given.order_by(table.c.file_id, table.c.row_number)):
            known.setdefault(_place_key(place, day), []).append(cases)
    return known


def _tally(outcomes: Sequence[_Outcome], weights: Sequence[int]) -> Tally:
    accepted = sum(w for o, w in zip(outcomes, weights, strict=True) if o.placed)
    held = sum(w for o, w in zip(outcomes, weights, strict=True) if o.refused)
    return Tally(accepted, sum(weights) - accepted - held, held)


def _write(connection: Connection, feed: CaseFeed, rows: Tally, outcomes: Sequence[_Outcome]) -> int:
    first, last = feed.published_first, feed.published_last
    file_id = write_file(connection, FileRecord(feed.source, feed.name, feed.sha256, rows, first, last))
    insert_rows(connection, schema.case_count, [_counted(file_id, o) for o in outcomes if o.placed])
    insert_rows(connection, schema.held_row, [_held(file_id, o) for o in outcomes if o.refused])
    unit_ids = connection.execute(select(schema.commune.c.unit_id).where(schema.commune.c.valid_to.is_(None)))
    touch(connection, SUBJECT, write_reports(connection, SUBJECT, first, last, unit_ids.scalars().all()))
    return file_id


def _counted(file_id: int, outcome: _Outcome) -> dict[str, object]:
    assert outcome.placed is not None
    return {
        "file_id": file_id,
        "row_number": outcome.row.row_number,
        "unit_id": outcome.placed.unit_id,
        "day": outcome.day,
        "new_cases": outcome.new_cases,
        "placed_by": outcome.placed.placed_by,
        "place": outcome.row.place[:200],
    }


def _held(file_id: int, outcome: _Outcome) -> dict[str, object]:
    assert outcome.refused is not None
    return {
        "file_id": file_id,
        "row_number": outcome.row.row_number,
        "reason": outcome.refused.reason,
        "column_name": outcome.refused.column,
        "expected": outcome.refused.expected[:200],
        "got": outcome.refused.got[:200],
        "day": outcome.day,
        "weight": outcome.new_cases,
        "place": outcome.row.place[:200],
    }


@dataclass(frozen=True)
class HeldRow:
    """A row kept aside: why, and the cases it stands for (`weight`)."""

    file_name: str
    row_number: int
    reason: str
    column: str
    expected: str
    got: str
    day: date | None
    weight: int
    place: str


@dataclass(frozen=True)
class LedgerEntry:
    """One imported file; `cases` of a case feed leave out duplicates, of which only the rows are noted."""

    file_id: int
    source: str
    name: str
    rows: Tally
    cases: Tally
    first_day: date | None
    last_day: date | None
    is_simulated: bool
    imported_at: datetime


def held_rows(connection: Connection) -> tuple[HeldRow, ...]:
    """Every held row, in the order of the files and of the rows in them."""
    f, h = schema.import_file, schema.held_row
    columns = (
        f.c.name,
        h.c.row_number,
        h.c.reason,
        h.c.column_name,
        h.c.expected,
        h.c.got,
        h.c.day,
        h.c.weight,
        h.c.place,
    )
    found = connection.execute(select(*columns).join(f).order_by(h.c.file_id, h.c.row_number))
    return tuple(HeldRow(*row) for row in found)


def ledger(connection: Connection) -> tuple[LedgerEntry, ...]:
    """Every imported file, the oldest first."""
    f, c, h = schema.import_file, schema.case_count, schema.held_row
    accepted = _cases_by_file(connection, c.c.file_id, c.c.new_cases)
    held = _cases_by_file(connection, h.c.file_id, h.c.weight)
    return tuple(
        LedgerEntry(
            row.file_id,
            row.source,
            row.name,
            Tally(row.accepted, row.duplicate, row.held),
            Tally(accepted.get(row.file_id, 0), 0, held.get(row.file_id, 0)),
            row.first_day,
            row.last_day,
            row.is_simulated,
            row.imported_at,
        )
        for row in connection.execute(select(f).order_by(f.c.file_id))
    )


def _cases_by_file(connection: Connection, file_id: Column[int], cases: Column[int]) -> dict[int, int]:
    return {
        file: int(total)
        for file, total in connection.execute(select(file_id, func.sum(cases)).group_by(file_id))
    }
