"""Held rows: their reason stays, their cells go, from the store and from every copy of it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from data.engine import connect
from data.errors import StoreError
from data.intake.intake import Intake
from data.key_file import SecretKey
from data.pseudonyms import Keys, key_id_of, load_keys, save_keys
from data.retention.noted import history
from tests.data.intake.rows import DECLARED, NENH, declared, pushed, reasons, standing
from tests.data.intake.tiny import rows_of
from tests.data.retention.stores import LATER, MAY_30, counts, kept, on

LOST = declared("A", commune="Nowhere")


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    made = kept(tmp_path / "var")
    pushed(made, DECLARED, LOST, declared("B"))
    return made


def sealed(intake: Intake) -> list[bytes | None]:
    return [row["sealed"] for row in rows_of(intake, "held_row")]


def test_the_row_and_its_reason_stay_and_the_ledger_balances(intake: Intake) -> None:
    before, told = standing(intake), intake.held()[0]
    assert counts(on(intake, LATER))["held_rows"] == 1
    after = intake.held()[0]
    assert (sealed(intake), standing(intake), after.reason) == ([None], before, told.reason)
    assert intake.open_row(1, 1) == {}


def test_rows_that_came_lately_stay_open(intake: Intake) -> None:
    on(intake, MAY_30)
    assert intake.open_row(1, 1)["commune"] == "Nowhere"


def back_up(intake: Intake, path: Path) -> None:
    """A copy as backups make it."""
    assert intake.settings.sqlite_path is not None
    with closing(sqlite3.connect(intake.settings.sqlite_path)) as store:
        store.execute("VACUUM INTO ?", (str(path),))


def test_a_copy_of_the_store_from_before_can_not_be_opened_after(intake: Intake, tmp_path: Path) -> None:
    back_up(intake, tmp_path / "backup.sqlite")
    backup = replace(intake, engine=connect(f"sqlite:///{tmp_path / 'backup.sqlite'}"))
    assert backup.open_row(1, 1)["commune"] == "Nowhere"
    on(intake, LATER)
    (cells,) = sealed(backup)
    assert cells is not None
    for keys in (intake.keys, load_keys(intake.settings.keys_path)):
        with pytest.raises(StoreError, match="destroyed when its time is over"):
            keys.unseal(cells)
    assert backup.open_row(1, 1) == {}


def test_a_restored_backup_takes_decisions_without_its_cells(intake: Intake) -> None:
    saved = intake.settings.var_dir / "saved.sqlite"
    back_up(intake, saved)
    on(intake, LATER)
    intake.engine.dispose()
    path = intake.settings.sqlite_path
    assert path is not None
    shutil.copy(saved, path)
    back = replace(intake, engine=connect(intake.settings.store_url))
    back.place(1, 1, NENH, "Lan", "asked")
    assert reasons(back) == [(1, 1, "commune_not_in_district")]
    assert counts(on(back, LATER))["held_rows"] == 1


def test_the_destroyed_keys_are_counted(intake: Intake) -> None:
    on(intake, LATER)
    with intake.reading() as connection:
        noted = [each.deleted for each in history(connection)]
    assert [(each.what, each.keys) for each in noted if each.keys] == [("day_keys", 1)]


def test_a_row_that_is_corrected_and_fails_again_gets_no_longer_time(intake: Intake) -> None:
    before = sealed(intake)[0]
    intake.correct(1, 1, {"commune": "Elsewhere"}, "Lan")
    after = sealed(intake)[0]
    assert before is not None
    assert after is not None
    assert (before != after, key_id_of(before) == key_id_of(after)) == (True, True)


def test_cells_of_contradicted_rows_go_too(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    pushed(intake, DECLARED, declared("A"))
    pushed(intake, DECLARED, declared("A", commune="Nowhere"), name="other")
    pushed(intake, DECLARED, declared("A", commune="Nowhere"), name="again")
    assert b"sealed" in repr(rows_of(intake, "set_aside")).encode() or sealed(intake)
    on(intake, LATER)
    assert '"sealed": "' not in repr([row["row"] for row in rows_of(intake, "set_aside")])
    assert set(sealed(intake)) <= {None}


def test_the_one_key_of_before_goes_when_nothing_needs_it(tmp_path: Path) -> None:
    intake = kept(tmp_path)
    old = Keys(intake.keys.person, (SecretKey("h-0a1b2c3d", b"3" * 32),))
    save_keys(intake.settings.keys_path, old)
    pushed(replace(intake, keys=old), DECLARED, LOST)
    fresh = replace(intake, keys=load_keys(intake.settings.keys_path))
    on(fresh, MAY_30)
    assert fresh.open_row(1, 1)["commune"] == "Nowhere"
    on(fresh, LATER)
    assert load_keys(intake.settings.keys_path).held == ()
    pushed(fresh, DECLARED, declared("C", commune="Nowhere"), name="later")
    assert fresh.open_row(2, 1)["commune"] == "Nowhere"
