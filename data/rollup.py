"""Rollups: every measure per day and commune, recomputed for the days that an import touched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, func, not_, select

from data import schema
from data.cases import PLACE_REASONS
from data.cells import State
from data.counts import COUNTED, Measure
from data.cube import Snapshot
from data.days import SECONDS_PER_DAY, day_of, days_between, runs
from data.errors import StoreError
from data.exposed_venues import write_venue_exposure
from data.exposures import ExposureRule, write_contacts
from data.ledger import insert_rows
from data.measures import NEW_CASES
from data.snapshots import find_newest, write_snapshot
from data.stays import MINUTE, prepare

Days = tuple[date, date]
"""First and last day of a run without gaps."""

RULE = ExposureRule()

EXPOSURE = "exposure"


def refresh(connection: Connection, rule: ExposureRule = RULE) -> Snapshot:
    """Recompute what touched_day names, clear it, and note the snapshot; the caller's transaction commits it.

    Raises StoreError where no report was ever due.
    """
    span, touched = reported_span(connection), _touched(connection)
    new_days = set(days_between(*span)) - _days_shown(connection)
    days = {subject: _within(found | new_days, span) for subject, found in touched.items()}
    changed: set[date] = set()
    for measure in COUNTED:
        changed |= _write_measure(connection, measure, days.get(measure.subject, new_days))
    if touched.get(EXPOSURE) or new_days:
        changed |= _write_exposure(connection, rule, touched.get(EXPOSURE, set()), new_days, span)
    return _finish(connection, span, changed)


def rebuild(connection: Connection, rule: ExposureRule = RULE) -> Snapshot:
    """Recompute everything; a refresh of every day gives the same."""
    span = reported_span(connection)
    every_day = set(days_between(*span))
    for measure in COUNTED:
        _write_measure(connection, measure, every_day)
    prepare(connection, rule)
    write_contacts(connection, rule)
    connection.execute(schema.venue_exposure.delete())
    write_venue_exposure(connection, rule, *span)
    return _finish(connection, span, every_day)


def _finish(connection: Connection, span: Days, changed: set[date]) -> Snapshot:
    for table in (schema.rollup_cell, schema.venue_exposure):
        connection.execute(table.delete().where(not_(table.c.day.between(*span))))
    _write_unplaced(connection, span)
    connection.execute(schema.touched_day.delete())
    return write_snapshot(connection, span, changed)


def reported_span(connection: Connection) -> Days:
    """First and last day that any report was due for."""
    r = schema.report.c
    first, last = connection.execute(select(func.min(r.day), func.max(r.day))).one()
    if first is None:
        raise StoreError("Expected at least one report in the store, found none. Run: python -m data build")
    return first, last


def _touched(connection: Connection) -> dict[str, set[date]]:
    found: dict[str, set[date]] = {}
    for subject, day in connection.execute(select(schema.touched_day)):
        found.setdefault(subject, set()).add(day)
    return found


def _days_shown(connection: Connection) -> set[date]:
    """Days of the newest snapshot; others have no cells yet, even where nothing touched them."""
    newest = find_newest(connection)
    return set(days_between(newest.first_day, newest.last_day)) if newest else set()


def _within(days: set[date], span: Days) -> set[date]:
    return {day for day in days if span[0] <= day <= span[1]}


def _write_measure(connection: Connection, measure: Measure, days: set[date]) -> set[date]:
    """Renew the cells of `days`; returns the days."""
    for run in runs(days):
        _write_cells(connection, measure, run)
    return days


def _write_cells(connection: Connection, measure: Measure, run: Days) -> None:
    """One cell a commune and day: the count, zero included, where the report is in, or why none."""
    r = schema.rollup_cell
    connection.execute(r.delete().where(r.c.measure == measure.name, r.c.day.between(*run)))
    found = connection.execute(measure.count(*run)).all()
    counts = {(_day(row[0]), row[1]): float(row[2]) for row in found}
    reports = _reports(connection, measure.subject, run)
    units = _unit_ids(connection)
    cells = [
        (day, unit, reports.get((day, unit), State.NO_REPORT)) for day in days_between(*run) for unit in units
    ]
    rows = [_cell(measure, day, unit, state, counts.get((day, unit), 0.0)) for day, unit, state in cells]
    insert_rows(connection, r, rows)


def _day(day: date | int) -> date:
    return day if isinstance(day, date) else day_of(day)


def _cell(measure: Measure, day: date, unit: int, state: State, count: float) -> dict[str, object]:
    value = count if state == State.VALUE else None
    return {"measure": measure.name, "day": day, "unit_id": unit, "state": int(state), "value": value}


def _reports(connection: Connection, subject: str, run: Days) -> dict[tuple[date, int], State]:
    r = schema.report.c
    query = select(r.day, r.unit_id, r.received_at.is_(None)).where(r.subject == subject, r.day.between(*run))
    found = connection.execute(query)
    return {(day, unit): State.LATE if is_late else State.VALUE for day, unit, is_late in found}


def _unit_ids(connection: Connection) -> Sequence[int]:
    c = schema.commune.c
    return (
        connection.execute(select(c.unit_id).where(c.valid_to.is_(None)).order_by(c.unit_id)).scalars().all()
    )


def _write_unplaced(connection: Connection, span: Days) -> None:
    """Cases of no known commune count for the province. They are few, so all are counted anew.

    Whoever changes a held row touches its day, so that its digest follows.
    """
    h, u = schema.held_row.c, schema.rollup_unplaced
    query = select(h.day, func.count().label("rows"), func.sum(h.weight).label("value"))
    query = query.where(h.reason.in_(PLACE_REASONS), h.day.between(*span)).group_by(h.day)
    connection.execute(u.delete())
    rows = [{"measure": NEW_CASES, **row} for row in connection.execute(query).mappings()]
    insert_rows(connection, u, rows)


def _write_exposure(
    connection: Connection, rule: ExposureRule, touched: set[date], new_days: set[date], span: Days
) -> set[date]:
    """Contacts of touched days, and every day that shows them or is new; returns the latter."""
    prepare(connection, rule)
    reach, shown = _longest_reach(connection, rule), set(new_days)
    for first, last in runs(touched):
        write_contacts(connection, rule, first, last + reach)
        shown |= set(days_between(first, last + reach + timedelta(rule.display_days)))
    shown = _within(shown, span)
    for run in runs(shown):
        write_venue_exposure(connection, rule, *run)
    return shown


def _longest_reach(connection: Connection, rule: ExposureRule) -> timedelta:
    """Days after the one it began on that a visit can still expose on, a night shift for instance."""
    longest = connection.execute(select(func.max(schema.venue_type.c.max_stay_minutes))).scalar() or 0
    return timedelta(days=-(-(longest + rule.tail_minutes) * MINUTE // SECONDS_PER_DAY))
