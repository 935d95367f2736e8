"""Exposed venues of days whose visits are partly gone: what is still there may add to them, and takes nothing away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from data import schema
from data.ledger import insert_rows

Row = dict[str, Any]


@contextmanager
def never_less(connection: Connection, run: tuple[date, date], whole_from: date) -> Iterator[None]:
    """Inside, the exposed venues of `run` are written anew; of days before `whole_from` no figure falls."""
    first, last = run[0], min(run[1], whole_from - timedelta(1)) if whole_from > date.min else date.min
    before = _rows(connection, first, last)
    yield
    if before:
        after = _rows(connection, first, last)
        e = schema.venue_exposure
        connection.execute(e.delete().where(e.c.day.between(first, last)))
        keys = sorted({*before, *after})
        insert_rows(connection, e, [_larger(before.get(key), after.get(key)) for key in keys])


def _rows(connection: Connection, first: date, last: date) -> dict[tuple[date, int], Row]:
    if last < first:
        return {}
    e = schema.venue_exposure
    found = connection.execute(select(e).where(e.c.day.between(first, last))).mappings()
    return {(row["day"], row["venue_id"]): dict(row) for row in found}


def _larger(before: Row | None, after: Row | None) -> Row:
    """The figures that show more; an F0 was inside as lately as either says."""
    if before is None or after is None:
        return before or after or {}
    more = after if after["people_exposed"] > before["people_exposed"] else before
    return more | {
        "days_since": min(before["days_since"], after["days_since"]),
        "cases": max(before["cases"], after["cases"]),
    }
