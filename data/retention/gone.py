"""What is gone: up to which day single rows of a subject were deleted, for whoever counts from those that remained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from data import schema

CHECKINS, CONTACTS, NOTICES, DECLARATIONS = "checkins", "contacts", "notices", "declarations"


@dataclass(frozen=True)
class Gone:
    """Single rows of days before `before` were deleted, those nearest to it on `on`, local days."""

    before: date
    on: date

    def is_within(self, first: date) -> bool:
        """Whether days from `first` on hold some whose rows are gone."""
        return first < self.before


def gone(connection: Connection, subject: str) -> Gone | None:
    """What of a subject is gone; None where nothing ever was deleted.

    A run that found nothing to delete moves no day: what is counted of days without rows is still right.
    """
    r = schema.retention_run.c
    runs = select(r.before_day, r.at).where(r.what == subject, r.rows > 0)
    row = connection.execute(runs.order_by(r.before_day.desc(), r.run_id).limit(1)).first()
    return None if row is None else Gone(row.before_day, row.at.date())
