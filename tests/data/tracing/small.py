"""A store of a few visits and cases, with a columnar snapshot of its own, to hold the answers against brute force."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, delete, insert

from data import schema
from data.engine import connect
from data.ledger import FileRecord, Tally, write_file
from data.settings import Settings
from data.store import Store
from data.visit_changes import mark_anew
from tests.data.exposure_oracle import Case, Visit
from tests.data.exposure_worlds import DAY
from tests.world import write_places, write_venues

PEOPLE = range(1, 6)


def empty_store(folder: Path, database_url: str = "") -> Store:
    """Places, three venues and five people; nobody has been anywhere yet."""
    settings = Settings(var_dir=folder, database_url=database_url)
    store = Store(settings, connect(settings.store_url))
    schema.metadata.create_all(store.engine)
    with store.engine.begin() as connection:
        write_places(connection)
        file = FileRecord("simulated_checkin", "n", "0", Tally(1), DAY, DAY, is_simulated=True)
        write_file(connection, file)
        write_venues(connection, 1)
        connection.execute(insert(schema.person), [{"person_id": n, "unit_id": 1} for n in PEOPLE])
        note_snapshot(connection)
    return store


def note_snapshot(connection: Connection) -> None:
    values = {"snapshot_id": "0", "created_at": datetime(2021, 6, 1), "first_day": DAY, "last_day": DAY}
    connection.execute(insert(schema.snapshot).values(**values))


def fill(store: Store, visits: list[Visit], cases: list[Case]) -> None:
    """These visits and cases alone; a case's number is its place in the list."""
    with store.engine.begin() as connection:
        for table in (schema.checkin, schema.case_line):
            connection.execute(delete(table))
        stays = [(n, 1, v.venue, v.person, v.t_in, v.t_out) for n, v in enumerate(visits, 1)]
        _insert(connection, schema.checkin, "checkin_id file_id venue_id person_id t_in t_out", stays)
        keys = "case_id file_id person_id unit_id onset_day first_positive_day confirmed_day isolated_at"
        dates = [(c.onset, c.positive, c.confirmed, c.isolated_at) for c in cases]
        lines = [(n, 1, c.person, 1, *known) for n, (c, known) in enumerate(zip(cases, dates, strict=True))]
        _insert(connection, schema.case_line, keys, lines)
        mark_anew(connection)


def _insert(connection: Connection, table: schema.Table, keys: str, rows: list[tuple]) -> None:
    if rows:
        connection.execute(insert(table), [dict(zip(keys.split(), row, strict=True)) for row in rows])
