"""Bytes of what was deleted are in no file any more: the store's, its log's, the snapshot's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.intake.intake import Intake
from data.lake.lake import current, lake_dir
from data.lake.manifest import read_manifest
from data.retention.traces import empty_log
from data.store import Store
from tests.data.intake.rows import DECLARED, STAYS, VENUES, declared, pushed, reasons, venue, visit
from tests.data.intake.tiny import Cells
from tests.data.retention.stores import AUGUST, LATER, MAY_30, counts, kept, met, on
from tests.world import MAY_9

CANARY = "CANARY-{}-4711"
ROWS = 6000


def files_with(folder: Path, canary: bytes) -> list[str]:
    """Names of files under the folder, of whatever kind, that hold these bytes."""
    return sorted(p.name for p in folder.rglob("*") if p.is_file() and canary in p.read_bytes())


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Intake]:
    """Declarations whose numbers can be found again in any file, every other one due, in loads that split pages."""
    intake = kept(tmp_path)
    for part in range(3):
        rows = [_row(n) for n in range(part, ROWS, 3)]
        pushed(intake, DECLARED, *rows, name=f"part {part}")
    yield intake
    intake.engine.dispose()


def _row(n: int) -> Cells:
    if n % 2:
        return declared(CANARY.format(n))
    return declared(f"KEPT-{n}", declared_at="09/05/2021 07:00:00")


def test_the_canaries_are_there_before(full: Intake) -> None:
    assert "dichte.sqlite" in {
        name.removesuffix("-wal") for name in files_with(full.settings.var_dir, b"CANARY-")
    }


def test_nothing_of_a_deleted_row_is_in_the_file_or_its_log(full: Intake) -> None:
    assert on(full, AUGUST).is_log_empty
    assert files_with(full.settings.var_dir, b"CANARY-") == []
    assert files_with(full.settings.var_dir, b"KEPT-") == ["dichte.sqlite"]


def test_a_run_that_died_before_its_end_leaves_its_bytes_to_the_next(full: Intake, monkeypatch) -> None:
    with monkeypatch.context() as patched, pytest.raises(OSError, match="power cut"):
        patched.setattr("data.retention.retain.write_anew", _die)
        on(full, AUGUST)
    assert files_with(full.settings.var_dir, b"CANARY-")
    assert counts(on(full, AUGUST)) == {}
    assert files_with(full.settings.var_dir, b"CANARY-") == []


def test_a_reader_that_never_lets_go_is_told_of(full: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.retention.traces.PATIENCE_MS", 10)
    with full.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM declaration").scalar()
        pushed(full, DECLARED, declared("later"), name="meanwhile")
        assert not empty_log(full.engine)
    assert empty_log(full.engine)


def test_versions_set_aside_leave_no_bytes(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    number = CANARY.format(1)
    pushed(intake, DECLARED, declared(number, updated_at="08/05/2021 08:00:00"))
    pushed(intake, DECLARED, declared(number, updated_at="08/05/2021 09:00:00", fever="1"), name="newer")
    on(intake, AUGUST)
    assert files_with(tmp_path, number.encode()) == []


def test_an_address_in_the_place_of_a_held_row_goes_with_its_cells(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    pushed(intake, DECLARED, declared("A", commune="CANARY house 7"))
    assert files_with(tmp_path, b"CANARY")
    on(intake, LATER)
    assert (reasons(intake), intake.held()[0].got) == (
        [(1, 1, "commune_not_in_district")],
        intake.held()[0].got,
    )
    assert intake.held()[0].place == ""


def test_the_columnar_snapshot_drops_the_days_that_are_gone(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    store = Store(intake.settings, intake.engine)
    assert current(store).rows == 3
    old = {path.name: path.read_bytes() for path in lake_dir(intake.settings).glob("*.visits")}
    on(intake, MAY_30)
    manifest = read_manifest(lake_dir(intake.settings))
    assert manifest is not None
    assert [segment.day for segment in manifest.segments] == [MAY_9]
    left = {path.name for path in lake_dir(intake.settings).glob("*.visits")}
    assert (len(old), left) == (2, {segment.name for segment in manifest.segments})
    assert (current(store).rows, current(store).days) == (1, (MAY_9,))


def test_a_snapshot_that_a_dead_run_left_behind_is_brought_up_to_date(tmp_path: Path, monkeypatch) -> None:
    intake = kept(tmp_path)
    met(intake)
    current(Store(intake.settings, intake.engine))
    with monkeypatch.context() as patched, pytest.raises(OSError, match="power cut"):
        patched.setattr("data.retention.retain.renew_copies", _die)
        on(intake, MAY_30)
    on(intake, MAY_30)
    manifest = read_manifest(lake_dir(intake.settings))
    assert manifest is not None
    assert (manifest.rows, len(list(lake_dir(intake.settings).glob("*.visits")))) == (1, 1)


def _die(*_: object) -> None:
    raise OSError("power cut")


def test_where_no_snapshot_was_ever_made_none_is_made(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    on(intake, MAY_30)
    assert read_manifest(lake_dir(intake.settings)) is None


def test_partitions_made_of_the_check_ins_go(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    met(intake)
    (tmp_path / "partitions" / "old-4").mkdir(parents=True)
    on(replace(intake), MAY_30)
    assert not (tmp_path / "partitions").exists()


def test_a_record_of_a_check_in_is_in_no_file(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    pushed(intake, VENUES, venue())
    pushed(intake, STAYS, visit(CANARY.format(7)), name="scans.csv")
    current(Store(intake.settings, intake.engine))
    on(intake, MAY_30)
    assert files_with(tmp_path, b"CANARY") == []
