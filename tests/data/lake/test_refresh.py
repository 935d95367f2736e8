"""A refresh reads what changed, and ends with what a full build gives, byte for byte."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import visit_changes
from data.engine import writing
from data.intake.intake import Intake
from data.lake import full
from data.lake.lake import current, lake_dir
from data.lake.manifest import read_manifest
from data.lake.refresh import refresh_lake
from data.lake.spill import RowsByDay
from data.store import Store
from data.visit_changes import note_everything
from tests.data.intake.rows import STAYS, VENUES, pushed, venue, visit
from tests.data.intake.tiny import open_tiny, reopen_tiny
from tests.data.lake.lakes import (
    Visit,
    built_anew,
    changes,
    content,
    files_in,
    put,
    put_one,
    refreshed,
    reopened,
    tiny_store,
    visits_in,
    visits_of,
)
from tests.world import FACTORY, HUNG, LAN, MARKET_NENH, MARKET_VOI, MAY_8, MAY_9, MAY_12, at

SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tiny world and its snapshot, to be copied."""
    made = tiny_store(tmp_path_factory.mktemp("pattern"))
    refreshed(made)
    made.engine.dispose()
    return made.settings.var_dir


@pytest.fixture(scope="module")
def pattern_of_imports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of two venues that no check-in came from yet."""
    intake = open_tiny(tmp_path_factory.mktemp("imports"))
    pushed(intake, VENUES, venue("V1"), venue("V2"))
    refreshed(Store(intake.settings, intake.engine))
    intake.engine.dispose()
    return intake.settings.var_dir


@pytest.fixture
def store(pattern: Path, tmp_path: Path) -> Store:
    """The tiny world with its snapshot."""
    return reopened(Path(shutil.copytree(pattern, tmp_path / "store")))


moments = st.sampled_from([at(MAY_8, 0), at(MAY_9, 0) - 1, at(MAY_9, 0), at(MAY_9, 12), at(MAY_12, 3)])
stays = st.sampled_from([None, 0, 1, 86_400])
visits = st.builds(
    lambda place, who, came, stay: (place, who, came, None if stay is None else came + stay),
    st.sampled_from([FACTORY, MARKET_NENH, MARKET_VOI]),
    st.sampled_from([LAN, HUNG]),
    moments,
    stays,
)
writes = st.dictionaries(st.integers(1, 9), st.none() | visits, max_size=5)
"""One transaction: numbers of check-ins, and what is put there; None takes one away."""


@SLOW
@given(st.lists(writes | st.just("everything"), max_size=8))
def test_any_sequence_of_writes_ends_in_what_a_full_build_gives(
    pattern: Path, sequence: list[Mapping[int, Visit | None] | str]
) -> None:
    with TemporaryDirectory() as folder:
        store = reopened(Path(shutil.copytree(pattern, Path(folder) / "store")))
        for write in sequence:
            with writing(store.engine) as connection:
                if isinstance(write, str):
                    note_everything(connection)
                else:
                    for number, visit_there in write.items():
                        put(connection, number, visit_there)
            assert refreshed(store).is_full == isinstance(write, str)
            assert visits_in(current(store)) == visits_of(store)
        assert content(store) == built_anew(store, Path(folder) / "anew")
        store.engine.dispose()


imports = st.lists(
    st.tuples(
        st.sampled_from("1234"),
        st.sampled_from(["V1", "V2"]),
        st.sampled_from(["08/05/2021 23:59:59", "09/05/2021 00:00:00", "02/05/2021 08:00:00"]),
        st.sampled_from(["0912000001", "0912000002"]),
    ),
    min_size=1,
    max_size=4,
)


@settings(SLOW, max_examples=12)
@given(st.lists(imports | st.integers(2, 5), min_size=1, max_size=6))
def test_imports_late_check_ins_contradictions_and_withdrawals_too(
    pattern_of_imports: Path, sequence: list[list[tuple[str, str, str, str]] | int]
) -> None:
    with TemporaryDirectory() as folder:
        intake = reopen_tiny(Path(shutil.copytree(pattern_of_imports, Path(folder) / "store")))
        store = Store(intake.settings, intake.engine)
        for n, act in enumerate(sequence):
            _act(intake, n, act)
            assert not refreshed(store).is_full
            assert visits_in(current(store)) == visits_of(store)
        assert content(store) == built_anew(store, Path(folder) / "anew")
        store.engine.dispose()


def _act(intake: Intake, n: int, act: list[tuple[str, str, str, str]] | int) -> None:
    """Import a file, or withdraw one that stands."""
    if isinstance(act, list):
        rows = [visit(number, code, t_in=t_in, t_out=None, phone=phone) for number, code, t_in, phone in act]
        pushed(intake, STAYS, *rows, name=f"file {n}")
    elif any(entry.file_id == act and entry.withdrawn_at is None for entry in intake.entries()):
        intake.withdraw(act, "Lan", "wrong")


def test_only_days_that_were_touched_are_written_again(store: Store) -> None:
    before = content(store)
    put_one(store, 99, (FACTORY, LAN, at(MAY_12, 8), None))
    done = refreshed(store)
    changed = content(store).keys() - before.keys()
    assert (done.is_full, done.rows, done.days, [name[:10] for name in changed]) == (False, 7, 4, ["2021-05-12"])


def test_a_day_without_check_ins_has_no_segment(store: Store) -> None:
    put_one(store, 6, None)
    assert (refreshed(store).days, MAY_12 in current(store).days) == (3, False)


def test_a_store_without_check_ins_has_a_snapshot_of_none(store: Store) -> None:
    for number in range(1, 7):
        put_one(store, number, None)
    done = refreshed(store)
    assert (done.rows, done.days, current(store).segments) == (0, 0, ())


def test_nothing_is_written_where_nothing_changed(store: Store) -> None:
    manifest = lake_dir(store.settings) / "manifest.json"
    before = manifest.stat().st_mtime_ns
    assert not refreshed(store).is_full
    assert manifest.stat().st_mtime_ns == before


def test_a_store_filled_before_changes_were_noted_is_followed_from_now_on(tmp_path: Path) -> None:
    store = tiny_store(tmp_path)
    with store.read() as connection:
        assert changes(connection) == []
    assert [refreshed(store).is_full, refreshed(store).is_full] == [True, False]
    put_one(store, 99, (FACTORY, LAN, at(MAY_12, 8), None))
    assert not refreshed(store).is_full


def test_changes_that_are_no_longer_listed_cost_a_full_build(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(visit_changes, "KEPT", 2)
    for number in range(90, 94):
        put_one(store, number, (FACTORY, LAN, at(MAY_12, number - 80), None))
    assert refreshed(store).is_full
    assert visits_in(current(store)) == visits_of(store)


def test_the_snapshot_of_another_store_is_not_used(store: Store, tmp_path: Path) -> None:
    other = tiny_store(tmp_path / "other")
    put_one(other, 99, (FACTORY, LAN, at(MAY_12, 8), None))
    shutil.copytree(lake_dir(store.settings), lake_dir(other.settings))
    assert refreshed(other).is_full
    assert visits_in(current(other)) == visits_of(other)


def test_a_backup_that_took_the_place_of_the_store_is_not_mixed_with_what_came_after_it(tmp_path: Path) -> None:
    """Numbers of changes are given a second time then, to the same venue and day."""
    intake = open_tiny(tmp_path / "store")
    pushed(intake, VENUES, venue("V1"))
    pushed(intake, STAYS, visit("1"))
    store = Store(intake.settings, intake.engine)
    refreshed(store)
    with closing(sqlite3.connect(tmp_path / "store" / "dichte.sqlite")) as connection:
        connection.execute("VACUUM INTO ?", (str(tmp_path / "backup"),))
    pushed(intake, STAYS, visit("2"), name="wrong")
    refreshed(store)
    intake.engine.dispose()
    for file in (tmp_path / "store").glob("dichte.sqlite*"):
        file.unlink()
    shutil.copy(tmp_path / "backup", tmp_path / "store" / "dichte.sqlite")
    pushed(intake, STAYS, visit("3"), name="right")
    pushed(intake, STAYS, visit("4"), name="and more")
    assert refreshed(store).is_full
    assert visits_in(current(store)) == visits_of(store)


@pytest.mark.parametrize("harm", ["cut", "gone", "other", "manifest", "layout", "no numbers"])
def test_a_damaged_snapshot_is_made_anew(store: Store, harm: str) -> None:
    folder = lake_dir(store.settings)
    before = content(store)
    _harm(folder, sorted(before)[0], harm)
    put_one(store, 1, (FACTORY, HUNG, at(MAY_8, 7), at(MAY_8, 15)))
    put_one(store, 1, (FACTORY, LAN, at(MAY_8, 7), at(MAY_8, 15)))
    assert refreshed(store).is_full
    assert content(store) == before


def _harm(folder: Path, segment: str, harm: str) -> None:
    path, manifest = folder / segment, folder / "manifest.json"
    said = json.loads(manifest.read_text())
    match harm:
        case "cut":
            path.write_bytes(path.read_bytes()[:-8])
        case "gone":
            path.unlink()
        case "other":
            path.write_bytes(bytes(path.stat().st_size))
        case "manifest":
            manifest.write_text(manifest.read_text()[:-20])
        case "layout":
            manifest.write_text(json.dumps(said | {"layout": 0}))
        case _:
            manifest.write_text(json.dumps(said | {"segments": [{"day": "2021-05-08"}]}))


def test_a_wrong_byte_is_found_by_who_looks_for_it(store: Store) -> None:
    folder, before = lake_dir(store.settings), content(store)
    path = folder / sorted(before)[0]
    path.write_bytes(path.read_bytes()[:-1] + b"\1")
    assert not refreshed(store).is_full
    assert refresh_lake(store.engine, folder, is_strict=True).is_full
    assert content(store) == before


def test_segments_stay_as_long_as_somebody_may_be_about_to_open_them(store: Store) -> None:
    folder, generations = lake_dir(store.settings), [set(content(store))]
    for hour in range(3):
        put_one(store, 99, (FACTORY, LAN, at(MAY_12, hour), None))
        refreshed(store)
        generations.append(set(content(store)))
        assert files_in(folder) == generations[-1] | generations[-2] | {"manifest.json"}


def test_what_a_killed_writer_left_is_removed(store: Store) -> None:
    folder = lake_dir(store.settings)
    (folder / ".part-abc").write_bytes(b"x")
    (folder / ".part-days").mkdir()
    (folder / ".part-days" / "18755").write_bytes(b"x")
    (folder / "2021-05-08.000000000000000000000000.visits").write_bytes(b"x")
    (folder / "README").write_text("not ours")
    put_one(store, 6, None)
    refreshed(store)
    manifest = read_manifest(folder)
    assert manifest is not None
    named = {segment.name for segment in manifest.segments} | set(manifest.before)
    assert files_in(folder) == named | {"manifest.json", "README"}


def test_many_rows_go_through_files(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = content(store)
    monkeypatch.setattr("data.lake.rows.BATCH_ROWS", 2)
    monkeypatch.setattr(full, "RowsByDay", lambda folder: RowsByDay(folder, most_bytes=0))
    assert built_anew(store, tmp_path / "anew") == expected


def test_progress_tells_how_many_check_ins_were_read(store: Store, tmp_path: Path) -> None:
    told: list[int] = []
    refresh_lake(store.engine, tmp_path / "anew", told.append)
    assert told == [6]
