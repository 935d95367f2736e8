"""Two people: who asks never grants, and a grant is for one act, one thing, one person, once and for a while."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from data import schema
from data.__main__ import main
from data.access import approvals
from data.access.approvals import ALONE, EXPORT, REVEAL, WITHDRAW, ask, decide, requests, require
from data.access.reveal import reveal, reveal_key
from data.audit.audit import Audit
from data.engine import writing
from data.errors import ApprovalMissing, ApprovalRefused
from data.intake.intake import Intake
from data.tracing.person_code import person_code
from tests.data.audit.chains import open_chain, rows_of, verdict_of
from tests.data.intake.rows import LINES, case_line, pushed
from tests.data.intake.tiny import open_tiny
from tests.data.intake.tiny import rows_of as intake_rows

LAN, MAI, KEY = "Tổ truy vết", "Ban chỉ đạo", "case 5, bac_giang"
MANY = ALONE + 1


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    return open_chain(tmp_path)


def granted(audit: Audit, act: str = EXPORT, key: str = KEY, people: int = MANY, by: str = LAN) -> int:
    number = ask(audit, act, key, people, by, "họp giao ban", 24)
    decide(audit, number, MAI, True)
    return number


def used(audit: Audit, act: str = EXPORT, key: str = KEY, people: int = MANY, by: str = LAN) -> str:
    with writing(audit.engine) as connection:
        return require(connection, audit, act, key, people, by)


def acts(audit: Audit) -> list[str]:
    return [row.act for row in rows_of(audit.engine)]


def test_up_to_twenty_people_one_acts_alone(audit: Audit) -> None:
    assert used(audit, people=ALONE) == ""


def test_more_need_a_grant_and_the_refusal_says_how_to_ask(audit: Audit) -> None:
    with pytest.raises(ApprovalMissing, match="python -m data approval ask export_contacts") as refused:
        used(audit)
    assert (refused.value.act, refused.value.key, refused.value.people) == (EXPORT, KEY, MANY)


def test_a_granted_request_is_used_once_and_all_of_it_is_audited(audit: Audit) -> None:
    number = granted(audit)
    assert used(audit) == f"approval {number}"
    with pytest.raises(ApprovalMissing):
        used(audit)
    assert acts(audit) == ["approval_ask", "approval_grant", "approval_use"]
    assert verdict_of(audit).is_whole


def test_what_fails_afterwards_leaves_the_grant_unused(audit: Audit) -> None:
    granted(audit)
    with pytest.raises(ZeroDivisionError), writing(audit.engine) as connection:
        require(connection, audit, EXPORT, KEY, MANY, LAN)
        raise ZeroDivisionError
    assert used(audit)


@pytest.mark.parametrize(
    "other",
    [
        {"act": WITHDRAW},
        {"key": "case 6, bac_giang"},
        {"by": MAI},
        {"by": "Người khác"},
        {"people": MANY + 1},
    ],
)
def test_a_grant_is_for_exactly_what_was_asked(audit: Audit, other: dict[str, str]) -> None:
    granted(audit)
    with pytest.raises(ApprovalMissing):
        used(audit, **other)


def test_a_grant_ends(audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    number = granted(audit)
    monkeypatch.setattr(approvals, "_now", lambda: datetime(2099, 1, 1))
    with pytest.raises(ApprovalMissing):
        used(audit)
    with audit.engine.connect() as connection:
        (request,) = requests(connection)
    assert (request.approval_id, request.state(datetime(2099, 1, 1))) == (number, "over")


def test_a_request_that_is_over_can_not_be_granted(audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    number = ask(audit, EXPORT, KEY, MANY, LAN, "họp", 1)
    monkeypatch.setattr(approvals, "_now", lambda: datetime(2099, 1, 1))
    with pytest.raises(ApprovalRefused, match="got one over"):
        decide(audit, number, MAI, True)


def test_a_refused_request_opens_nothing(audit: Audit) -> None:
    number = ask(audit, EXPORT, KEY, MANY, LAN, "họp", 24)
    assert decide(audit, number, MAI, False).is_granted is False
    with pytest.raises(ApprovalMissing):
        used(audit)
    with pytest.raises(ApprovalRefused, match="got one refused"):
        decide(audit, number, MAI, True)


@pytest.mark.parametrize("same", [LAN, LAN.upper(), f"  {LAN} ", LAN.replace(" ", "  ")])
def test_nobody_grants_what_they_asked_for(audit: Audit, same: str) -> None:
    number = ask(audit, EXPORT, KEY, MANY, LAN, "họp", 24)
    with pytest.raises(ApprovalRefused, match="second person"):
        decide(audit, number, same, True)


def test_the_database_itself_refuses_one_person_for_two(audit: Audit) -> None:
    number = ask(audit, EXPORT, KEY, MANY, LAN, "họp", 24)
    a = schema.approval
    with pytest.raises(IntegrityError), audit.engine.begin() as connection:
        values = {"decided_by": LAN, "is_granted": True}
        connection.execute(a.update().where(a.c.approval_id == number).values(values))


@pytest.mark.parametrize("hours", [0, -1, 73, float("nan"), float("inf")])
def test_a_grant_lasts_three_days_at_most(audit: Audit, hours: float) -> None:
    with pytest.raises(ApprovalRefused, match="hours"):
        ask(audit, EXPORT, KEY, MANY, LAN, "họp", hours)


@pytest.mark.parametrize("left_out", [{"by": " "}, {"why": ""}, {"key": ""}, {"act": "everything"}])
def test_a_request_needs_a_name_a_reason_and_an_act(audit: Audit, left_out: dict[str, str]) -> None:
    asked = {"act": EXPORT, "key": KEY, "by": LAN, "why": "họp"} | left_out
    with pytest.raises(ApprovalRefused):
        ask(audit, asked["act"], asked["key"], MANY, asked["by"], asked["why"], 24)


def test_a_telephone_in_the_reason_is_blanked(audit: Audit) -> None:
    ask(audit, EXPORT, KEY, MANY, LAN, "gọi 0912345678", 24)
    with audit.engine.connect() as connection:
        assert requests(connection)[0].why == "gọi •••"
    assert "0912345678" not in str(rows_of(audit.engine))


def test_in_the_demonstration_the_act_goes_through(tmp_path: Path) -> None:
    assert used(open_chain(tmp_path, access="demonstration")) == "demonstration"


def with_lines(folder: Path, count: int, access: str = "accounts") -> Intake:
    intake = open_tiny(folder)
    rows = [case_line(f"BN{n}", phone=f"0912{n:06d}") for n in range(count)]
    pushed(intake, LINES, *rows)
    return replace(intake, settings=replace(intake.settings, access=access))


def test_many_people_are_not_withdrawn_by_one(tmp_path: Path) -> None:
    intake = with_lines(tmp_path, MANY)
    with pytest.raises(ApprovalMissing, match=f"{MANY} people"):
        intake.withdraw(1, LAN, "nhầm")
    assert intake.entry(1).withdrawn_at is None
    granted(intake.audit, WITHDRAW, "file 1")
    intake.withdraw(1, LAN, "nhầm")
    assert intake_rows(intake, "case_line") == []
    assert json.loads(rows_of(intake.engine)[-1].detail)["two_people"] == "approval 1"


def test_few_people_are_withdrawn_alone(tmp_path: Path) -> None:
    intake = with_lines(tmp_path, ALONE)
    intake.withdraw(1, LAN, "nhầm")
    assert intake_rows(intake, "case_line") == []


def test_the_demonstration_says_so_in_the_entry(tmp_path: Path) -> None:
    intake = with_lines(tmp_path, MANY, "demonstration")
    intake.withdraw(1, LAN, "nhầm")
    assert json.loads(rows_of(intake.engine)[-1].detail)["two_people"] == "demonstration"


def test_one_person_is_made_known_only_for_a_grant(tmp_path: Path) -> None:
    intake = with_lines(tmp_path, 2)
    code = person_code(intake_rows(intake, "case_line")[0]["person_id"])
    with pytest.raises(ApprovalMissing):
        reveal(intake.audit, code, LAN, "cấp cứu")
    granted(intake.audit, REVEAL, reveal_key(code), 1)
    (record,) = reveal(intake.audit, code.lower(), LAN, "cấp cứu")
    assert (record.table, record.source, record.record[:2]) == ("case_line", LINES, "BN")
    last = rows_of(intake.engine)[-1]
    assert (last.act, last.what, last.key) == ("reveal", "person", code)
    assert record.record not in last.detail


def test_asking_granting_and_listing_at_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DICHTE_VAR", str(tmp_path))
    monkeypatch.setenv("DICHTE_ACCESS", "accounts")
    audit = open_chain(tmp_path)
    asked = ["approval", "ask", EXPORT, KEY, "--people", "30", "--why", "họp", "--by", LAN]
    assert main(asked) == 0
    assert main(["approval", "grant", "1", "--by", LAN]) == 2
    assert main(["approval", "grant", "1", "--by", MAI]) == 0
    capsys.readouterr()
    assert main(["approval", "list"]) == 0
    assert capsys.readouterr().out.startswith(f"1\tgranted\t{EXPORT}\t{KEY}\t30 people\t{LAN}")
    assert used(audit, people=30) == "approval 1"
    assert main(["reveal", "nonsense", "--by", LAN, "--why", "x"]) == 2
