"""python -m data audit: verify, list, export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.__main__ import main
from data.audit.audit import Audit
from tests.data.audit.chains import edit, open_chain


@pytest.fixture
def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Audit:
    monkeypatch.setenv("DICHTE_VAR", str(tmp_path))
    return open_chain(tmp_path, 4, access="demonstration")


@pytest.mark.usefixtures("audit")
def test_a_whole_chain_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify"]) == 0
    assert capsys.readouterr().out.startswith("4 entries, whole and in order")


def test_a_broken_one_is_named_and_the_command_fails(
    audit: Audit, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(audit.engine, 3, by="Somebody else")
    assert main(["audit", "verify"]) == 2
    assert "got entry 3, which was edited" in capsys.readouterr().err


def test_a_missing_anchor_fails_and_says_what_can_not_be_proved(
    audit: Audit, capsys: pytest.CaptureFixture[str]
) -> None:
    audit.settings.anchor_path.unlink()
    assert main(["audit", "verify"]) == 2
    told = capsys.readouterr().err
    assert "4 entries are whole and in order" in told and "can't be proved" in told


def test_looking_makes_no_secrets(audit: Audit, capsys: pytest.CaptureFixture[str]) -> None:
    audit.settings.secrets_path.unlink()
    assert main(["audit", "verify"]) == 2
    assert "secrets that sealed the chain" in capsys.readouterr().err
    assert not audit.settings.secrets_path.exists()


def test_the_newest_entries_of_one_act_are_listed(audit: Audit, capsys: pytest.CaptureFixture[str]) -> None:
    audit.note("export", "map", "table.csv")
    assert main(["audit", "list", "--act", "look", "--last", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["3", "4"]
    assert "purpose=ổ dịch" in lines[0]


def test_the_chain_goes_out_as_json_lines_and_that_is_noted(audit: Audit, tmp_path: Path) -> None:
    target = tmp_path / "chain.jsonl"
    assert main(["audit", "export", str(target)]) == 0
    said = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [each["seq"] for each in said] == [1, 2, 3, 4]
    assert main(["audit", "export", str(target)]) == 2
    assert main(["audit", "verify"]) == 0
