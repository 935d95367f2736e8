"""Files of the snapshot are whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.lake.files import UNFINISHED, alone, sweep, writing_file


def test_the_old_content_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(b"old")
    number = path.stat().st_ino
    with writing_file(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert path.stat().st_ino != number, "whoever had the old file open keeps all of it"


def test_a_failure_leaves_the_old_content_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError), writing_file(path) as file:
        file.write(b"new")
        raise RuntimeError
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("manifest.json", b"old")]


def test_only_what_is_ours_and_not_kept_is_removed(tmp_path: Path) -> None:
    for name in ("a.visits", "b.visits", f"{UNFINISHED}x", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    with alone(tmp_path):
        sweep(tmp_path, {"a.visits"})
    assert {path.name for path in tmp_path.iterdir()} == {"a.visits", "notes.txt", "lock"}
