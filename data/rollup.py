"""Rollups: every measure per day and commune, recomputed for the days that an import touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, not_, select

from data import schema
from data.cells import State
from data.counts import COUNTED, Counts, Measure
from data.cube import Snapshot
from data.days import SECONDS_PER_DAY, day_of, days_between, runs
from data.errors import StoreError
from data.exposed_venues import write_venue_exposure
from data.exposures import ExposureRule, write_contacts
from data.retention.marks import contacts_whole_from, countable
from data.retention.never_less import never_less
from data.revisions import Figure, Key, Moments, forget_days_outside, local_now, write_cells
from data.snapshots import find_newest, write_snapshot
from data.stays import MINUTE, prepare
from data.unplaced import write_unplaced

Days = tuple[date, date]
"""First and last day of a run without gaps."""

RULE = ExposureRule()

EXPOSURE = "exposure"

Touched = dict[str, dict[date, datetime | None]]
"""By subject and day: when a change became known, None where it came with the day's report."""


def refresh(connection: Connection, rule: ExposureRule = RULE) -> Snapshot:
    """Recompute what touched_day names, clear it, and note the snapshot; the caller's transaction commits it.

    Raises StoreError where no report was ever due.
    """
    span, touched = reported_span(connection), _touched(connection)
    new_days = set(days_between(*span)) - _days_shown(connection)
    changed, counts = set[date](), Counts(connection)
    for measure in COUNTED:
        days = _within(set(touched.get(measure.subject, ())) | new_days, span)
        if not _has_cells(connection, measure):
            days = set(days_between(*span))
        changed |= _write_measure(counts, measure, days, touched)
    if touched.get(EXPOSURE) or new_days:
        changed |= _write_exposure(connection, rule, set(touched.get(EXPOSURE, ())), new_days, span)
    return _finish(connection, span, changed, touched)


def rebuild(connection: Connection, rule: ExposureRule = RULE) -> Snapshot:
    """Recompute everything; a refresh of every day gives the same, history included."""
    span, touched = reported_span(connection), _touched(connection)
    every_day, counts = set(days_between(*span)), Counts(connection)
    for measure in COUNTED:
        _write_measure(counts, measure, every_day, touched)
    prepare(connection, rule)
    whole_from = contacts_whole_from(connection, _longest_reach(connection, rule))
    write_contacts(connection, rule, None if whole_from == date.min else whole_from)
    _write_venues(connection, rule, span, whole_from)
    return _finish(connection, span, every_day, touched)


def _finish(connection: Connection, span: Days, changed: set[date], touched: Touched) -> Snapshot:
    forget_days_outside(connection, span)
    e = schema.venue_exposure
    connection.execute(e.delete().where(not_(e.c.day.between(*span))))
    write_unplaced(connection, span, touched.get("cases", {}))
    connection.execute(schema.touched_day.delete())
    return write_snapshot(connection, span, changed)


def reported_span(connection: Connection) -> Days:
    """First and last day that any report was due for."""
    r = schema.report.c
    first, last = connection.execute(select(func.min(r.day), func.max(r.day))).one()
    if first is None:
        raise StoreError("Expected at least one report in the store, found none. Run: python -m data build")
    return first, last


def _touched(connection: Connection) -> Touched:
    found: Touched = {}
    t = schema.touched_day.c
    for subject, day, changed_at in connection.execute(select(t.subject, t.day, t.changed_at)):
        found.setdefault(subject, {})[day] = changed_at
    return found


def _has_cells(connection: Connection, measure: Measure) -> bool:
    """A measure that the program learnt to count since has none."""
    r = schema.rollup_cell.c
    return connection.execute(select(r.day).where(r.measure == measure.name).limit(1)).first() is not None


def _days_shown(connection: Connection) -> set[date]:
    """Days of the newest snapshot; others have no cells yet, even where nothing touched them."""
    newest = find_newest(connection)
    return set(days_between(newest.first_day, newest.last_day)) if newest else set()


def _within(days: set[date], span: Days) -> set[date]:
    return {day for day in days if span[0] <= day <= span[1]}


