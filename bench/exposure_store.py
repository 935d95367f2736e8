"""The world of the exposure benchmark in the product's own store: SQLite, its schema, its indexes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sqlalchemy import Connection, text

from bench.exposure_world import DAYS, FIRST, VENUES, World
from data import schema
from data.build import build, store_engine
from data.days import day_of
from data.engine import writing
from data.ledger import FileRecord, Tally, write_file
from data.load import load_table, without_indexes
from data.outbreak_2021.simulate.kinds import KINDS
from data.outbreak_2021.simulate.tables import Table
from data.settings import Settings
from data.store_marks import renew
from data.units import load_units
from data.visit_changes import note_everything


def make_store(world: World, folder: Path) -> Settings:
    """A store that holds the world and nothing else; venue and person numbers are those of the world."""
    settings = Settings(var_dir=folder, outbreak="none")
    build(settings)
    with store_engine(settings) as engine:
        with writing(engine, is_bulk=True) as connection:
            _fill(connection, world)
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    return settings


def _fill(connection: Connection, world: World) -> None:
    rows = Tally(accepted=world.rows)
    days = FIRST, day_of(FIRST.toordinal() - day_of(0).toordinal() + DAYS - 1)
    file_id = write_file(connection, FileRecord("bench", "bench", "0" * 64, rows, *days, is_simulated=True))
    units = load_units(connection).unit_ids
    _load(connection, _venues(world, units), file_id)
    _load(connection, Table("person", {"person_id": np.arange(world.people)}), file_id)
    _load(connection, _cases(world, units), file_id)
    with without_indexes(connection, schema.checkin):
        first = 0
        for number in range(DAYS):
            day = _checkins(world, number, first)
            _load(connection, day, file_id)
            first += len(day)
    note_everything(connection)
    renew(connection, "world")


def _load(connection: Connection, table: Table, file_id: int) -> None:
    load_table(connection, table, file_id)


def _venues(world: World, units: np.ndarray) -> Table:
    numbers = np.arange(VENUES)
    columns = {
        "venue_id": numbers,
        "name": np.array([f"V{n}" for n in numbers.tolist()]),
        "venue_type": world.kind,
        "unit_id": units[numbers % len(units)],
    }
    return Table("venue", columns, labels={"venue_type": tuple(k.key for k in KINDS)})


def _cases(world: World, units: np.ndarray) -> Table:
    c, numbers = world.cases, np.arange(len(world.cases.person))
    columns = {
        "case_id": numbers,
        "person_id": c.person,
        "unit_id": units[numbers % len(units)],
        "onset_day": c.onset_day,
        "first_positive_day": c.first_positive_day,
        "confirmed_day": c.confirmed_day,
        "isolated_at": c.isolated_at,
    }
    days = dict.fromkeys(("onset_day", "first_positive_day", "confirmed_day"), "day")
    return Table("case_line", columns, {"onset_day": -1, "isolated_at": -1}, kinds=days)


def _checkins(world: World, number: int, first: int) -> Table:
    rows = world.day(number)
    t_out = np.where(rows.stay < 0, -1, rows.t_in + rows.stay)
    columns = {
        "checkin_id": first + np.arange(len(rows)),
        "venue_id": rows.venue,
        "person_id": rows.person,
        "t_in": rows.t_in,
        "t_out": t_out,
    }
    return Table("checkin", columns, {"t_out": -1})
