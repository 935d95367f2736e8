"""The embedded outbreak and its snapshot, as the build leaves them."""

from __future__ import annotations

from data.lake.lake import current, lake_dir
from data.lake.manifest import read_manifest
from data.store import Store
from data.store_marks import read_mark
from tests.data.lake.lakes import changes, visits_in, visits_of


def test_it_is_one_change_of_everything(store: Store) -> None:
    with store.read() as connection:
        assert [entry[1:] for entry in changes(connection)] == [(None, None)]


def test_the_first_reader_need_not_wait(store: Store) -> None:
    manifest = read_manifest(lake_dir(store.settings))
    assert manifest is not None
    with store.read() as connection:
        assert manifest.anchor.visits == read_mark(connection, "visits")


def test_its_check_ins_are_all_there(store: Store) -> None:
    assert visits_in(current(store)) == visits_of(store)
