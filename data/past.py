"""What was known at a moment of the past: the cube as it would have stood then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, or_, select

from data import schema
from data.cells import Series, State
from data.counts import COUNTED
from data.cube import Cells, Cube, Snapshot, blank, fill, series_of, unplaced_of
from data.days import days_between
from data.units import Units

_STAMP = "%Y%m%d%H%M"


def past_id(snapshot_id: str, as_of: datetime) -> str:
    """The id of a snapshot seen from a moment, as in 0123456789ab@202106051700."""
    return f"{snapshot_id}@{as_of.strftime(_STAMP)}"


def split_id(text: str) -> tuple[str, datetime | None]:
    """Snapshot and moment of an id; raises ValueError where the moment is none."""
    snapshot_id, at, stamp = text.partition("@")
    return snapshot_id, datetime.strptime(stamp, _STAMP) if at else None


def load_past_cube(connection: Connection, units: Units, snapshot: Snapshot, as_of: datetime) -> Cube:
    """The cube as of a moment: every figure as it was believed then.

    A figure that was not known yet has no report; where its report was due by then, it is late.
    """
    days = days_between(snapshot.first_day, snapshot.last_day)
    cells = {measure.name: blank(days, units) for measure in COUNTED}
    fill(cells, days, units, connection.execute(_believed_before(as_of)))
    fill(cells, days, units, connection.execute(_known(as_of)))
    for subject in {measure.subject for measure in COUNTED}:
        due = _due(connection, subject, days, units, as_of)
        for measure in COUNTED:
            if measure.subject == subject:
                _mark_late(cells[measure.name], due)
    measures: dict[str, Series] = series_of(cells, days)
    unplaced = unplaced_of(days, measures, _unplaced(connection, as_of))
    seen = Snapshot(past_id(snapshot.id, as_of), snapshot.created_at, snapshot.first_day, snapshot.last_day)
    return Cube(seen, units, days, measures, unplaced, as_of)


def _known(as_of: datetime) -> Select[*tuple[Any, ...]]:
    """Cells of today that were known by then."""
    r = schema.rollup_cell.c
    since = or_(r.known_from.is_(None), r.known_from <= as_of)
    return select(r.measure, r.day, r.unit_id, r.state, r.value).where(since, r.day <= as_of.date())


def _believed_before(as_of: datetime) -> Select[*tuple[Any, ...]]:
    """What cells said then and say no more; of several the one believed soonest after comes last, and stands."""
    b = schema.cell_before.c
    then = or_(b.known_from.is_(None), b.known_from <= as_of)
    query = select(b.measure, b.day, b.unit_id, b.state, b.value)
    return query.where(then, b.known_until > as_of, b.day <= as_of.date()).order_by(b.known_until.desc())


def _due(
    connection: Connection, subject: str, days: tuple[date, ...], units: Units, as_of: datetime
) -> NDArray[np.bool_]:
    """Day × commune: where a report was due by then, going by the reports that had come."""
    came = np.zeros((len(days), len(units.communes)), dtype=np.bool_)
    column = {int(unit): n for n, unit in enumerate(units.unit_ids)}
    r = schema.report.c
    query = select(r.day, r.unit_id).where(r.subject == subject, r.received_at <= as_of)
    for day, unit in connection.execute(query):
        row = (day - days[0]).days
        if 0 <= row < len(days) and unit in column:
            came[row, column[unit]] = True
    has_begun = np.logical_or.accumulate(came, axis=0)
    reported = np.asarray(came.any(axis=1))
    goes_on = np.asarray(np.logical_or.accumulate(reported[::-1]))[::-1]
    due: NDArray[np.bool_] = has_begun & goes_on[:, None]
    return due


def _mark_late(cells: Cells, due: NDArray[np.bool_]) -> None:
    """Late is what was due by then and not known; later lateness was not known."""
    _, states = cells
    unknown = (states == State.NO_REPORT) | (states == State.LATE)
    states[unknown & due] = State.LATE
    states[unknown & ~due] = State.NO_REPORT


def _unplaced(connection: Connection, as_of: datetime) -> Iterable[tuple[str, date, int, float]]:
    """Counts of no commune, as believed then; of today's and earlier ones, today's stand where known."""
    u, b = schema.rollup_unplaced.c, schema.unplaced_before.c
    old = select(b.measure, b.day, b.rows, b.value).where(
        or_(b.known_from.is_(None), b.known_from <= as_of), b.known_until > as_of, b.day <= as_of.date()
    )
    new = select(u.measure, u.day, u.rows, u.value).where(
        or_(u.known_from.is_(None), u.known_from <= as_of), u.day <= as_of.date()
    )
    yield from connection.execute(old.order_by(b.known_until.desc()))
    yield from connection.execute(new)
