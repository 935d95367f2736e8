"""Check-ins read from the store as columns: all of them, or those of touched days at touched venues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import Column, Connection, Integer, MetaData, Table, text

from data import schema
from data.days import SECONDS_PER_DAY
from data.intake.bulk import insert_table
from geo.copresence import NO_CHECK_OUT

BATCH_ROWS = 1 << 18

Ints = NDArray[np.int64]
Batch = NDArray[np.int64]
"""Rows by four: venue, check-in (epoch s), stay (s, or NO_CHECK_OUT), person."""

_scratch = MetaData()

touched = Table(
    "scratch_touched_visit",
    _scratch,
    Column("venue_id", schema.Key, nullable=False),
    Column("since", Integer, nullable=False, comment="epoch s at which the day begins"),
    prefixes=["TEMPORARY"],
)


_COLUMNS = (
    f"SELECT c.venue_id, c.t_in, CASE WHEN c.t_out IS NULL THEN {NO_CHECK_OUT} ELSE c.t_out - c.t_in END, c.person_id"
)

_ALL = f"{_COLUMNS} FROM checkin c"

# The few pairs come first, and the index of the many rows finds theirs: SQLite keeps the order of a cross join.
_TOUCHED = (
    f"{_COLUMNS} FROM {touched.name} t CROSS JOIN checkin c"
    f" WHERE c.venue_id = t.venue_id AND c.t_in >= t.since AND c.t_in < t.since + {SECONDS_PER_DAY}"
)


def all_rows(connection: Connection) -> Iterator[Batch]:
    """Every check-in, in no order that counts, `BATCH_ROWS` at a time."""
    # In the order of SQLite's covering index hardly anything is left to be sorted; PostgreSQL would sort it all.
    is_sqlite = connection.dialect.name == "sqlite"
    return _batches(_fetched(connection, f"{_ALL} ORDER BY c.venue_id, c.t_in" if is_sqlite else _ALL))


def rows_of(connection: Connection, venue: Ints, since: Ints) -> Batch:
    """Check-ins at venues on days that begin at `since`, epoch s, pair by pair."""
    touched.drop(connection, checkfirst=True)
    touched.create(connection)
    insert_table(connection, touched, pa.table({"venue_id": venue, "since": since}))
    if connection.dialect.name != "sqlite":
        connection.execute(text(f"ANALYZE {touched.name}"))
    found = list(_batches(_fetched(connection, _TOUCHED)))
    return np.concatenate(found) if found else np.empty((0, 4), np.int64)


def _fetched(connection: Connection, query: str) -> Iterator[Iterable[int]]:
    """Plain tuples: SQLite's own cursor gives them in a third of the time."""
    if connection.dialect.name != "sqlite":
        return iter(connection.execute(text(query).execution_options(yield_per=BATCH_ROWS)))
    cursor: Any = connection.connection.cursor()
    rows: Iterator[Iterable[int]] = cursor.execute(query)
    return rows


def _batches(rows: Iterator[Iterable[int]]) -> Iterator[Batch]:
    while True:
        batch = np.fromiter(chain.from_iterable(islice(rows, BATCH_ROWS)), np.int64)
        if not len(batch):
            return
        yield batch.reshape(-1, 4)
