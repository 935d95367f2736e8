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
from data.cube import Snapshot
from data.days import days_between, now
from data.intake.judge import judge
from data.intake.row_file import row_file
from data.intake.world import load_world
from data.intake.write import Arrival, Written, write_judged
from data.ledger import FileRecord, Tally, write_file
from data.load import load_table, without_indexes
from data.outbreak_2021 import feed, simulate
from data.outbreak_2021.events import write_events
from data.outbreak_2021.gazetteer import read_gazetteer
from data.outbreak_2021.simulate.kinds import venue_type_table
from data.outbreak_2021.simulate.reports import SUBJECTS
from data.outbreak_2021.simulate.tables import digest_tables
from data.places import write_former_communes
from data.profiles import load_profile
from data.pseudonyms import Keys
from data.reports import renew_reports
from data.rollup import begin, rebuild
from data.sources.load import find_source, load_sources
from data.units import Units, load_units, write_units
from data.visit_changes import mark_anew

Progress = Callable[[str, float], None]
"""Told what begins, and the share of the whole work that is done."""

EMBEDDED = "Dichte"
"""Who imported what the product brings along: a store that holds nothing else may be built anew."""

SPAN = feed.PUBLISHED_FIRST, feed.PUBLISHED_LAST


@dataclass(frozen=True)
class Filled:
    """What went in: the feed's balance, rows by table, and the snapshot of the rollups."""

    imported: Written
    rows: dict[str, int]
    snapshot: Snapshot


def fill(
    connection: Connection, geometry_dir: Path, keys: Keys, seed: int, scale: float, progress: Progress
) -> Filled:
    """Fill the empty store behind `connection`, in its transaction."""
    progress("communes, districts, former names", 0.0)
    units = _write_places(connection, geometry_dir)
    progress("case feed", 0.02)
    imported = import_feed(connection, keys)
    base = _base(connection, units, geometry_dir)
    outbreak = simulate.simulate(
        base, seed, scale, lambda part, share: progress(f"simulated {part}", round(0.02 + share * 0.28, 3))
    )
    with without_indexes(connection, schema.checkin, schema.declaration):
        files: dict[str, int] = {}
        for n, table in enumerate(outbreak.tables):
            progress(f"write {len(table):,} rows of {table.name}", 0.3 + 0.03 * n)
            files[table.name] = _note(connection, table, seed, scale)
            load_table(connection, table, files[table.name])
        _report(connection, outbreak, files)
        mark_anew(connection)
        progress("indexes", 0.55)
    progress("statistics for the query planner", 0.65)
    connection.execute(text("ANALYZE"))
    progress("exposure and rollups", 0.7)
    snapshot = rebuild(connection)
    for rolled_up in (schema.exposure_contact, schema.venue_exposure, schema.rollup_cell):
        connection.execute(text(f"ANALYZE {rolled_up.name}"))
    return Filled(imported, {table.name: len(table) for table in outbreak.tables}, snapshot)


def fill_places(connection: Connection, geometry_dir: Path | None) -> None:
    """What a province's own data need: its communes and their names, kinds of venue; no figure of any day.

    `geometry_dir` None: a profile whose communes nobody knows.
    """
    load_table(connection, venue_type_table(), 0)
    mark_anew(connection)
    if geometry_dir is not None:
        _write_places(connection, geometry_dir)
        begin(connection, now().date())


def import_feed(connection: Connection, keys: Keys) -> Written:
    """The real feed, by the way that every file goes; each of its days was received at its end."""
    published = feed.load_feed()
    source = find_source(load_sources(), feed.SOURCE)
    world = load_world(connection, source, load_profile("bac_giang"), None)
    rows = row_file(
        [row.cells for row in published.rows],
        published.name,
        published.sha256,
        [row.row_number for row in published.rows],
    )
    judged = judge(source, rows, world, keys, covers=(published.published_first, published.published_last))
    return write_judged(connection, judged, Arrival(EMBEDDED, None), lambda _step, _share: None)


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


def _report(connection: Connection, outbreak: simulate.Outbreak, files: dict[str, int]) -> None:
    """What the simulated files cover, and the reports that follow from it."""
    for name, coverage in outbreak.coverage:
        load_table(connection, coverage, files[name])
    for subject in SUBJECTS:
        renew_reports(connection, subject, days_between(*SPAN))


def _note(connection: Connection, table: simulate.Table, seed: int, scale: float) -> int:
    """The ledger's line for one simulated table; its digest is that of the columns."""
    source = f"simulated_{table.name}"
    name = f"Simulation of {table.name}, seed {seed}, scale {scale:g}"
    digest = digest_tables([table])
    return write_file(
        connection, FileRecord(source, name, digest, Tally(len(table)), *SPAN, is_simulated=True)
    )
