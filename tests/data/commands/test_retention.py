"""python -m data retention: what is due, what went, and what went before."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command

from data.__main__ import main
from data.intake.intake import Intake
from data.migrate import config
from tests.data.intake.tiny import rows_of
from tests.data.retention.stores import kept, met


@pytest.fixture
def intake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Intake:
    intake = kept(tmp_path)
    # The schema is the program's, and says so.
    with intake.engine.begin() as connection:
        command.stamp(config(connection), "head")
    met(intake)
    monkeypatch.setenv("DICHTE_VAR", str(tmp_path))
    return intake


def test_a_dry_run_says_what_is_due(intake: Intake, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["retention", "--dry-run", "--today", "2021-05-30"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "checkins\tbefore 2021-05-09\t2 rows"
    assert said[-1] == "Dry run: nothing was deleted."
    assert len(rows_of(intake, "checkin")) == 3


def test_a_run_deletes_and_the_history_tells_of_it(
    intake: Intake, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["retention", "--today", "2021-05-30"]) == 0
    assert "checkins\tbefore 2021-05-09\t2 rows" in capsys.readouterr().out
    assert main(["retention", "--history"]) == 0
    said = capsys.readouterr().out
    assert "\tcheckins\tbefore 2021-05-09\t2 rows\n" in said
    assert said.endswith("1 runs\n")
    assert len(rows_of(intake, "checkin")) == 1


def test_no_store_is_made_by_looking(tmp_path: Path, monkeypatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DICHTE_VAR", str(tmp_path / "none"))
    assert main(["retention"]) == 2
    assert "Run: python -m data build" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