def _write_measure(counts: Counts, measure: Measure, days: set[date], touched: Touched) -> set[date]:
    """Renew the cells of `days`, but for those whose rows are gone; returns the days."""
    connection, changed = counts.connection, touched.get(measure.subject, {})
    days = countable(connection, measure.subject, days)
    for run in runs(days):
        reports = _reports(connection, measure.subject, run)
        moments = Moments(reports, changed, local_now())
        write_cells(connection, measure.name, run, _figures(counts, measure, run, reports), moments)
    return days


def _figures(
    counts: Counts, measure: Measure, run: Days, reports: Mapping[Key, datetime | None]
) -> dict[Key, Figure]:
    """One a commune and day: the count, zero included, where the report is in, or why none."""
    found = {(_day(day), unit): float(value) for day, unit, value in counts.of(measure, *run)}
    units = _unit_ids(counts.connection)
    keys = [(day, unit) for day in days_between(*run) for unit in units]
    return {key: _figure(key, reports, found) for key in keys}


def _figure(key: Key, reports: Mapping[Key, datetime | None], counts: Mapping[Key, float]) -> Figure:
    if key not in reports:
        return int(State.NO_REPORT), None
    if reports[key] is None:
        return int(State.LATE), None
    return int(State.VALUE), counts.get(key, 0.0)


def _day(day: date | int) -> date:
    return day if isinstance(day, date) else day_of(day)


def _reports(connection: Connection, subject: str, run: Days) -> dict[Key, datetime | None]:
    """When the report of every commune and day came; None: due and not in."""
    r = schema.report.c
    query = select(r.day, r.unit_id, r.received_at).where(r.subject == subject, r.day.between(*run))
    return {(day, unit): received for day, unit, received in connection.execute(query)}


def _unit_ids(connection: Connection) -> Sequence[int]:
    c = schema.commune.c
    return (
        connection.execute(select(c.unit_id).where(c.valid_to.is_(None)).order_by(c.unit_id)).scalars().all()
    )


def _write_exposure(
    connection: Connection, rule: ExposureRule, touched: set[date], new_days: set[date], span: Days
) -> set[date]:
    """Contacts of touched days, and every day that shows them or is new; returns the latter."""
    prepare(connection, rule)
    reach, shown = _longest_reach(connection, rule), set(new_days)
    whole_from = contacts_whole_from(connection, reach)
    for first, last in runs(touched):
        # Where clocks may differ, an overlap can begin before the stay.
        first -= timedelta(1 if rule.buffer_minutes else 0)
        if last + reach >= whole_from:
            write_contacts(connection, rule, max(first, whole_from), last + reach)
        shown |= set(days_between(first, last + reach + timedelta(rule.display_days)))
    shown = _within(shown, span)
    for run in runs(shown):
        _write_venues(connection, rule, run, whole_from)
    return shown


def _write_venues(connection: Connection, rule: ExposureRule, run: Days, whole_from: date) -> None:
    """Exposed venues of a run of days; figures that rest on visits which are gone never fall."""
    with never_less(connection, run, whole_from + timedelta(rule.display_days)):
        write_venue_exposure(connection, rule, *run)


def _longest_reach(connection: Connection, rule: ExposureRule) -> timedelta:
    """Days after the one it began on that a visit can still expose on, a night shift for instance."""
    longest = connection.execute(select(func.max(schema.venue_type.c.max_stay_minutes))).scalar() or 0
    minutes = longest + rule.tail_minutes + 2 * rule.buffer_minutes
    in_view = rule.display_days if rule.match == "place" else 0
    return timedelta(days=in_view - (-minutes * MINUTE // SECONDS_PER_DAY))


def begin(connection: Connection, day: date) -> Snapshot:
    """The rollups of a store that nothing was ever reported to: one day, on which nobody reported."""
    counts = Counts(connection)
    for measure in COUNTED:
        _write_measure(counts, measure, {day}, {})
    return _finish(connection, (day, day), {day}, {})


def clear(connection: Connection, day: date) -> Snapshot:
    """Forget every rollup of a store from which the last report was taken back, and begin anew."""
    for table in (schema.rollup_cell, schema.rollup_unplaced, schema.rollup_day, schema.venue_exposure):
        connection.execute(table.delete())
    for table in (schema.exposure_contact, schema.snapshot, schema.touched_day):
        connection.execute(table.delete())
    return begin(connection, day)
