"""Which days a change of rows touches, by what the rollups count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import Connection

from data.days import day_of, days_between, local_day
from data.ledger import touch
from data.sources.source import Source
from data.stays import ExposureRule
from data.subjects import Subject

RULE = ExposureRule()


def days_of_rows(subject: Subject, rows: Iterable[Mapping[str, object]]) -> set[date]:
    """Local days of stored rows, by the subject's day field."""
    return {day for row in rows if (day := day_of_row(subject, row)) is not None}


def day_of_row(subject: Subject, row: Mapping[str, object]) -> date | None:
    """The local day of a stored row; None where its subject has none."""
    value = row.get(subject.day_field)
    return local_day(value) if isinstance(value, int) else value if isinstance(value, date) else None


def days_of_table(rows: pa.Table) -> set[date]:
    """Distinct days of judged rows."""
    if "day_number" not in rows.column_names:
        return set()
    found: NDArray[np.int64] = np.unique(rows.column("day_number").drop_null().to_numpy())
    return {day_of(n) for n in found.tolist()}


def infectious_days(rows: Iterable[Mapping[str, object]]) -> set[date]:
    """Days on which cases may have exposed somebody: from the window's begin until isolation."""
    found: set[date] = set()
    for row in rows:
        begin, last = row["onset_day"] or row["first_positive_day"], row["confirmed_day"]
        isolated = row["isolated_at"]
        assert isinstance(begin, date)
        assert isinstance(last, date)
        until = (
            local_day(isolated)
            if isinstance(isolated, int)
            else last + timedelta(RULE.unknown_isolation_days)
        )
        found.update(days_between(begin - timedelta(RULE.window_days_before), until + timedelta(1)))
    return found


def touch_days(
    connection: Connection, source: Source, days: set[date], exposed: set[date], changed_at: datetime | None
) -> None:
    """Mark what the next refresh has to recompute."""
    for measure in source.subject.measures:
        touch(connection, measure, exposed if measure == "exposure" else days, changed_at)
