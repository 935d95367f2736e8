"""The check-ins as readers hold them: up to date, unchanged while they are held, and nothing but numbers."""

from __future__ import annotations

import json
import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier, Thread

import numpy as np
import pytest

from data.errors import DichteError, StoreError
from data.intake.intake import Intake
from data.lake import files, lake
from data.lake.lake import Lake, current, lake_dir
from data.lake.refresh import refresh_lake
from data.lake.segment import Segment, open_segment
from data.store import Store
from geo.copresence import Visits
from tests.data.intake.rows import STAYS, VENUES, pushed, venue, visit
from tests.data.intake.tiny import open_tiny
from tests.data.lake.lakes import content, put_one, reopened, tiny_store, visits_in, visits_of
from tests.descriptors import open_below
from tests.world import DAYS, FACTORY, LAN, MAY_8, MAY_9, MAY_10, MAY_12, at


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return tiny_store(tmp_path / "store")


@pytest.fixture
def refreshes(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Folders that were refreshed, in order."""
    seen: list[Path] = []

    def noted(engine: object, folder: Path, **how: bool) -> object:
        seen.append(folder)
        return refresh_lake(engine, folder, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(lake, "refresh_lake", noted)
    return seen


def one_more(store: Store, hour: float = 8) -> None:
    put_one(store, 99, (FACTORY, LAN, at(MAY_12, hour), None))


def test_every_check_in_of_the_store_is_there_by_day(store: Store) -> None:
    found = current(store)
    assert (found.rows, found.days) == (6, (MAY_8, MAY_9, MAY_10, MAY_12))
    assert visits_in(found) == visits_of(store)
    for day, segment in zip(found.days, found.segments, strict=True):
        assert at(day, 0) <= segment.span[0] <= segment.span[1] < at(day, 24)


def test_nothing_is_read_again_while_nothing_changed(store: Store, refreshes: list[Path]) -> None:
    assert current(store) is current(store)
    assert len(refreshes) == 1


def test_a_change_is_seen_by_the_next_who_asks(store: Store) -> None:
    before = current(store)
    one_more(store)
    after = current(store)
    assert visits_in(after) == visits_of(store)
    assert (before.rows, after.rows, before.version != after.version) == (6, 7, True)


def test_days_that_did_not_change_are_the_same_arrays(store: Store) -> None:
    before = current(store)
    one_more(store)
    after = current(store)
    assert [a is b for a, b in zip(before.segments, after.segments, strict=True)] == [True, True, True, False]


def test_equal_rows_are_one_version_whatever_happened_between(store: Store) -> None:
    before = current(store)
    one_more(store)
    assert current(store).version != before.version
    put_one(store, 99, None)
    assert current(store).version == before.version


def test_a_reader_keeps_what_it_holds_while_others_go_on(store: Store) -> None:
    held = current(store)
    before = visits_in(held)
    for hour in range(4):
        one_more(store, hour)
        current(store)
    shutil.rmtree(lake_dir(store.settings))
    assert visits_in(held) == before


def test_a_snapshot_that_another_process_made_is_opened_and_not_made_again(
    store: Store, refreshes: list[Path]
) -> None:
    refresh_lake(store.engine, lake_dir(store.settings))
    assert current(store).rows == 6
    assert refreshes == []


def test_a_store_shown_as_of_the_past_has_the_check_ins_of_today(store: Store) -> None:
    assert current(store.at(datetime(2021, 5, 9))).rows == 6


def test_many_threads_that_ask_at_once_read_the_store_once(store: Store, refreshes: list[Path]) -> None:
    start = Barrier(8)

    def ask(_: int) -> Lake:
        start.wait()
        return current(store)

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(ask, range(8)))
    assert len({id(one) for one in found}) == len(refreshes) == 1


def test_many_threads_that_meet_a_store_for_the_first_time_have_it_open_once(
    store: Store, refreshes: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(lake._Opened):
        """Others come while it is made."""

        def __init__(self, folder: Path) -> None:
            time.sleep(0.05)
            super().__init__(folder)

    monkeypatch.setattr(lake, "_Opened", Slow)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(current, [store] * 4))
    assert len({id(one) for one in found}) == len(refreshes) == 1


def test_who_is_overtaken_while_opening_gets_the_snapshot_at_the_second_try(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program renews it twice, so that what was about to be opened is gone."""
    others: list[Thread] = []

    def renew() -> None:
        other = reopened(store.settings.var_dir)
        for number in (98, 99):
            put_one(other, number, (FACTORY, LAN, at(MAY_8, number - 80), None))
            refresh_lake(other.engine, lake_dir(other.settings))
        for number in (98, 99):
            put_one(other, number, None)
        other.engine.dispose()

    def overtaken(folder: Path, segment: Segment) -> Visits:
        if segment.day == MAY_8:
            others.append(Thread(target=renew))
            others[-1].start()
            # The second time it has to wait for whoever opens it.
            others[-1].join(60 if len(others) == 1 else 1)
        return open_segment(folder, segment)

    monkeypatch.setattr(lake, "open_segment", overtaken)
    found = current(store)
    for each in others:
        each.join()
    assert (found.days[0], len(others)) == (MAY_8, 2)


def test_readers_in_threads_never_meet_a_mixture(store: Store) -> None:
    """A writer moves a check-in from day to day: there is one of it in whatever anybody sees."""
    current(store)

    def watch(_: int) -> set[int]:
        return {current(store).rows for _ in range(60)}

    with ThreadPoolExecutor(4) as threads:
        seen = threads.map(watch, range(3))
        for n in range(20):
            put_one(store, 6, (FACTORY, LAN, at(DAYS[n % 5], 8), None))
        assert set().union(*seen) == {6}
    assert visits_in(current(store)) == visits_of(store)


@pytest.mark.parametrize("harm", ["head", "gone", "all"])
def test_a_snapshot_harmed_before_it_is_opened_is_made_anew(store: Store, tmp_path: Path, harm: str) -> None:
    refresh_lake(store.engine, lake_dir(store.settings))
    path = lake_dir(store.settings) / sorted(content(store))[0]
    match harm:
        case "head":
            path.write_bytes(b"x" * path.stat().st_size)
        case "gone":
            path.unlink()
        case _:
            shutil.rmtree(lake_dir(store.settings))
    assert visits_in(current(store)) == visits_of(store)


def test_a_disk_that_never_keeps_what_was_written_is_named(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake, "open_segment", _damaged)
    with pytest.raises(StoreError, match=r"damaged again and again\. Look after the disk"):
        current(store)


def _damaged(*_: object) -> None:
    raise lake.DamagedSegment


def test_a_folder_that_cannot_be_written_is_named_with_the_remedy(store: Store) -> None:
    lake_dir(store.settings).write_text("in the way")
    with pytest.raises(DichteError, match=r"Expected to write .*/lake, got: .*Free 60 bytes a check-in"):
        current(store)


def test_a_full_disk_leaves_the_snapshot_of_before(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = current(store)
    one_more(store)
    with monkeypatch.context() as full:
        full.setattr(files.os, "fsync", _full)
        with pytest.raises(StoreError, match="No space left"):
            current(store)
        with pytest.raises(StoreError, match="No space left"):
            current(store)
    names = {path.name for path in lake_dir(store.settings).iterdir()}
    assert (len(names), len(before.segments)) == (6, 4)
    assert visits_in(current(store)) == visits_of(store)


def _full(_number: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_snapshot_that_is_up_to_date_is_read_where_nothing_can_be_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh_lake(store.engine, lake_dir(store.settings))
    monkeypatch.setattr(files.os, "fsync", _full)
    monkeypatch.setattr(files, "mkstemp", _full)
    monkeypatch.setattr(files.fcntl, "flock", _full)
    assert current(store).rows == 6


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    made = open_tiny(tmp_path / "imports")
    pushed(made, VENUES, venue("V1"))
    pushed(made, STAYS, visit("1", phone="0912345678"), visit("2", phone="0987654321", t_out=None))
    return made


def test_nothing_but_numbers_is_in_the_snapshot(intake: Intake) -> None:
    folder = lake_dir(intake.settings)
    store = Store(intake.settings, intake.engine)
    (segment,) = current(store).segments
    assert {column.dtype.kind for column in vars(segment).values() if isinstance(column, np.ndarray)} <= {"i", "u"}
    said = b"".join(path.read_bytes() for path in folder.iterdir())
    for personal in (b"0912345678", b"912345678", b"0987654321", "Chợ V1".encode(), b"V1", b"market"):
        assert personal not in said
    words = set(re.findall(r'"([a-z_]+)":', (folder / "manifest.json").read_text()))
    assert words == {
        *("layout", "rows", "bytes", "anchor", "segments", "before"),
        *("store", "visits", "change_id", "venue_id", "day", "file_id", "imported_at", "withdrawn_at"),
        *("name", "size"),
    }


def test_only_the_owner_of_the_program_may_look_into_it(intake: Intake) -> None:
    current(Store(intake.settings, intake.engine))
    folder = lake_dir(intake.settings)
    assert folder.stat().st_mode & 0o077 == 0
    assert {path.stat().st_mode & 0o077 for path in folder.iterdir() if path.name != files.LOCK} == {0}


def test_open_snapshots_need_no_descriptors(store: Store) -> None:
    held = []
    for hour in range(10):
        one_more(store, hour)
        held.append(current(store))
    assert (open_below(lake_dir(store.settings)), len({one.version for one in held})) == (0, 10)


def test_another_program_finds_the_same_version(store: Store) -> None:
    other = reopened(store.settings.var_dir)
    assert current(store).version == current(other).version
    manifest = json.loads((lake_dir(store.settings) / "manifest.json").read_text())
    assert manifest["rows"] == 6
