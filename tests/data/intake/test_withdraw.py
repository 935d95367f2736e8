"""Taking a file back: nothing of it stays but its line, and what it kept out comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import ImportRefused
from tests.data.intake.rows import (
    DECLARED,
    FEED,
    LINES,
    STAYS,
    VENUES,
    case_line,
    declared,
    pushed,
    standing,
    venue,
    visit,
)
from tests.data.intake.tiny import case_row, open_tiny, rows_of, state

ROW = case_row("Việt Yên", "Nếnh", "2021-05-08", "3")


def test_a_withdrawn_file_keeps_its_line_with_who_and_why(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, ROW, case_row("Việt Yên", "Nowhere", "2021-05-08", "3"))
    receipt = intake.withdraw(1, "Lan", "sent by mistake")
    entry = intake.entry(1)
    assert (entry.withdrawn_by, entry.withdrawn_why, entry.rows.received) == ("Lan", "sent by mistake", 2)
    assert (receipt.rows.accepted, receipt.rows.held, intake.held()) == (1, 1, ())


def test_a_file_is_withdrawn_once(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, ROW)
    intake.withdraw(1, "Lan", "wrong")
    with pytest.raises(ImportRefused) as refused:
        intake.withdraw(1, "Lan", "wrong")
    assert str(refused.value) == (
        "File 1: expected one that stands, got one that is withdrawn already. Nothing was changed."
    )


def test_a_file_that_was_never_imported_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="Expected a file of the ledger, got the number 9"):
        open_tiny(tmp_path).withdraw(9, "Lan", "")


def test_a_register_that_check_ins_stand_on_is_not_withdrawn(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, VENUES, venue())
    pushed(intake, STAYS, visit(), name="scans.csv")
    before = state(intake)
    with pytest.raises(ImportRefused) as refused:
        intake.withdraw(1, "Lan", "wrong")
    assert str(refused.value) == (
        "File 1: expected venues that no check-in refers to, got check-ins of the files 2 (scans.csv). Withdraw those "
        "first; nothing was changed."
    )
    assert state(intake) == before


def test_a_register_goes_after_its_check_ins(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, VENUES, venue())
    pushed(intake, STAYS, visit())
    intake.withdraw(2, "Lan", "wrong")
    intake.withdraw(1, "Lan", "wrong")
    assert (rows_of(intake, "venue"), rows_of(intake, "checkin"), rows_of(intake, "person")) == ([], [], [])


def test_check_ins_that_exposed_somebody_can_be_withdrawn(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, VENUES, venue())
    pushed(intake, LINES, case_line())
    pushed(intake, STAYS, visit("1"), visit("2", phone="0912000002"))
    assert len(rows_of(intake, "exposure_contact")) == 1
    intake.withdraw(3, "Lan", "wrong")
    assert rows_of(intake, "exposure_contact") == rows_of(intake, "venue_exposure") == []
    assert len(rows_of(intake, "person")) == 1


def test_cases_that_exposed_somebody_can_be_withdrawn(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, VENUES, venue())
    pushed(intake, STAYS, visit("1"), visit("2", phone="0912000002"))
    plain = state(intake)
    pushed(intake, LINES, case_line())
    intake.withdraw(3, "Lan", "wrong")
    assert state(intake) == plain


def test_a_repetition_takes_the_place_of_what_is_withdrawn(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    for name in ("one", "two", "three"):
        pushed(intake, DECLARED, declared(), name=name)
    intake.withdraw(1, "Lan", "wrong")
    assert [row["file_id"] for row in rows_of(intake, "declaration")] == [2]
    assert standing(intake) == [(1, 1, 0, 0), (1, 1, 0, 0), (1, 0, 1, 0)]


def test_what_a_person_decided_survives_the_file(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, case_row("Việt Yên", "Nowhere", "2021-05-08", "3"))
    intake.place(1, 1, "07795", "Lan", "its old name")
    intake.withdraw(1, "Lan", "wrong")
    again = pushed(intake, FEED, case_row("Việt Yên", "Nowhere", "2021-05-08", "3"))
    assert (again.rows.accepted, rows_of(intake, "case_count")[0]["placed_by"]) == (1, "person")


def test_the_last_file_leaves_an_empty_store(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, ROW)
    intake.withdraw(1, "Lan", "wrong")
    tables = (
        "case_count",
        "report",
        "coverage",
        "rollup_unplaced",
        "touched_day",
        "set_aside",
    )
    assert [name for name in tables if rows_of(intake, name)] == []
    assert {row["value"] for row in rows_of(intake, "rollup_cell")} <= {None}
