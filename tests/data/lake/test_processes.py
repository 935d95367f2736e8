"""Several programs with one snapshot, and programs that die in the middle."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pytest

from data import schema
from data.engine import writing
from data.intake.bulk import insert_table
from data.lake.files import UNFINISHED
from data.lake.lake import current, lake_dir
from data.lake.manifest import read_manifest
from data.lake.segment import is_sound
from data.store import Store
from data.visit_changes import note_everything
from tests.data.lake.lakes import (
    built_anew,
    content,
    files_in,
    put_one,
    refreshed,
    tiny_store,
    visits_in,
    visits_of,
)
from tests.data.lake.processes import died_at, going_on
from tests.world import FACTORY, LAN, MAY_12, at

KILLS = 8
ROWS = 20_000
"""Enough for a build to take a while."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The tiny world with many more check-ins of its people."""
    made = tiny_store(tmp_path / "store")
    n = np.arange(ROWS)
    columns = {"checkin_id": n + 1_000, "venue_id": 1 + n % 3, "person_id": 1 + n % 6, "t_in": at(MAY_12, 0) - 37 * n}
    with writing(made.engine) as connection:
        insert_table(connection, schema.checkin, pa.table(columns), {"file_id": 1})
        note_everything(connection)
    refreshed(made)
    return made


def test_two_programs_that_refresh_at_once_do_each_other_no_harm(store: Store, tmp_path: Path) -> None:
    folder = store.settings.var_dir
    with going_on(folder, 91, rounds=9) as (_, first), going_on(folder, 92, rounds=9) as (_, second):
        while not (first.poll() and second.poll()):
            assert current(store).rows in (ROWS + 6, ROWS + 7, ROWS + 8)
        assert (first.recv(), second.recv()) == ("done", "done")
    assert visits_in(current(store)) == visits_of(store)
    assert content(store) == built_anew(store, tmp_path / "anew")


@pytest.mark.parametrize("nth", [1, 2, 5, 11])
def test_a_program_killed_before_a_file_takes_its_place_leaves_the_old(store: Store, nth: int) -> None:
    """Ten segments are written, and then the manifest."""
    folder, before = lake_dir(store.settings), content(store)
    assert len(before) == 10
    put_one(store, 92, (FACTORY, LAN, at(MAY_12, 1), None))
    assert died_at(store.settings.var_dir, nth) == -signal.SIGKILL
    assert content(store) == before
    assert not refreshed(store).is_full
    assert visits_in(current(store)) == visits_of(store)
    assert not [path for path in folder.iterdir() if path.name.startswith(UNFINISHED)]


def test_a_program_killed_at_any_moment_leaves_the_old_or_the_new(store: Store) -> None:
    folder, random = lake_dir(store.settings), Random(7)
    for _ in range(KILLS):
        with going_on(store.settings.var_dir, 91) as (process, _):
            time.sleep(random.uniform(0.0, 0.4))
            process.kill()
            process.join()
        manifest = read_manifest(folder)
        assert manifest is not None
        assert all(is_sound(folder, segment) for segment in manifest.segments)
        assert visits_in(current(store)) == visits_of(store)
    put_one(store, 92, (FACTORY, LAN, at(MAY_12, 1), None))
    refreshed(store)
    left = read_manifest(folder)
    assert left is not None
    named = {segment.name for segment in left.segments} | set(left.before) | {"manifest.json"}
    assert files_in(folder) == named
