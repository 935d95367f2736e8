"""Held cases of no known commune: what counts for the province on a day, and what did before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from data import schema
from data.intake.judged import PLACE_REASONS
from data.ledger import insert_rows
from data.measures import NEW_CASES
from data.revisions import local_now

SUBJECT, HELD_SUBJECT = "cases", "case_counts"
"""Of the reports and of the held rows."""


@dataclass(frozen=True)
class _Count:
    """Held rows of a day and what they stand for; since when that is known."""

    rows: int
    value: float
    known_from: datetime | None

    def says(self, other: _Count | None) -> bool:
        return other is not None and (self.rows, self.value) == (other.rows, other.value)


def write_unplaced(
    connection: Connection, span: tuple[date, date], changed: Mapping[date, datetime | None]
) -> None:
    """Count the unplaced cases anew, they are few; counts that differ leave their old selves in unplaced_before.

    `changed` is when a touched day's change came, None where it came with the reports. Whoever changes a held row
    touches its day, so that its digest follows.
    """
    u, stamp = schema.rollup_unplaced, local_now()
    there, counts, came = _there(connection), _counted(connection, span), _first_reports(connection, span)
    moments = {day: changed.get(day) or came.get(day) or stamp for day in {*there, *counts}}
    stale = {day: old for day, old in there.items() if not old.says(counts.get(day))}
    for day, old in stale.items():
        _keep(connection, day, old, moments[day])
        connection.execute(u.delete().where(u.c.measure == NEW_CASES, u.c.day == day))
    rows = []
    for day, count in counts.items():
        if day not in there or day in stale:
            since = max(moments[day], (there[day].known_from if day in there else None) or moments[day])
            rows.append(
                {
                    "measure": NEW_CASES,
                    "day": day,
                    "rows": count.rows,
                    "value": count.value,
                    "known_from": since,
                }
            )
    insert_rows(connection, u, rows)


def _there(connection: Connection) -> dict[date, _Count]:
    u = schema.rollup_unplaced.c
    query = select(u.day, u.rows, u.value, u.known_from).where(u.measure == NEW_CASES)
    return {day: _Count(rows, value, since) for day, rows, value, since in connection.execute(query)}


def _counted(connection: Connection, span: tuple[date, date]) -> dict[date, _Count]:
    """Rows held for their commune alone, and not dismissed by a person."""
    h = schema.held_row.c
    query = select(h.day, func.count(), func.sum(h.weight)).where(
        h.subject == HELD_SUBJECT, h.reason.in_(PLACE_REASONS), h.dismissed_at.is_(None), h.day.between(*span)
    )
    found = connection.execute(query.group_by(h.day))
    return {day: _Count(rows, float(value), None) for day, rows, value in found}


def _first_reports(connection: Connection, span: tuple[date, date]) -> dict[date, datetime]:
    r = schema.report.c
    query = select(r.day, func.min(r.received_at)).where(r.subject == SUBJECT, r.day.between(*span))
    return {day: came for day, came in connection.execute(query.group_by(r.day)) if came is not None}


def _keep(connection: Connection, day: date, old: _Count, moment: datetime) -> None:
    """Note what a count said until a moment; a second change of the same moment hides the first."""
    before = schema.unplaced_before
    until = max(moment, old.known_from or moment)
    if until == old.known_from:
        return
    key = {"measure": NEW_CASES, "day": day, "known_until": until}
    same = [before.c[name] == value for name, value in key.items()]
    connection.execute(before.delete().where(*same))
    what = {"known_from": old.known_from, "rows": old.rows, "value": old.value}
    insert_rows(connection, before, [key | what])
