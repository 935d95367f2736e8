"""Rows of a table replaced by others of the same records: changed in place where they stay, for others refer to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from data import schema
from data.errors import ImportRefused
from data.intake.bulk import chunks
from data.intake.words import Row, table_of
from data.ledger import insert_rows
from data.sources.source import Source
from data.store_marks import renew_world
from data.visit_changes import note_replaced


def replace_rows(connection: Connection, source: Source, gone: Sequence[Row], come: Sequence[Row]) -> None:
    """Take `gone` out of the table of `source` and put `come` in; raises ImportRefused where a visited venue goes."""
    table, key = table_of(source), source.subject.id_column
    before = {row[key]: row for row in gone}
    fresh = [row for row in come if row[key] not in before]
    kept = {row[key]: row for row in come if row[key] in before}
    going = sorted(set(before) - set(kept))
    if source.subject.key == "venues":
        _require_unvisited(connection, going)
    for some in chunks(going):
        connection.execute(table.delete().where(table.c[key].in_(some)))
    changed = [row for number, row in kept.items() if row != before[number]]
    if changed:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in changed[0] if name != key}
        statement = table.update().where(table.c[key] == bindparam(f"new_{key}")).values(values)
        connection.execute(statement, [{f"new_{n}": value for n, value in row.items()} for row in changed])
    insert_rows(connection, table, fresh)
    _note(connection, source.subject.key, before, {row[key]: row for row in come})


def _note(
    connection: Connection, subject: str, before: Mapping[int, Row], after: Mapping[int, Row]
) -> None:
    """Note what changed for those who keep something made of the rows."""
    if before != after:
        renew_world(connection, subject)
    if subject == "checkins":
        note_replaced(connection, before, after)


def _require_unvisited(connection: Connection, venues: list[int]) -> None:
    """A venue that two rows contradict each other about can't stand, but its check-ins do."""
    v, c = schema.venue.c, schema.checkin.c
    for some in chunks(venues):
        query = select(v.record).where(v.venue_id.in_(some), v.venue_id.in_(select(c.venue_id)))
        codes = connection.execute(query.order_by(v.record).limit(5)).scalars().all()
        if codes:
            raise ImportRefused(
                f"Expected one row for each venue that check-ins refer to, got rows that contradict each other for "
                f"{', '.join(map(str, codes))}. Leave one row each and bring the file again; nothing was changed."
            )
