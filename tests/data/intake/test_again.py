"""Held rows that go the same way again, after a decision, a correction, or when their register has come."""

from __future__ import annotations

from pathlib import Path

from data.intake.again import blanked
from data.sources.load import find_source
from tests.data.intake.rows import (
    DECLARED,
    FEED,
    INSTALLS,
    MAY_9,
    MAY_10,
    NENH,
    STAYS,
    VENUES,
    declared,
    installs,
    pushed,
    reasons,
    standing,
    venue,
    visit,
)
from tests.data.intake.tiny import SOURCES, case_row, open_tiny, rows_of, state


def test_a_register_that_comes_late_brings_its_check_ins_in(tmp_path: Path) -> None:
    late, early = open_tiny(tmp_path / "late"), open_tiny(tmp_path / "early")
    pushed(late, STAYS, visit("1"), visit("2", "V2"), received_at=MAY_9)
    assert reasons(late) == [(1, 1, "venue_unknown"), (1, 2, "venue_unknown")]
    pushed(late, VENUES, venue(), received_at=MAY_10)
    pushed(early, VENUES, venue(), received_at=MAY_10)
    pushed(early, STAYS, visit("1"), visit("2", "V2"), received_at=MAY_9)
    assert standing(late) == [(2, 1, 0, 1), (1, 1, 0, 0)]
    assert state(late) == state(early)


def test_a_check_in_that_was_held_in_two_files_survives_the_withdrawal_of_one(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, STAYS, visit(), name="one")
    pushed(intake, STAYS, visit(), name="two")
    pushed(intake, VENUES, venue())
    assert standing(intake) == [(1, 1, 0, 0), (1, 0, 1, 0), (1, 1, 0, 0)]
    intake.withdraw(1, "Lan", "wrong")
    assert [row["file_id"] for row in rows_of(intake, "checkin")] == [2]
    assert standing(intake)[1] == (1, 1, 0, 0)


def test_a_register_row_placed_by_a_person_brings_its_check_ins_in(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, STAYS, visit())
    pushed(intake, VENUES, venue(commune="Nowhere"))
    intake.place(2, 1, NENH, "Lan", "its old name")
    assert (standing(intake), reasons(intake)) == ([(1, 1, 0, 0), (1, 1, 0, 0)], [])


def test_a_register_row_that_was_corrected_brings_its_check_ins_in(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, STAYS, visit())
    pushed(intake, VENUES, venue(venue_type="palace"))
    intake.correct(2, 1, {"venue_type": "market"}, "Lan")
    assert standing(intake) == [(1, 1, 0, 0), (1, 1, 0, 0)]


def test_a_corrected_row_is_stored(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, case_row("Việt Yên", "Nếnh", "2021-05-08", "many"))
    receipt = intake.correct(1, 1, {"new_cases": "7"}, "Lan")
    assert (receipt.changed_rows, standing(intake)) == (1, [(1, 1, 0, 0)])
    assert [row["new_cases"] for row in rows_of(intake, "case_count")] == [7]


def test_a_corrected_row_may_be_held_again_for_another_reason(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, case_row("Việt Yên", "Nowhere", "2021-05-08", "many"))
    receipt = intake.correct(1, 1, {"new_cases": "7"}, "Lan")
    assert (receipt.changed_rows, reasons(intake)) == (0, [(1, 1, "commune_not_in_district")])
    assert standing(intake) == [(1, 0, 0, 1)]
    intake.correct(1, 1, {"commune": "Nếnh"}, "Lan")
    assert (standing(intake), reasons(intake)) == ([(1, 1, 0, 0)], [])


def test_a_corrected_row_that_says_what_another_says_is_its_repetition(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    rows = [case_row("Việt Yên", "Nếnh", "2021-05-08", cases) for cases in ("7", "many")]
    pushed(intake, FEED, *rows)
    intake.correct(1, 2, {"new_cases": "7"}, "Lan")
    assert standing(intake) == [(2, 1, 1, 0)]


def test_a_corrected_row_may_be_contested(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    rows = [case_row("Việt Yên", "Nếnh", "2021-05-08", cases) for cases in ("7", "many")]
    pushed(intake, FEED, *rows)
    receipt = intake.correct(1, 2, {"new_cases": "8"}, "Lan")
    assert receipt.changed_rows == 0
    assert reasons(intake) == [(1, 1, "contested"), (1, 2, "contested")]
    assert standing(intake) == [(2, 0, 0, 2)]


def test_correcting_one_of_two_equal_rows_leaves_the_other_to_be_decided(tmp_path: Path) -> None:
    intake, bad = open_tiny(tmp_path), case_row("Việt Yên", "Nếnh", "2021-05-08", "many")
    pushed(intake, FEED, bad, name="one")
    pushed(intake, FEED, bad, name="two")
    assert standing(intake) == [(1, 0, 0, 1), (1, 0, 1, 0)]
    intake.correct(1, 1, {"new_cases": "7"}, "Lan")
    assert (standing(intake), reasons(intake)) == ([(1, 1, 0, 0), (1, 0, 0, 1)], [(2, 1, "count_unreadable")])


def test_a_row_that_was_held_is_as_new_as_its_file(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, INSTALLS, installs("5", commune="Nowhere"), received_at=MAY_10)
    pushed(intake, INSTALLS, installs("6", commune="Nowhere"), received_at=MAY_9)
    intake.place(1, 1, NENH, "Lan", "its old name")
    assert [row["installs"] for row in rows_of(intake, "install_count")] == [5]
    assert standing(intake) == [(1, 1, 0, 0), (1, 1, 0, 0)]


def test_a_stay_cut_after_its_register_came_is_counted(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, STAYS, visit(t_out="08/05/2021 20:00:00"))
    pushed(intake, VENUES, venue())
    assert intake.entry(1).adjusted == {"stay_cut": 1}


def test_a_released_row_is_reported_for_its_commune_and_day(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, case_row("Việt Yên", "Nowhere", "2021-05-08", "3"))
    assert rows_of(intake, "coverage") == []
    intake.place(1, 1, NENH, "Lan", "its old name")
    assert [row["unit_id"] for row in rows_of(intake, "coverage")] == [5]
    cells = {
        row["unit_id"]: row["value"]
        for row in rows_of(intake, "rollup_cell")
        if row["measure"] == "new_cases"
    }
    assert cells == {1: None, 2: None, 3: None, 4: None, 5: 3.0, 6: None}


def test_cells_under_a_personal_heading_are_blanked_however_it_is_written() -> None:
    source = find_source(SOURCES, DECLARED)
    cells = {" SỐ  ĐIỆN thoại": "0912000001", "Xã": "Nếnh", "phone": None, "ID_Number": ""}
    assert blanked(source, cells, "•••") == {
        " SỐ  ĐIỆN thoại": "•••",
        "Xã": "Nếnh",
        "phone": "",
        "ID_Number": "",
    }


def test_a_blanked_cell_that_comes_back_is_not_taken_for_an_answer(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, DECLARED, declared("A"), declared("B", "Nowhere"))
    intake.correct(1, 2, {"phone": "•••", "commune": "Nếnh"}, "Lan")
    assert len({row["person_id"] for row in rows_of(intake, "declaration")}) == 1
