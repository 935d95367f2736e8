"""The spool: private, and empty again whatever happens."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from callbacks.desk.spool import FOLDER, TooLarge, spool, sweep
from tests.descriptors import open_below

ROOT = Path(__file__).parents[3]


def names(var_dir: Path) -> list[str]:
    return sorted(path.name for path in (var_dir / FOLDER).glob("*"))


def test_a_file_comes_together_from_its_pieces_and_keeps_its_ending(tmp_path) -> None:
    file = spool(tmp_path, "Tờ khai.CSV", [b"a,", b"", b"b\n"], 100)
    assert file.path.read_bytes() == b"a,b\n"
    assert file.path.suffix == ".csv"
    file.delete()


def test_the_name_of_a_file_leaves_no_trace_but_a_harmless_ending(tmp_path) -> None:
    for name in ("../../x/y.csv", "a\x00b", "Nguyễn Văn Thử", ".", "a.b c", "x." + "a" * 99, "a.csv/../b"):
        file = spool(tmp_path, name, [b"1"], 100)
        assert file.path.parent == tmp_path / FOLDER
        assert file.path.suffix in ("", ".csv")
        file.delete()


def test_only_the_program_itself_can_look_into_the_folder(tmp_path) -> None:
    (tmp_path / FOLDER).mkdir(mode=0o755)
    file = spool(tmp_path, "a.csv", [b"1"], 100)
    assert stat.S_IMODE((tmp_path / FOLDER).stat().st_mode) == 0o700
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    file.delete()


def test_a_file_that_is_too_large_is_refused_and_gone(tmp_path) -> None:
    with pytest.raises(TooLarge):
        spool(tmp_path, "a.csv", [b"12345", b"67890", b"!"], 10)
    assert names(tmp_path) == []


def test_a_file_of_exactly_the_limit_is_taken(tmp_path) -> None:
    file = spool(tmp_path, "a.csv", [b"12345", b"67890"], 10)
    assert file.path.stat().st_size == 10
    file.delete()


def test_a_sending_that_breaks_off_leaves_nothing(tmp_path) -> None:
    def pieces():
        yield b"12345"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        spool(tmp_path, "a.csv", pieces(), 100)
    assert names(tmp_path) == []


def test_deleting_twice_does_no_harm(tmp_path) -> None:
    file = spool(tmp_path, "a.csv", [b"1"], 100)
    file.delete()
    file.delete()
    assert names(tmp_path) == []


def test_deleting_gives_the_descriptor_back(tmp_path) -> None:
    file = spool(tmp_path, "a.csv", [b"1"], 100)
    assert open_below(tmp_path) == 1
    file.delete()
    assert open_below(tmp_path) == 0


def test_a_sweep_spares_files_in_use(tmp_path) -> None:
    file = spool(tmp_path, "a.csv", [b"1"], 100)
    assert sweep(tmp_path) == 0
    assert file.path.exists()
    file.delete()


def test_a_sweep_deletes_what_a_killed_program_left(tmp_path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from callbacks.desk.spool import spool;"
        "spool(Path(sys.argv[1]), 'a.csv', [b'0900000123'], 100); os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, check=False)
    assert ended.returncode == -9
    assert len(names(tmp_path)) == 1
    assert sweep(tmp_path) == 1
    assert names(tmp_path) == []


def test_a_sweep_where_nothing_was_ever_uploaded_does_nothing(tmp_path) -> None:
    assert sweep(tmp_path) == 0
