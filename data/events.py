"""Directives and lockdowns: dated facts marked on time lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from data import schema


@dataclass(frozen=True)
class Event:
    """What took effect on `day`; worded on screen by `key`, with where the date is from."""

    key: str
    day: date
    source: str


def load_events(connection: Connection) -> tuple[Event, ...]:
    """Every event, by day."""
    e = schema.event
    return tuple(
        Event(*row)
        for row in connection.execute(select(e.c.key, e.c.day, e.c.source).order_by(e.c.day, e.c.key))
    )
