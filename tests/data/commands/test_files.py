"""The command line brings files in, takes them back, and says what it did."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.__main__ import main
from data.settings import Settings
from tests.data.intake.tiny import open_tiny

FEED = "district,commune,date,new_cases\nViệt Yên,Nếnh,2021-05-08,3\nBa Đồn,Quảng Châu,2021-05-08,4\n"
HELD = "held 1: district_outside_province in column 'district'"


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny world's places as the store of the settings, and a feed beside it."""
    var = tmp_path / "var"
    open_tiny(var).engine.dispose()
    monkeypatch.setenv("DICHTE_VAR", str(var))
    monkeypatch.delenv("DICHTE_DATABASE_URL", raising=False)
    monkeypatch.setattr("data.commands.command.check_current", lambda _connection: None)
    (tmp_path / "feed.csv").write_text(FEED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return var


def run(*arguments: str) -> int:
    return main(["import", "feed.csv", "--source", "an-toan-covid-cases", *arguments])


def test_an_import_tells_its_balance_its_reasons_and_its_days(
    var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run() == 0
    told = capsys.readouterr().out
    assert "2 = 1 + 0 + 1 rows" in told
    assert "7 = 3 + 0 + 4 new cases" in told
    assert HELD in told
    assert "days 08/05/2021 to 08/05/2021" in told
    assert "File 1 written" in told


def test_a_dry_run_tells_the_same_and_writes_nothing(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--dry-run") == 0
    told = capsys.readouterr().out
    assert HELD in told
    assert "nothing was written" in told
    assert main(["ledger"]) == 0
    assert "feed.csv" not in capsys.readouterr().out


def test_the_same_file_again_is_said_to_stand_already(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run()
    assert run() == 0
    assert "stands in the ledger already" in capsys.readouterr().out


def test_a_withdrawn_file_is_shown_as_such(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run()
    assert main(["withdraw", "1", "--why", "sent by mistake", "--by", "Lan"]) == 0
    assert main(["ledger"]) == 0
    assert "withdrawn" in capsys.readouterr().out


def test_a_place_that_a_person_decides_on_is_no_longer_held(
    var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run()
    assert (
        main(["place", "1", "3", "07807", "--why", "the commune's office confirmed it", "--by", "Lan"]) == 0
    )
    assert main(["held"]) == 0
    assert capsys.readouterr().out.endswith("0 rows held, 0 cases\n")


def test_a_source_that_is_not_known_is_refused_with_the_ones_near_it(
    var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "feed.csv", "--source", "an-toan-covid-case"]) == 2
    assert "an-toan-covid-cases" in capsys.readouterr().err


def test_a_template_is_never_written_over_a_file(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "qr-venues", "venues.csv"]) == 0
    assert main(["template", "qr-venues", "venues.csv"]) == 2
    assert "venues.csv" in capsys.readouterr().err


def test_the_keys_are_made_beside_the_store_for_their_owner_alone(var: Path) -> None:
    run()
    assert Settings(var_dir=var).keys_path.stat().st_mode & 0o777 == 0o600
