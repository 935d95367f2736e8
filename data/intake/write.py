"""Writing a judged file into the caller's transaction: rows, people, held rows, the ledger's line, the days touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection, func, select

from data import schema
from data.days import midnight, now
from data.intake.bulk import insert_table
from data.intake.changes import days_of_rows, days_of_table, infectious_days, touch_days
from data.intake.coverage import write_coverage
from data.intake.judged import PLACE_REASONS, HeldRow, Judged
from data.intake.people_table import write_people
from data.intake.references import require_references
from data.intake.resolve import Claim
from data.intake.settle import Settled, settle
from data.intake.sift import Sifted, sift
from data.intake.words import Row, Word, held_entry
from data.ledger import Tally, insert_rows
from data.load import without_indexes
from data.store_marks import renew_world
from data.visit_changes import note_visits

LARGE = 100_000
"""Rows from which on references are checked all at once, and a load makes the table's indexes anew, if the table
holds no more than those."""

Progress = Callable[[str, float | None], None]
NO_TABLE = ("record_key", "content_key", "day_number")


@dataclass(frozen=True)
class Arrival:
    """Who brings a file and when; `received_at` None: day by day, each report at the end of its day."""

    by: str
    received_at: datetime | None
    is_simulated: bool = False


@dataclass(frozen=True)
class Written:
    file_id: int
    rows: Tally
    days: set[date]


def write_judged(connection: Connection, judged: Judged, arrival: Arrival, progress: Progress) -> Written:
    """Write every row of `judged`, or nothing at all: the caller's transaction decides."""
    judged = with_versions(judged, arrival)
    if len(judged.rows) >= LARGE:
        require_references(connection, judged)
    progress("compare with what is there", None)
    sifted = sift(connection, judged)
    file_id = _open_line(connection, judged, arrival)
    progress("write", None)
    _write_fresh(connection, judged, sifted, file_id, progress)
    _write_repeated(connection, judged, sifted, file_id)
    fresh_held = [judged.held[n] for n in sifted.fresh_held.tolist()]
    insert_rows(connection, schema.held_row, [held_word(judged, file_id, h).held or {} for h in fresh_held])
    words = _words(judged, sifted, file_id)
    settled = settle(connection, judged.source, sifted.keys.tolist(), words, key_id=judged.key_id)
    rows = _tally(sifted, settled.by_file.pop(file_id, Counter()))
    _close_line(connection, file_id, rows)
    correct_lines(connection, settled)
    add_rules(connection, file_id, judged.adjusted)
    days = _touch(connection, judged, sifted, settled, fresh_held, arrival)
    write_coverage(connection, judged, file_id, arrival.received_at)
    return Written(file_id, rows, days)


def with_versions(judged: Judged, arrival: Arrival) -> Judged:
    """Where the newest file counts, every row is as new as its file."""
    if judged.source.changes != "newest_file":
        return judged
    moment = arrival.received_at or now().replace(tzinfo=None)
    return of_version(
        judged, midnight(moment.date()) + moment.hour * 3600 + moment.minute * 60 + moment.second
    )


def of_version(judged: Judged, version: int | None) -> Judged:
    """Every row of the file as new as that."""
    held = tuple(replace(h, version=version) for h in judged.held)
    rows = judged.rows
    if len(rows):
        column = pa.repeat(pa.scalar(version, pa.int64()), len(rows))
        rows = rows.set_column(rows.column_names.index("version"), "version", column)
    return replace(judged, rows=rows, held=held)


def _open_line(connection: Connection, judged: Judged, arrival: Arrival) -> int:
    line = {
        "source": judged.source.key,
        "name": judged.facts.name[:200],
        "sha256": judged.facts.sha256,
        "received": judged.received,
        "accepted": 0,
        "duplicate": 0,
        "held": judged.received,
        "first_day": judged.first_day,
        "last_day": judged.last_day,
        "is_simulated": arrival.is_simulated,
        "imported_at": now().replace(tzinfo=None),
        "received_at": arrival.received_at,
        "imported_by": arrival.by[:60],
    }
    result = connection.execute(schema.import_file.insert().values(line))
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def _close_line(connection: Connection, file_id: int, rows: Tally) -> None:
    f = schema.import_file
    values = {"accepted": rows.accepted, "duplicate": rows.duplicate, "held": rows.held}
    connection.execute(f.update().where(f.c.file_id == file_id).values(values))


def add_rules(connection: Connection, file_id: int, adjusted: Mapping[str, int]) -> None:
    """Note how many rows of a file each rule changed, beside those noted before."""
    r = schema.file_rule
    for rule, rows in adjusted.items():
        here = (r.c.file_id == file_id) & (r.c.rule == rule)
        if not connection.execute(r.update().where(here).values(rows=r.c.rows + rows)).rowcount:
            insert_rows(connection, r, [{"file_id": file_id, "rule": rule, "rows": rows}])


