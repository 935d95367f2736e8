"""Fills an empty store with the embedded outbreak: places, real feed, simulation around it, rollups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select, text

from data import schema
from data.boundaries import communes_of, read_full
from data.cases import Imported, import_cases
from data.cube import Snapshot
from data.days import days_between
from data.ledger import FileRecord, Tally, write_file
from data.load import load_table, without_indexes
from data.outbreak_2021 import feed, simulate
from data.outbreak_2021.events import write_events
from data.outbreak_2021.gazetteer import read_gazetteer
from data.outbreak_2021.simulate.tables import digest_tables
from data.places import Placer, write_former_communes
from data.rollup import rebuild
from data.units import Units, load_units, write_units

Progress = Callable[[str, float], None]
"""Told what begins, and the share of the whole work that is done."""

SPAN = feed.PUBLISHED_FIRST, feed.PUBLISHED_LAST


@dataclass(frozen=True)
class Filled:
    """What went in: the feed's balance, rows by table, and the snapshot of the rollups."""

    imported: Imported
    rows: dict[str, int]
    snapshot: Snapshot


def fill(connection: Connection, geometry_dir: Path, seed: int, scale: float, progress: Progress) -> Filled:
    """Fill the empty store behind `connection`, in its transaction."""
    progress("communes, districts, former names", 0.0)
    units = _write_places(connection, geometry_dir)
    progress("case feed", 0.02)
    imported = import_cases(connection, feed.load_feed(), Placer(units, read_gazetteer().former))
    base = _base(connection, units, geometry_dir)
    outbreak = simulate.simulate(
        base, seed, scale, lambda part, share: progress(f"simulated {part}", round(0.02 + share * 0.28, 3))
    )
    with without_indexes(connection, schema.checkin, schema.declaration):
        for n, table in enumerate(outbreak.tables):
            progress(f"write {len(table):,} rows of {table.name}", 0.3 + 0.03 * n)
            load_table(connection, table, _note(connection, table, seed, scale))
        progress("indexes", 0.55)
    progress("statistics for the query planner", 0.65)
    connection.execute(text("ANALYZE"))
    progress("exposure and rollups", 0.7)
    snapshot = rebuild(connection)
    for rolled_up in (schema.exposure_contact, schema.venue_exposure, schema.rollup_cell):
        connection.execute(text(f"ANALYZE {rolled_up.name}"))
    return Filled(imported, {table.name: len(table) for table in outbreak.tables}, snapshot)


def _write_places(connection: Connection, geometry_dir: Path) -> Units:
    gazetteer = read_gazetteer()
    write_units(connection, communes_of(geometry_dir), gazetteer.districts, gazetteer.valid_from)
    write_former_communes(connection, gazetteer.former)
    write_events(connection)
    return load_units(connection)


def _base(connection: Connection, units: Units, geometry_dir: Path) -> simulate.Base:
    geometry = read_full(geometry_dir).set_index("unit_id").geometry
    polygons = tuple(geometry[c.unit_id] for c in units.communes)
    return simulate.Base(units, polygons, *SPAN, _placed_cases(connection, units))


def _placed_cases(connection: Connection, units: Units) -> NDArray[np.int64]:
    """New cases that found their commune, day × commune."""
    c = schema.case_count.c
    column = {unit_id: n for n, unit_id in enumerate(units.unit_ids.tolist())}
    row = {day: n for n, day in enumerate(days_between(*SPAN))}
    cases = np.zeros((len(row), len(column)), dtype=np.int64)
    counts = select(c.day, c.unit_id, func.sum(c.new_cases)).group_by(c.day, c.unit_id)
    for day, unit_id, total in connection.execute(counts):
        cases[row[day], column[unit_id]] = total
    return cases


def _note(connection: Connection, table: simulate.Table, seed: int, scale: float) -> int:
    """The ledger's line for one simulated table; its digest is that of the columns."""
    source = f"simulated_{table.name}"
    name = f"Simulation of {table.name}, seed {seed}, scale {scale:g}"
    digest = digest_tables([table])
    return write_file(
        connection, FileRecord(source, name, digest, Tally(len(table)), *SPAN, is_simulated=True)
    )
