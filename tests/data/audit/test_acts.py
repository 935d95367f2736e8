"""Every act of the intake, the tracer's desk and the commands is one entry, and never one a row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.__main__ import main
from data.access.secrets import load_secrets
from data.audit.entry import Sealed
from data.intake.intake import Intake
from data.store import Store
from data.tracing.actions import decide
from data.tracing.looks import Look, note
from data.tracing.refused import TracingRefused
from geo.exposure_rule import ExposureRule
from tests.data.audit.chains import open_chain, rows_of
from tests.data.intake.rows import FEED, LINES, case_line, pushed
from tests.data.intake.tiny import case_row, open_tiny
from tests.world import MARKET_NENH

PLACED = case_row("Việt Yên", "Nếnh", "2021-05-08", "3")
HELD = case_row("Việt Yên", "Nowhere", "2021-05-08", "3")


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    return open_tiny(tmp_path)


def last(intake: Intake) -> Sealed:
    return rows_of(intake.engine)[-1]


def test_an_import_is_one_entry_however_many_rows(intake: Intake) -> None:
    receipt = pushed(intake, LINES, *(case_line(f"BN{n}", phone=f"0912{n:06d}") for n in range(30)))
    (entry,) = rows_of(intake.engine)
    assert (entry.act, entry.what, entry.key, entry.by) == ("import", "file", str(receipt.file_id), "Lan")
    assert json.loads(entry.detail)["rows"] == 30


def test_the_same_file_again_changes_nothing_and_is_no_act(intake: Intake) -> None:
    for _ in range(2):
        pushed(intake, FEED, PLACED)
    assert len(rows_of(intake.engine)) == 1


@pytest.mark.parametrize("act", ["withdraw", "place", "correct", "dismiss"])
def test_every_gesture_of_the_desk_is_noted(intake: Intake, act: str) -> None:
    pushed(intake, FEED, PLACED, HELD)
    gestures = {
        "withdraw": lambda: intake.withdraw(1, "Mai", "nhầm"),
        "place": lambda: intake.place(1, 2, "07795", "Mai", "tên cũ"),
        "correct": lambda: intake.correct(1, 2, {"commune": "Nếnh"}, "Mai"),
        "dismiss": lambda: intake.dismiss(1, [2], "Mai", "nhầm"),
    }
    gestures[act]()
    assert (len(rows_of(intake.engine)), last(intake).act, last(intake).by) == (2, act, "Mai")


def test_what_a_cell_is_corrected_to_is_not_noted(intake: Intake) -> None:
    pushed(intake, FEED, HELD)
    intake.correct(1, 1, {"commune": "Nếnh"}, "Mai")
    assert "Nếnh" not in json.loads(last(intake).detail).values()


def test_a_refused_gesture_leaves_no_entry(intake: Intake) -> None:
    pushed(intake, FEED, PLACED)
    with pytest.raises(Exception, match="ledger"):
        intake.withdraw(9, "Mai", "nhầm")
    assert len(rows_of(intake.engine)) == 1


def test_a_look_at_contacts_stands_in_the_log_and_in_the_chain(tiny: Store) -> None:
    note(tiny, Look("Lan", "ổ dịch", "look", "case", "5", "bac_giang", 7))
    (entry,) = rows_of(tiny.engine)
    assert (entry.act, entry.what, entry.key, json.loads(entry.detail)["rows"]) == ("look", "case", "5", 7)
    with pytest.raises(TracingRefused):
        note(tiny, Look("Lan", " ", "look", "case", "5", "bac_giang", 7))
    assert len(rows_of(tiny.engine)) == 1


def test_a_decision_is_one_entry_that_says_what_was_decided(tiny: Store) -> None:
    decide(tiny, MARKET_NENH, "test", "Lan", "đông người", ExposureRule())
    (entry,) = rows_of(tiny.engine)
    assert (entry.act, entry.key, json.loads(entry.detail)["decided"]) == ("action", str(MARKET_NENH), "test")


def test_keys_of_the_push_api_are_noted_without_their_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DICHTE_VAR", str(tmp_path))
    audit = open_chain(tmp_path)
    assert main(["key", "create", FEED, "--label", "CDC", "--by", "Quản trị"]) == 0
    _, key_id, secret = capsys.readouterr().out.splitlines()[0].split("_")
    assert main(["key", "revoke", key_id, "--by", "Quản trị"]) == 0
    made, revoked = rows_of(audit.engine)
    assert [each.act for each in (made, revoked)] == ["key_create", "key_revoke"]
    assert {(each.key, each.by, each.roles) for each in (made, revoked)} == {(key_id, "Quản trị", "command")}
    assert secret not in str(rows_of(audit.engine))


def test_the_key_of_the_chain_is_nowhere_in_the_store_or_the_anchor(intake: Intake) -> None:
    pushed(intake, FEED, PLACED)
    key = load_secrets(intake.settings.secrets_path).audit
    held = [path for path in intake.settings.var_dir.rglob("*") if path.is_file()]
    assert [path.name for path in held if key.encode() in path.read_bytes()] == ["secrets.json"]
