"""What a file reports on: for these communes and days a missing row means zero, and not unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import Connection, exists, select

from data import schema
from data.days import day_of, days_between, now
from data.intake.changes import day_of_row, days_of_table
from data.intake.judged import BELIEVED, Judged
from data.ledger import insert_rows, touch
from data.reports import renew_reports
from data.sources.source import Source

Cell = tuple[date, int]
"""Day and commune."""


def write_coverage(
    connection: Connection, judged: Judged, file_id: int, received_at: datetime | None
) -> None:
    """Note what the file reports on and renew the reports of its days; those days are touched."""
    if _subjects(judged.source):
        _cover(connection, judged.source, file_id, _cells(connection, judged), received_at)


def cover_rows(connection: Connection, source: Source, rows: Iterable[Mapping[str, Any]]) -> None:
    """A row that was held and stands now: its file reports on its commune and day at least."""
    if not _subjects(source):
        return
    units, found = _units_of_venues(connection, source), dict[int, set[Cell]]()
    for row in rows:
        day, unit = day_of_row(source.subject, row), units.get(row.get("venue_id"), row.get("unit_id"))
        if day is not None and unit is not None:
            found.setdefault(row["file_id"], set()).add((day, unit))
    c, f = schema.coverage.c, schema.import_file.c
    for file_id, cells in sorted(found.items()):
        days = sorted({day for day, _ in cells})
        there = select(c.day, c.unit_id).where(c.file_id == file_id, c.day.between(days[0], days[-1]))
        known = {(day, unit) for day, unit in connection.execute(there)}
        came = connection.execute(select(f.received_at).where(f.file_id == file_id)).scalar()
        _cover(connection, source, file_id, sorted(cells - known), came)


def _subjects(source: Source) -> list[str]:
    return [m for m in source.subject.measures if m != "exposure"]


def _cover(
    connection: Connection,
    source: Source,
    file_id: int,
    cells: Sequence[Cell],
    received_at: datetime | None,
) -> None:
    days = sorted({day for day, _ in cells})
    for subject in _subjects(source) if cells else ():
        same = {"file_id": file_id, "subject": subject}
        rows = [
            same | {"day": day, "unit_id": unit, "received_at": _came(received_at, day)}
            for day, unit in cells
        ]
        insert_rows(connection, schema.coverage, rows)
        touch(connection, subject, renew_reports(connection, subject, days), received_at)


def _cells(connection: Connection, judged: Judged) -> list[Cell]:
    """Every day with every commune that the file reports on; only those it names together, where it says no more."""
    coverage = judged.source.coverage
    if coverage.communes == coverage.days == "named":
        return _named(connection, judged)
    units = (
        sorted({unit for _, unit in _named(connection, judged)})
        if coverage.communes == "named"
        else _standing(connection)
    )
    return [(day, unit) for day in _days(judged) for unit in units]


def _days(judged: Judged) -> list[date]:
    if judged.source.coverage.days == "named":
        held = {h.day for h in judged.held if h.day is not None and h.problem.reason in BELIEVED}
        return sorted(days_of_table(judged.rows) | held)
    if judged.first_day is None or judged.last_day is None:
        return []
    return list(days_between(judged.first_day, judged.last_day))


def _named(connection: Connection, judged: Judged) -> list[Cell]:
    """Days and communes that rows name together."""
    if not len(judged.rows):
        return []
    units = _units_of_rows(connection, judged)
    days = judged.rows.column("day_number").fill_null(-1).to_numpy()
    known = (units > 0) & (days >= 0)
    pairs = np.unique(np.stack([days[known], units[known]], axis=1), axis=0)
    return [(day_of(day), unit) for day, unit in pairs.tolist()]


def _units_of_rows(connection: Connection, judged: Judged) -> NDArray[np.int64]:
    """The commune of each row, that of its venue for a check-in; 0 for none."""
    if "unit_id" in judged.rows.column_names:
        column = judged.rows.column("unit_id").cast(pa.int64()).fill_null(0)
        units: NDArray[np.int64] = column.to_numpy()
        return units
    of_venue = _units_of_venues(connection, judged.source)
    venues, index = np.unique(judged.rows.column("venue_id").to_numpy(), return_inverse=True)
    return np.array([of_venue.get(venue, 0) for venue in venues.tolist()], dtype=np.int64)[index]


def _units_of_venues(connection: Connection, source: Source) -> dict[Any, int]:
    """Commune of every venue, where rows are in one only by their venue."""
    if source.subject.is_placed:
        return {}
    v = schema.venue.c
    return {row.venue_id: row.unit_id for row in connection.execute(select(v.venue_id, v.unit_id))}


def _standing(connection: Connection) -> list[int]:
    c = schema.commune.c
    query = select(c.unit_id).where(c.valid_to.is_(None)).order_by(c.unit_id)
    return list(connection.execute(query).scalars())


def _came(received_at: datetime | None, day: date) -> datetime:
    """Where a file came day by day, each report came at the end of its day; but never later than now."""
    if received_at is not None:
        return received_at
    return min(datetime.combine(day, time(23, 59)), now().replace(tzinfo=None))


def has_reports(connection: Connection) -> bool:
    """Whether anything was ever reported: before that there is nothing to roll up."""
    return bool(connection.execute(select(exists(select(schema.report.c.day)))).scalar())


def has_communes(connection: Connection) -> bool:
    """Whether there is anything to roll up onto: a profile of another country may know no communes."""
    return bool(connection.execute(select(exists(select(schema.commune.c.unit_id)))).scalar())
