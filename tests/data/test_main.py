"""The command line: what it prints, and how it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.__main__ import COMMANDS, main
from data.engine import connect
from data.migrate import upgrade
from data.rollup import rebuild
from tests.world import write_world


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny world as the store of the settings."""
    monkeypatch.setenv("DICHTE_VAR", str(tmp_path))
    monkeypatch.delenv("DICHTE_DATABASE_URL", raising=False)
    engine = connect(f"sqlite:///{tmp_path / 'dichte.sqlite'}")
    upgrade(engine)
    with engine.begin() as connection:
        write_world(connection)
        rebuild(connection)
    engine.dispose()
    return tmp_path


def test_held_lists_every_row_with_its_place_and_reason(
    var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["held"]) == 0
    row, total = capsys.readouterr().out.splitlines()
    assert "Ba Đồn / Quảng Châu" in row
    assert "district_outside_province" in row
    assert total == "1 rows held, 4 cases"


def test_ledger_lists_every_file_with_its_balance(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger"]) == 0
    assert "1 = 1 + 0 + 0" in capsys.readouterr().out


def test_snapshot_names_the_days_it_covers(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["snapshot"]) == 0
    assert "2021-05-08 to 2021-05-12" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["held", "ledger", "snapshot"])
def test_without_a_store_a_command_says_what_to_run_and_makes_no_file(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DICHTE_VAR", str(tmp_path))
    assert main([command]) == 2
    assert capsys.readouterr().err.endswith("Run: python -m data build\n")
    assert list(tmp_path.iterdir()) == []


def test_a_bad_setting_is_one_sentence_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DICHTE_SCALE", "much")
    assert main(["snapshot"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_boundary_file_that_is_not_there_is_named(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["boundaries", "nowhere.gpkg", "--code-column", "MAXA"]) == 2
    assert "nowhere.gpkg" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_every_command_explains_itself(command: object, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command.name, "--help"])  # type: ignore[attr-defined]
    assert stopped.value.code == 0
    assert command.help in capsys.readouterr().out  # type: ignore[attr-defined]
