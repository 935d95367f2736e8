"""Reports: which commune's report was due on which day, and when it came. Derived from what the files cover.

A commune's report is due from the first day that any file covers for it until the last day that any file covers for
anybody; where it is due and no file covers it, it is late. Before its first day a commune was not connected yet, and
none was due.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, func, select

from data import schema
from data.days import days_between, runs
from data.ledger import insert_rows

Key = tuple[date, int]
"""Day and commune."""


@dataclass(frozen=True)
class _Due:
    """First day due by commune, and the last day of all; None where nothing is covered."""

    first: dict[int, date]
    last: date | None

    def days_of(self, unit: int, run: tuple[date, date]) -> tuple[date, ...]:
        if self.last is None or unit not in self.first:
            return ()
        return days_between(max(run[0], self.first[unit]), min(run[1], self.last))


def renew_reports(connection: Connection, subject: str, days: Iterable[date]) -> tuple[date, ...]:
    """Renew the reports of `subject` after coverage of `days` came or went; returns the days that changed.

    Other days change with them where the first or last day covered moves. Equal coverage gives equal reports,
    in whatever order it came.
    """
    before, after = _reported(connection, subject), _covered(connection, subject)
    changed: set[date] = set()
    for run in runs({*days, *_moved(before, after)}):
        changed |= _renew(connection, subject, run, after)
    return tuple(sorted(changed))


def _covered(connection: Connection, subject: str) -> _Due:
    """What coverage says; one seek of the index a commune."""
    c, unit = schema.coverage.c, schema.commune.c
    here = and_(c.subject == subject, c.unit_id == unit.unit_id)
    bounds = [select(bound).where(here).scalar_subquery() for bound in (func.min(c.day), func.max(c.day))]
    return _due(connection.execute(select(unit.unit_id, *bounds)))


def _reported(connection: Connection, subject: str) -> _Due:
    """What the reports said so far."""
    r = schema.report.c
    query = select(r.unit_id, func.min(r.day), func.max(r.day)).where(r.subject == subject)
    return _due(connection.execute(query.group_by(r.unit_id)))


def _due(rows: Iterable[tuple[int, date, date]]) -> _Due:
    found = [(unit, first, last) for unit, first, last in rows if first is not None]
    return _Due({unit: first for unit, first, _ in found}, max((last for *_, last in found), default=None))


def _moved(before: _Due, after: _Due) -> set[date]:
    """Days that became due, or are so no more, by a first or last day that moved."""
    found = _between(before.last, after.last)
    for unit in {*before.first, *after.first}:
        found |= _between(before.first.get(unit), after.first.get(unit))
        if unit not in before.first or unit not in after.first:
            first = before.first.get(unit) or after.first[unit]
            found |= _between(first, after.last or before.last)
    return found


def _between(a: date | None, b: date | None) -> set[date]:
    known = [day for day in (a, b) if day is not None]
    return set(days_between(min(known), max(known))) if known and a != b else set()


def _renew(connection: Connection, subject: str, run: tuple[date, date], due: _Due) -> set[date]:
    """Bring the reports of a run of days to what coverage says; returns the days that changed."""
    r, came = schema.report, _came(connection, subject, run)
    wanted = {(day, unit): came.get((day, unit)) for unit in due.first for day in due.days_of(unit, run)}
    there = select(r.c.day, r.c.unit_id, r.c.received_at).where(r.c.subject == subject, r.c.day.between(*run))
    found = {(day, unit): received for day, unit, received in connection.execute(there)}
    old = [key for key, received in found.items() if key not in wanted or wanted[key] != received]
    new = [key for key, received in wanted.items() if key not in found or found[key] != received]
    if old:
        this = and_(r.c.subject == subject, r.c.day == bindparam("d"), r.c.unit_id == bindparam("u"))
        connection.execute(r.delete().where(this), [{"d": day, "u": unit} for day, unit in old])
    rows = [{"subject": subject, "day": d, "unit_id": u, "received_at": wanted[d, u]} for d, u in sorted(new)]
    insert_rows(connection, r, rows)
    return {day for day, _ in (*old, *new)}


def _came(connection: Connection, subject: str, run: tuple[date, date]) -> dict[Key, datetime]:
    """When the first file that covers a commune and day came."""
    c, unit = schema.coverage.c, schema.commune.c
    query = (
        select(c.day, c.unit_id, func.min(c.received_at))
        .join_from(schema.commune, schema.coverage, unit.unit_id == c.unit_id)
        .where(c.subject == subject, c.day.between(*run))
        .group_by(c.unit_id, c.day)
    )
    return {(day, unit_id): received for day, unit_id, received in connection.execute(query)}


def last_complete_day(connection: Connection, subject: str, as_of: datetime) -> date | None:
    """The last day of which every report that ever came had come at a moment; None where none had."""
    r = schema.report.c
    came = select(func.max(r.day)).where(r.subject == subject, r.received_at <= as_of)
    last: date | None = connection.execute(came).scalar()
    later = select(func.min(r.day)).where(r.subject == subject, r.received_at > as_of)
    missing: date | None = connection.execute(later).scalar()
    if last is None or missing is None or last < missing:
        return last
    return missing - timedelta(1)
