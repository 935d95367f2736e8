"""Large files arrive whole, whatever a block, a batch or a spreadsheet would hold; several at once lose nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from data import engine
from data.engine import connect, writing
from data.errors import StoreBusy
from data.intake import intake as facade
from data.intake import write
from data.intake.intake import Intake
from data.measures import DECLARATIONS
from data.store import Store
from tests.data.intake.crash import SOURCE, contents, import_file, write_declarations
from tests.data.intake.tiny import open_tiny, reopen_tiny
from tests.world import TAN_DINH

SHEET_ROWS = 65_536
"""Rows of an old spreadsheet, headings included: tools of that age cut here."""


def test_a_file_of_one_row_more_than_an_old_spreadsheet_holds_comes_in_whole(tmp_path: Path) -> None:
    receipt = import_file(open_tiny(tmp_path), write_declarations(tmp_path / "f.csv", SHEET_ROWS + 1))
    assert receipt.rows.received == SHEET_ROWS + 1
    assert (receipt.rows.duplicate, receipt.rows.held) == (0, 66)


@pytest.mark.long
def test_a_file_of_one_row_more_than_a_new_spreadsheet_holds_comes_in_whole(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    receipt = import_file(intake, write_declarations(tmp_path / "f.csv", 1_048_577))
    assert (receipt.rows.received, receipt.rows.held) == (1_048_577, 1_049)
    assert stored(intake) == receipt.rows.accepted == 1_048_577 - 1_049


def stored(intake: Intake) -> int:
    with intake.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM declaration")).scalar_one())


@contextmanager
def small_loads_count_as_large() -> Iterator[None]:
    with mock.patch.object(write, "LARGE", 10), mock.patch.object(facade, "LARGE", 10):
        yield


def test_a_large_load_makes_the_same_store_as_a_small_one(tmp_path: Path) -> None:
    file = write_declarations(tmp_path / "f.csv", 2_000)
    with small_loads_count_as_large():
        import_file(open_tiny(tmp_path / "large"), file)
    import_file(open_tiny(tmp_path / "small"), file)
    assert contents(tmp_path / "large") == contents(tmp_path / "small")


def test_a_large_load_is_refused_where_a_commune_went_while_the_file_was_read(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    judged = intake.judge(write_declarations(tmp_path / "f.csv", 200), SOURCE)
    with writing(intake.engine) as connection:
        connection.execute(text("DELETE FROM commune WHERE unit_id = :unit"), {"unit": TAN_DINH})
    before = contents(tmp_path)
    with (
        small_loads_count_as_large(),
        pytest.raises(StoreBusy, match="communes that the store holds, got 1"),
    ):
        intake.commit(judged, "Lan")
    assert contents(tmp_path) == before


def test_references_are_checked_row_by_row_again_after_a_large_load(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    with small_loads_count_as_large():
        import_file(intake, write_declarations(tmp_path / "f.csv", 200))
    with (
        pytest.raises(IntegrityError, match="FOREIGN KEY"),
        writing(intake.engine) as connection,
    ):
        connection.execute(text("UPDATE declaration SET unit_id = 999"))


def test_a_second_import_waits_for_the_first(tmp_path: Path) -> None:
    first, second = open_tiny(tmp_path), reopen_tiny(tmp_path)
    files = [write_declarations(tmp_path / f"{n}.csv", 5_000, n * 5_000, n) for n in range(2)]
    with ThreadPoolExecutor(2) as pool:
        receipts = list(pool.map(import_file, (first, second), files))
    assert [receipt.rows.received for receipt in receipts] == [5_000, 5_000]
    assert stored(first) == sum(receipt.rows.accepted for receipt in receipts)


def test_a_second_import_that_waits_too_long_is_told_so_and_loses_nothing(tmp_path: Path) -> None:
    first = open_tiny(tmp_path)
    file = write_declarations(tmp_path / "f.csv", 500)
    with mock.patch.object(engine, "_PRAGMAS", ("busy_timeout=50",)):
        second = reopen_tiny(tmp_path)
        judged = second.judge(file, SOURCE)
    with writing(first.engine), pytest.raises(StoreBusy, match="try again in a minute"):
        second.commit(judged, "Lan")
    assert second.commit(judged, "Lan").rows.received == 500


READERS = 4


def test_four_readers_of_the_cube_see_the_old_figures_or_the_new_ones(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    import_file(intake, write_declarations(tmp_path / "first.csv", 1_000))
    before, is_over = declared(a_reader(intake)), threading.Event()
    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(declared_until, is_over, a_reader(intake)) for _ in range(READERS)]
        try:
            import_file(intake, write_declarations(tmp_path / "more.csv", 10_000, 1_000, 2))
        finally:
            is_over.set()
        seen = set[float]().union(*(reader.result() for reader in readers))
    after = declared(a_reader(intake))
    assert before < after
    assert seen <= {before, after}


def a_reader(intake: Intake) -> Store:
    return Store(intake.settings, connect(intake.settings.store_url))


def declared_until(is_over: threading.Event, store: Store) -> set[float]:
    seen = set()
    while not is_over.is_set():
        seen.add(declared(store))
    return seen


def declared(store: Store) -> float:
    """The declarations of all communes and days, as a reader of the map gets them."""
    return float(np.nansum(store.cube().measures[DECLARATIONS].values))
