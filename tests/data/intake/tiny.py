"""An intake on the tiny world's places, and its whole state as plain values to compare."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from data import schema
from data.cube import newest_snapshot
from data.engine import connect
from data.intake.coverage import has_reports
from data.intake.intake import Intake
from data.intake.judged import Receipt
from data.profiles import load_profile
from data.pseudonyms import Keys, SecretKey
from data.settings import Settings
from data.sources.load import load_sources
from tests.world import write_places

SOURCES = load_sources()
KEYS = Keys((SecretKey("p-test", b"p" * 32),), (SecretKey("h-test", b"h" * 32),))
"""The same in every test store, so that the same person is the same pseudonym in two of them."""

VENUE_TYPES = (("factory", 480, 720), ("market", 45, 240))

Cells = Mapping[str, str | None]


def open_tiny(folder: Path, database_url: str = "") -> Intake:
    """A fresh store that knows the communes of tests/world.py and two kinds of venue, without outlines.

    `database_url`: of an empty database that has the schema already; else a new SQLite file in `folder`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    intake = reopen_tiny(folder, database_url)
    schema.metadata.create_all(intake.engine)
    with intake.engine.begin() as connection:
        write_places(connection)
        names = list(schema.venue_type.c.keys())
        rows = [dict(zip(names, row, strict=True)) for row in VENUE_TYPES]
        connection.execute(schema.venue_type.insert(), rows)
    return intake


def reopen_tiny(folder: Path, database_url: str = "") -> Intake:
    """The same store as another program finds it."""
    settings = Settings(var_dir=folder, database_url=database_url)
    profile = dataclasses.replace(load_profile("bac_giang"), has_units=False)
    return Intake(settings, connect(settings.store_url), KEYS, SOURCES, profile)


def push(intake: Intake, source: str, rows: Sequence[Cells], name: str = "", **options: Any) -> Receipt:
    """Judge and commit rows as one file; its digest is that of the rows and the name."""
    digest = sha256(repr((name, [sorted(row.items()) for row in rows])).encode()).hexdigest()
    judged = intake.judge_rows(rows, source, name or "rows", digest)
    return intake.commit(judged, "Lan", **options)


PROVENANCE = {"file_id", "row_number", "version", "sealed"}
"""Which of several rows that say the same is the one kept, and its sealed cells, which no two sealings share: the
rest must not depend on the order."""

DATA_TABLES = (
    *(
        "person",
        "declaration",
        "checkin",
        "venue",
        "case_count",
        "case_line",
        "install_count",
        "population_count",
    ),
    *(
        "held_row",
        "report",
        "rollup_cell",
        "rollup_unplaced",
        "rollup_day",
        "venue_exposure",
        "exposure_contact",
    ),
)

TIMES = {"received_at", "known_from"}


def state(intake: Intake) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the data, rollups included, without provenance and without the clock of the import."""
    with intake.reading() as connection:
        found = {name: _rows(connection, name) for name in DATA_TABLES}
        found["snapshot"] = [(newest_snapshot(connection).id,)] if has_reports(connection) else []
    return found


def _rows(connection: Connection, name: str) -> list[tuple[Any, ...]]:
    table = schema.metadata.tables[name]
    columns = [c for c in table.c if c.name not in PROVENANCE | TIMES]
    return sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)


def rows_of(intake: Intake, table: str) -> list[dict[str, Any]]:
    with intake.reading() as connection:
        return [dict(row) for row in connection.execute(select(schema.metadata.tables[table])).mappings()]


def case_row(district: str, commune: str, day: str, cases: str) -> Cells:
    return {"district": district, "commune": commune, "date": day, "new_cases": cases}