def correct_lines(connection: Connection, settled: Settled) -> None:
    """Carry what settling changed for files of before into their lines of the ledger."""
    f = schema.import_file
    for file_id, by in settled.by_file.items():
        changes = {name: f.c[name] + n for name, n in by.items() if n}
        if changes:
            connection.execute(f.update().where(f.c.file_id == file_id).values(changes))


def _write_fresh(
    connection: Connection, judged: Judged, sifted: Sifted, file_id: int, progress: Progress
) -> None:
    subject = judged.source.subject
    table = schema.metadata.tables[subject.table]
    if not sifted.fresh.size:
        return
    keys = judged.rows.column("record_key").to_numpy()[sifted.fresh]
    order = sifted.fresh[np.argsort(keys, kind="stable")]
    rows = as_table_rows(judged.rows, subject.id_column)
    if judged.key_id:
        write_people(connection, np.unique(rows.column("person_id").to_numpy()[order]), judged.key_id)
    there = connection.execute(select(func.count()).select_from(table)).scalar_one()
    is_large = len(order) >= LARGE and len(order) >= there
    with without_indexes(connection, table) if is_large else nullcontext():
        insert_table(
            connection, table, rows, {"file_id": file_id}, order, lambda share: progress("write", share)
        )
        if is_large:
            progress("indexes", None)


def as_table_rows(rows: pa.Table, id_column: str) -> pa.Table:
    """Judged rows with the columns of their table."""
    content = rows.column("content_key")
    named = rows.append_column(id_column, rows.column("record_key"))
    return named.drop_columns([n for n in NO_TABLE if n in rows.column_names]).append_column(
        "content_key", content
    )


def _write_repeated(connection: Connection, judged: Judged, sifted: Sifted, file_id: int) -> None:
    if not sifted.repeated.size:
        return
    names = ["row_number", "record_key", "content_key", "version"]
    rows = judged.rows.select(names).take(pa.array(sifted.repeated))
    constants = {"file_id": file_id, "subject": judged.source.subject.key, "why": "duplicate"}
    insert_table(connection, schema.set_aside, rows, constants)


def _words(judged: Judged, sifted: Sifted, file_id: int) -> list[Word]:
    """The rows of the file whose records have to be settled."""
    id_column = judged.source.subject.id_column
    words = []
    chosen = judged.rows.take(pa.array(sifted.contested)) if len(judged.rows) else None
    if chosen is not None and len(chosen):
        words = row_words(as_table_rows(chosen, id_column).to_pylist(), id_column, file_id)
    return words + [held_word(judged, file_id, judged.held[n]) for n in sifted.contested_held.tolist()]


def row_words(rows: list[Row], id_column: str, file_id: int) -> list[Word]:
    found = []
    for row in rows:
        claim = Claim(row["content_key"], row["version"], True, file_id, row["row_number"])
        found.append(Word(row[id_column], claim, row | {"file_id": file_id}, None, None))
    return found


def held_word(judged: Judged, file_id: int, held: HeldRow) -> Word:
    """A held row as a word on its record."""
    claim = Claim(held.content_key, held.version, False, file_id, held.row_number)
    word = Word(held.record_key, claim, None, None, None)
    entry: dict[str, Any] = held_entry(
        word,
        judged.source.subject.key,
        reason=held.problem.reason,
        column_name=held.column[:60],
        expected=held.problem.expected[:200],
        got=held.problem.got[:200],
        day=held.day,
        weight=held.weight,
        place=held.place,
        sealed=held.sealed,
    )
    return Word(held.record_key, claim, None, entry, None)


def _tally(sifted: Sifted, settled: Counter[str]) -> Tally:
    return Tally(
        len(sifted.fresh) + settled["accepted"],
        len(sifted.repeated) + settled["duplicate"],
        len(sifted.fresh_held) + settled["held"],
    )


def _touch(
    connection: Connection,
    judged: Judged,
    sifted: Sifted,
    settled: Settled,
    fresh_held: list[HeldRow],
    arrival: Arrival,
) -> set[date]:
    """Mark the days that changed: of rows that came, of rows that went, of held ones that count somewhere."""
    subject = judged.source.subject
    fresh = judged.rows.take(pa.array(sifted.fresh)) if sifted.fresh.size else judged.rows.slice(0, 0)
    _note(connection, subject.key, fresh)
    changed = [*settled.gone, *settled.come]
    days = days_of_table(fresh) | days_of_rows(subject, changed) | settled.held_days
    days |= {h.day for h in fresh_held if h.day is not None and h.problem.reason in PLACE_REASONS}
    exposed = days
    if subject.key == "case_lines":
        exposed = infectious_days([*fresh.to_pylist(), *changed])
    touch_days(connection, judged.source, days, exposed, arrival.received_at)
    return days


def _note(connection: Connection, subject: str, fresh: pa.Table) -> None:
    """Note rows that came for those who keep something made of them; settling notes its own."""
    if len(fresh):
        renew_world(connection, subject)
    if subject == "checkins":
        note_visits(connection, fresh)
