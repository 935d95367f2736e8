"""Held rows judged again: after a decision, a correction, or when what they refer to has come."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from data import schema
from data.days import now
from data.intake.bulk import chunks
from data.intake.changes import days_of_rows, infectious_days, touch_days
from data.intake.coverage import cover_rows
from data.intake.judge import judge
from data.intake.judged import Judged
from data.intake.resolve import State
from data.intake.row_file import Cells, row_file
from data.intake.settle import settle
from data.intake.words import Row
from data.intake.world import World
from data.intake.write import add_rules, as_table_rows, correct_lines, held_word, of_version, row_words
from data.pseudonyms import Keys
from data.sources.headings import heading_key
from data.sources.source import Source


@dataclass(frozen=True)
class Retried:
    """Rows that are no longer held, those that still are, and the days touched."""

    released: int
    still_held: int
    days: frozenset[date]


def retry(
    connection: Connection,
    source: Source,
    world: World,
    keys: Keys,
    where: ColumnElement[bool],
    corrected: Mapping[tuple[int, int], Cells] | None = None,
) -> Retried:
    """Judge the open held rows of `source` that fit `where` again, with `corrected` cells put in.

    They go the same way as at first, under their own file and row, in the caller's transaction.
    """
    h, f = schema.held_row, schema.import_file
    query = select(h).join(f).where(f.c.source == source.key, h.c.dismissed_at.is_(None), where)
    rows = [dict(row) for row in connection.execute(query).mappings() if keys.opens(row["sealed"])]
    by_file: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_file[row["file_id"]].append(row)
    before, after, days = len(rows), 0, set[date]()
    for file_id, some in by_file.items():
        judged = _judge(source, world, keys, some, corrected or {})
        days |= _replace(connection, judged, file_id, some)
        after += _still_held(connection, file_id, some)
    return Retried(before - after, after, frozenset(days))


def _judge(
    source: Source, world: World, keys: Keys, rows: list[Row], corrected: Mapping[tuple[int, int], Cells]
) -> Judged:
    cells = [opened(keys, row) | dict(corrected.get((row["file_id"], row["row_number"]), {})) for row in rows]
    file = row_file(cells, "held rows", "", [row["row_number"] for row in rows])
    # The rows of one file were sealed on one day.
    return judge(source, file, world, keys.as_old_as(rows[0]["sealed"]), is_whole=False)


def opened(keys: Keys, row: Row) -> dict[str, str | None]:
    """The cells of a held row by heading."""
    cells = json.loads(keys.unseal(row["sealed"]))
    return dict(cells) if isinstance(cells, dict) else {}


def _replace(connection: Connection, judged: Judged, file_id: int, rows: list[Row]) -> set[date]:
    """Take the old held rows away and settle what they say now; what repeats an old one is settled with it."""
    subject, judged = judged.source.subject, _as_new_as(judged, rows)
    good = as_table_rows(judged.rows, subject.id_column).to_pylist() if len(judged.rows) else []
    words = row_words(good, subject.id_column, file_id)
    words += [held_word(judged, file_id, held) for held in judged.held]
    words = [replace(word, before=State.HELD) for word in words]
    keys = sorted({word.key for word in words} | {row["record_key"] for row in rows})
    leaving = {(file_id, row["row_number"]) for row in rows}
    settled = settle(connection, judged.source, keys, words, key_id=judged.key_id, leaving=leaving)
    correct_lines(connection, settled)
    cover_rows(connection, judged.source, settled.come)
    add_rules(connection, file_id, judged.adjusted)
    changed = [*settled.gone, *settled.come]
    days = days_of_rows(subject, changed) | settled.held_days | {r["day"] for r in rows if r["day"]}
    exposed = infectious_days(changed) if subject.key == "case_lines" else days
    touch_days(connection, judged.source, days, exposed, now().replace(tzinfo=None))
    return days


def _still_held(connection: Connection, file_id: int, rows: list[Row]) -> int:
    """How many of the rows are held now, for a reason of their own or because another row contradicts them."""
    h, found = schema.held_row.c, 0
    for some in chunks([row["row_number"] for row in rows]):
        query = select(func.count()).where(h.file_id == file_id, h.row_number.in_(some))
        found += connection.execute(query).scalar_one()
    return found


def _as_new_as(judged: Judged, rows: list[Row]) -> Judged:
    """Where the newest file counts, a row stays as new as the file it came in."""
    if judged.source.changes != "newest_file" or not rows:
        return judged
    return of_version(judged, rows[0]["version"])


def blanked(source: Source, cells: dict[str, Any], blank: str) -> dict[str, str]:
    """Cells as a reader may see them: personal ones blanked."""
    personal = {f.name for f in source.subject.fields if f.is_personal}
    hidden = {heading_key(name) for m in source.fields if m.field in personal for name in (m.column, *m.also)}
    return {
        heading: blank if text and heading_key(heading) in hidden else text or ""
        for heading, text in cells.items()
    }
