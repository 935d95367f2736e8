"""Directives and lockdowns of 2021, each with the source of its date."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from data import schema

_EVENTS = Path(__file__).with_name("events.csv")


def write_events(connection: Connection) -> int:
    """Put the events of the embedded outbreak in place of those in the store; returns how many."""
    with _EVENTS.open(encoding="utf-8", newline="") as file:
        rows = [row | {"day": date.fromisoformat(row["day"])} for row in csv.DictReader(file)]
    connection.execute(schema.event.delete())
    connection.execute(schema.event.insert(), rows)
    return len(rows)
