"""Words on a record: everything the store keeps of what files said of it, and how that is kept."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, DateTime, LargeBinary, Table, select

from data import schema
from data.intake.bulk import chunks
from data.intake.resolve import Claim, State
from data.sources.source import Source

Row = dict[str, Any]


@dataclass(frozen=True)
class Word:
    """A claim with all that is needed to write it: `row` for the subject's table, `held` for held_row, or both.

    `dismissal`: who dismissed a contested row, when and why. `is_leaving`: it lends its row to what repeats it, and
    is taken back.
    """

    key: int
    claim: Claim
    row: Row | None
    held: Row | None
    before: State | None
    dismissal: Row = field(default_factory=dict)
    is_leaving: bool = False

    @property
    def where(self) -> tuple[int, int]:
        return self.claim.file_id, self.claim.row_number


def gather(connection: Connection, source: Source, keys: Sequence[int]) -> list[Word]:
    """Every word that the store holds on `keys`."""
    table, id_column = table_of(source), source.subject.id_column
    words: list[Word] = []
    for some in chunks(list(keys)):
        standing = connection.execute(select(table).where(table.c[id_column].in_(some))).mappings()
        words += [_stands(dict(row), id_column) for row in standing]
        a = schema.set_aside
        mine = a.c.subject == source.subject.key
        kept = connection.execute(select(a).where(mine, a.c.record_key.in_(some))).mappings()
        aside = [_set_aside(dict(row), table) for row in kept]
        h = schema.held_row
        mine = h.c.subject == source.subject.key
        held = connection.execute(select(h).where(mine, h.c.record_key.in_(some))).mappings()
        by_place = {(row["file_id"], row["row_number"]): dict(row) for row in held}
        # A contested row stands in both tables.
        words += [replace(w, dismissal=_dismissal(by_place.pop(w.where, None))) for w in aside]
        words += [_held(row) for row in by_place.values()]
    return words


def _dismissal(held: Row | None) -> Row:
    return {name: held[name] for name in _DISMISSAL} if held else {}


_DISMISSAL = ("dismissed_at", "dismissed_by", "dismissed_why")


def _stands(row: Row, id_column: str) -> Word:
    claim = Claim(row["content_key"], row["version"], True, row["file_id"], row["row_number"])
    return Word(row[id_column], claim, row, None, State.CURRENT)


def _set_aside(row: Row, table: Table) -> Word:
    kept, held = unpack(row["row"], table)
    is_storable = kept is not None or held is None
    claim = Claim(row["content_key"], row["version"], is_storable, row["file_id"], row["row_number"])
    return Word(row["record_key"], claim, kept, held, State(row["why"]))


def _held(row: Row) -> Word:
    claim = Claim(row["content_key"], row["version"], False, row["file_id"], row["row_number"])
    return Word(row["record_key"], claim, None, row, State.HELD)


def table_of(source: Source) -> Table:
    return schema.metadata.tables[source.subject.table]


def pack(row: Row | None, held: Row | None) -> str:
    """Row and held entry as JSON; bytes in base 64, days and moments as ISO text."""
    return json.dumps({"row": row, "held": held}, default=_packed, ensure_ascii=False)


def _packed(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"expected bytes, a day or a moment, got {type(value).__name__}")


def unpack(packed: str | None, table: Table) -> tuple[Row | None, Row | None]:
    """What pack() kept; nothing for a plain repetition."""
    if packed is None:
        return None, None
    found = json.loads(packed)
    return _revived(found["row"], table), _revived(found["held"], schema.held_row)


def _revived(row: Row | None, table: Table) -> Row | None:
    if row is None:
        return None
    return {name: _unpacked(value, table.c[name].type) for name, value in row.items()}


def _unpacked(value: Any, kind: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return b64decode(value)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def held_entry(word: Word, subject: str, **said: Any) -> Row:
    """A row of held_row for `word`."""
    return {
        "file_id": word.claim.file_id,
        "row_number": word.claim.row_number,
        "subject": subject,
        "record_key": word.key,
        "content_key": word.claim.content_key,
        "version": word.claim.version,
        "dismissed_at": None,
        "dismissed_by": None,
        "dismissed_why": None,
        **said,
    }
