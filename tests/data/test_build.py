"""The build: published figures, simulated rows named as such, finished or not there."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, inspect, select

from data import build as build_module
from data import schema
from data.access.account import find_account
from data.access.accounts import create_account
from data.access.rights import Role
from data.build import BuildResult, build, store_engine
from data.cube import Cube, load_cube, newest_snapshot
from data.errors import StoreError
from data.intake.entries import Entry, load_entries, subjects_by_source
from data.ledger import FileRecord, Tally
from data.settings import Settings
from data.sources.load import load_sources
from data.sqlite_file import replacing
from data.units import load_units

SCALE = 0.005
PEAK = date(2021, 5, 25)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(var_dir=tmp_path_factory.mktemp("var"), scale=SCALE)


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, float]]:
    return []


@pytest.fixture(scope="module")
def built(settings: Settings, steps: list[tuple[str, float]]) -> BuildResult:
    return build(settings, lambda step, share: steps.append((step, share)))


@pytest.fixture(scope="module")
def store(settings: Settings, built: BuildResult) -> Iterator[Connection]:
    with store_engine(settings) as engine, engine.connect() as connection:
        yield connection


@pytest.fixture(scope="module")
def cube(store: Connection) -> Cube:
    return load_cube(store, load_units(store), newest_snapshot(store))


@pytest.fixture
def elsewhere(settings: Settings, built: BuildResult, tmp_path: Path) -> Settings:
    """Another folder with the boundaries of the first, so that they need not be built again."""
    shutil.copytree(settings.var_dir / "boundaries", tmp_path / "boundaries")
    return Settings(var_dir=tmp_path, scale=SCALE)


def ledger(connection: Connection) -> tuple[Entry, ...]:
    return load_entries(connection, None, subjects_by_source(load_sources()))


def test_the_feed_is_in_the_ledger_with_every_row_and_case(store: Connection) -> None:
    entry = next(e for e in ledger(store) if e.source == "an-toan-covid-cases")
    assert (entry.rows, entry.weights) == (Tally(1_014, 0, 63), Tally(5_488, 0, 161))


def test_every_simulated_table_is_in_the_ledger_as_simulated(store: Connection) -> None:
    names = {e.source for e in ledger(store) if e.is_simulated}
    tables = (
        "person",
        "case_line",
        "venue_type",
        "venue",
        "checkin",
        "declaration",
        "install_count",
    )
    assert names == {f"simulated_{table}" for table in tables}


@pytest.mark.parametrize("table", ["person", "case_line", "venue", "checkin", "declaration", "install_count"])
def test_the_ledger_counts_the_rows_of_a_simulated_table(store: Connection, table: str) -> None:
    rows = store.execute(select(func.count()).select_from(schema.metadata.tables[table])).scalar()
    (entry,) = [e for e in ledger(store) if e.source == f"simulated_{table}"]
    assert entry.rows == Tally(accepted=rows)
    assert rows > 0


def test_the_line_list_has_the_real_count_of_every_commune_and_day(store: Connection) -> None:
    c, line = schema.case_count.c, schema.case_line.c
    counted = select(c.unit_id, c.day, func.sum(c.new_cases)).group_by(c.unit_id, c.day)
    listed = select(line.unit_id, line.confirmed_day, func.count()).group_by(line.unit_id, line.confirmed_day)
    assert {tuple(r) for r in store.execute(listed)} == {tuple(r) for r in store.execute(counted) if r[2]}


def test_cases_were_placed_in_161_of_209_communes(cube: Cube) -> None:
    totals = cube.measures["new_cases"].values.sum(axis=0)
    assert (len(totals), int((totals > 0).sum())) == (209, 161)


def test_quang_chau_and_viet_yen_have_their_published_totals(cube: Cube) -> None:
    totals = cube.measures["new_cases"].values.sum(axis=0)
    assert totals[cube.units.position("07807")] == 2_789
    assert totals[cube.units.columns("222")].sum() == 4_441


def test_the_peak_is_351_cases_of_which_6_have_no_commune(cube: Cube) -> None:
    row = cube.measures["new_cases"].row(PEAK)
    placed = cube.measures["new_cases"].values.sum(axis=1)
    unplaced = cube.unplaced["new_cases"].values
    assert (placed[row], unplaced[row], int((placed + unplaced).argmax())) == (345, 6, row)


def test_the_province_has_5649_cases_with_those_of_no_commune(cube: Cube) -> None:
    unplaced = cube.unplaced["new_cases"]
    assert cube.measures["new_cases"].values.sum() + unplaced.values.sum() == 5_649
    assert unplaced.rows.sum() == 63


def test_events_of_2021_are_there(store: Connection) -> None:
    days = dict(store.execute(select(schema.event.c.key, schema.event.c.day)).all())
    assert days["directive_09"] == date(2021, 6, 2)
    assert days["lockdown_viet_yen"] == date(2021, 5, 18)


def test_indexes_dropped_for_the_load_are_back(store: Connection) -> None:
    for table in (schema.checkin, schema.declaration):
        found = {index["name"] for index in inspect(store).get_indexes(table.name)}
        assert found == {index.name for index in table.indexes}


def test_the_planner_has_statistics(store: Connection) -> None:
    tables = store.exec_driver_sql("SELECT DISTINCT tbl FROM sqlite_stat1").scalars().all()
    assert {"checkin", "declaration", "venue_exposure"} <= set(tables)


def test_progress_never_goes_back_and_ends_at_one(built: BuildResult, steps: list[tuple[str, float]]) -> None:
    shares = [share for _, share in steps]
    assert shares == sorted(shares)
    assert steps[-1] == ("done", 1.0)


def test_building_again_leaves_the_finished_store_as_it_is(settings: Settings, built: BuildResult) -> None:
    path = settings.var_dir / "dichte.sqlite"
    before = path.stat().st_ino
    again = build(settings)
    assert (again.is_new, again.snapshot, again.rows) == (False, built.snapshot, built.rows)
    assert path.stat().st_ino == before


def test_the_same_seed_gives_the_same_snapshot_and_another_seed_another(
    elsewhere: Settings, built: BuildResult
) -> None:
    other = Settings(var_dir=elsewhere.var_dir, scale=SCALE, seed=1)
    assert build(elsewhere).snapshot.id == built.snapshot.id
    rebuilt = build(other)
    assert rebuilt.is_new
    assert rebuilt.snapshot.id != built.snapshot.id


def test_a_build_that_fails_leaves_the_old_store_and_no_remains(
    elsewhere: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build(elsewhere)
    monkeypatch.setattr(build_module, "fill", _disk_full)
    with pytest.raises(StoreError, match=r"disk is full.*DICHTE_VAR"):
        build(Settings(var_dir=elsewhere.var_dir, scale=SCALE, seed=2))
    assert sorted(p.name for p in elsewhere.var_dir.iterdir()) == [
        "boundaries",
        "dichte.sqlite",
        "keys.json",
        "lake",
    ]
    assert build(elsewhere).snapshot == before.snapshot


def _disk_full(*_: object) -> None:
    raise OSError(28, "the disk is full")


def test_a_folder_that_cannot_be_written_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match=r"file/var.*DICHTE_VAR"):
        build(Settings(var_dir=tmp_path / "file" / "var", scale=SCALE))


def test_a_store_with_imports_of_the_province_is_never_replaced(elsewhere: Settings) -> None:
    build(elsewhere)
    with store_engine(elsewhere) as engine, engine.begin() as connection:
        from data.ledger import write_file

        write_file(connection, FileRecord("province", "cases.csv", "0" * 64, Tally(), None, None))
    again = build(Settings(var_dir=elsewhere.var_dir, scale=SCALE, seed=2))
    assert (again.is_new, again.rows["import_file"]) == (False, 9)


def test_a_store_that_another_program_has_open_is_not_replaced(elsewhere: Settings) -> None:
    before = build(elsewhere)
    with store_engine(elsewhere) as engine, engine.connect() as reader:
        reader.execute(select(schema.event)).all()
        with pytest.raises(StoreError, match="Stop Dichte"):
            build(Settings(var_dir=elsewhere.var_dir, scale=SCALE, seed=2))
    assert build(elsewhere).snapshot == before.snapshot


def test_a_new_file_replaces_the_old_one_only_when_its_block_ends_well(tmp_path: Path) -> None:
    target = tmp_path / "dichte.sqlite"
    for value in (1, 2):
        with replacing(target) as connection:
            connection.exec_driver_sql("CREATE TABLE t (x INTEGER)")
            connection.exec_driver_sql("INSERT INTO t VALUES (?)", (value,))
    with pytest.raises(RuntimeError), replacing(target) as connection:
        connection.exec_driver_sql("CREATE TABLE other (x INTEGER)")
        raise RuntimeError
    with closing(sqlite3.connect(target)) as found:
        assert found.execute("SELECT x FROM t").fetchall() == [(2,)]
    assert [p.name for p in tmp_path.iterdir()] == ["dichte.sqlite"]


def test_a_new_file_whose_rows_refer_to_nothing_is_not_kept(tmp_path: Path) -> None:
    target = tmp_path / "dichte.sqlite"
    with pytest.raises(StoreError, match="refer"), replacing(target) as connection:
        schema.metadata.create_all(connection)
        row = {"subject": "cases", "day": PEAK, "unit_id": 999}
        connection.execute(insert(schema.report), [row])
    assert list(tmp_path.iterdir()) == []


def test_a_store_with_accounts_is_never_built_away(elsewhere: Settings) -> None:
    build(elsewhere)
    with store_engine(elsewhere) as engine, engine.begin() as connection:
        create_account(connection, "cdc", "CDC", [Role.ADMINISTRATOR], [], None, "p" * 43)
    assert not build(replace(elsewhere, seed=elsewhere.seed + 1)).is_new
    with store_engine(elsewhere) as engine, engine.connect() as connection:
        assert find_account(connection, "login", "cdc") is not None
