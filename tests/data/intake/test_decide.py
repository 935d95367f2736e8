"""What a person decides: remembered for its source, for every way of writing it, and undone by nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import ImportRefused
from data.intake.decide import keys_of
from tests.data.intake.rows import (
    DECLARED,
    FEED,
    INSTALLS,
    NENH,
    TOKHAIYTE,
    declared,
    installs,
    pushed,
    reasons,
    standing,
)
from tests.data.intake.tiny import case_row, open_tiny, rows_of

STYLES = ("Hoà Xá", "Hòa Xá", "HÒA XÁ", "Hoà Xá")
"""One name in both tone styles, in capitals, and decomposed."""


def unplaced(intake_path: Path, *communes: str):  # type: ignore[no-untyped-def]
    intake = open_tiny(intake_path)
    pushed(
        intake, FEED, *(case_row("Việt Yên", c, f"2021-05-{n:02}", "1") for n, c in enumerate(communes, 1))
    )
    return intake


def test_a_decision_releases_every_row_written_so_in_any_tone_style(tmp_path: Path) -> None:
    intake = unplaced(tmp_path, *STYLES, "Hoà Xã")
    receipt = intake.place(1, 1, NENH, "Lan", "a hamlet of Nếnh")
    assert (receipt.changed_rows, standing(intake)) == (4, [(5, 4, 0, 1)])
    assert {(row["unit_id"], row["placed_by"]) for row in rows_of(intake, "case_count")} == {(5, "person")}


def test_a_decision_releases_the_rows_of_other_files_and_holds_for_later_ones(tmp_path: Path) -> None:
    intake = unplaced(tmp_path, "Hoà Xá")
    pushed(intake, FEED, case_row("Việt Yên", "Hòa Xá", "2021-05-20", "1"))
    intake.place(1, 1, NENH, "Lan", "a hamlet")
    later = pushed(intake, FEED, case_row("việt yên", "hoà xá", "2021-05-21", "1"))
    assert (standing(intake), later.rows.accepted) == ([(1, 1, 0, 0)] * 3, 1)
    assert {row["placed_by"] for row in rows_of(intake, "case_count")} == {"person"}


def test_a_decision_is_not_taken_for_another_source(tmp_path: Path) -> None:
    intake = unplaced(tmp_path, "Hoà Xá")
    intake.place(1, 1, NENH, "Lan", "a hamlet")
    assert pushed(intake, INSTALLS, installs(commune="Hoà Xá")).rows.held == 1


def test_a_name_with_a_stroke_in_it_can_be_decided_on(tmp_path: Path) -> None:
    intake = unplaced(tmp_path, "Nếnh / Quang Châu")
    assert intake.place(1, 1, NENH, "Lan", "its seat").changed_rows == 1
    assert keys_of("a / b / c") == {("a", "b c"), ("a b", "c")}


def test_a_number_that_a_system_gave_a_commune_can_be_decided_on(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    row = {
        "id": "1",
        "createdDate": "08/05/2021 07:00:00",
        "phone": "0912000001",
        "wardId": "5657e3ab5e7f5f3a2c1b4d6e",
    }
    pushed(intake, TOKHAIYTE, row)
    (held,) = intake.held()
    assert (held.reason, held.place) == ("commune_code_unknown", "5657e3ab5e7f5f3a2c1b4d6e")
    intake.place(1, 1, NENH, "Lan", "the form's own list")
    assert (
        pushed(intake, TOKHAIYTE, row | {"id": "2", "wardId": "5657E3AB5e7f5f3a2c1b4d6e"}).rows.accepted == 1
    )
    assert standing(intake) == [(1, 1, 0, 0), (1, 1, 0, 0)]


def test_who_decided_and_why_is_kept(tmp_path: Path) -> None:
    intake = unplaced(tmp_path, "Hoà Xá")
    intake.place(1, 1, NENH, "Lan", "a hamlet")
    (kept,) = rows_of(intake, "place_decision")
    assert (kept["decided_by"], kept["why"], kept["place"]) == ("Lan", "a hamlet", "Việt Yên / Hoà Xá")


def test_a_code_that_no_commune_has_is_refused(tmp_path: Path) -> None:
    intake = unplaced(tmp_path, "Hoà Xá")
    with pytest.raises(ImportRefused, match="Expected the code of a commune, got '99999'"):
        intake.place(1, 1, "99999", "Lan", "")
    assert rows_of(intake, "place_decision") == []


def test_a_row_that_fails_otherwise_is_not_placed(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, case_row("Việt Yên", "Nếnh", "2021-05-08", "many"))
    with pytest.raises(ImportRefused, match="held for its place, got one held for count_unreadable"):
        intake.place(1, 1, NENH, "Lan", "")


def test_dismissed_rows_stay_counted_leave_the_lists_and_the_sums_of_the_province(tmp_path: Path) -> None:
    intake = unplaced(tmp_path, "Hoà Xá", "Hoà Xá", "Nếnh")
    assert [row["rows"] for row in rows_of(intake, "rollup_unplaced")] == []
    pushed(
        intake,
        FEED,
        case_row("Việt Yên", "Nếnh", "2021-05-01", "1"),
        case_row("Việt Yên", "Nếnh", "2021-05-02", "1"),
    )
    assert [(row["day"].day, row["value"]) for row in rows_of(intake, "rollup_unplaced")] == [
        (1, 1.0),
        (2, 1.0),
    ]
    intake.dismiss(1, [1], "Lan", "another province")
    assert [(row["day"].day, row["value"]) for row in rows_of(intake, "rollup_unplaced")] == [(2, 1.0)]
    assert (reasons(intake), standing(intake)[0]) == ([(1, 2, "commune_not_in_district")], (3, 1, 0, 2))
    assert [h.row_number for h in intake.held(with_dismissed=True)] == [1, 2]


def test_a_dismissal_of_many_rows_touches_the_days_of_all(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    rows = [case_row("Việt Yên", f"X{n}", "2021-05-01", "1") for n in range(600)]
    pushed(
        intake,
        FEED,
        *rows,
        case_row("Việt Yên", "X", "2021-05-02", "1"),
        case_row("Việt Yên", "Nếnh", "2021-05-02", "1"),
    )
    before = intake.refresh()
    receipt = intake.dismiss(1, list(range(1, 602)), "Lan", "elsewhere")
    assert (receipt.changed_rows, receipt.last_day and receipt.last_day.day) == (601, 2)
    assert before is not None
    assert receipt.snapshot_id != before.id


def test_a_dismissed_row_is_gone_for_every_other_decision(tmp_path: Path) -> None:
    intake = unplaced(tmp_path, "Hoà Xá")
    intake.dismiss(1, [1], "Lan", "elsewhere")
    with pytest.raises(ImportRefused) as refused:
        intake.place(1, 1, NENH, "Lan", "")
    assert str(refused.value) == (
        "Expected an open held row 1 in file 1, got none: it may have been decided meanwhile. Look at the list again."
    )


def test_the_same_row_again_is_a_repetition_of_the_dismissed_one(tmp_path: Path) -> None:
    intake = unplaced(tmp_path, "Hoà Xá")
    intake.dismiss(1, [1], "Lan", "elsewhere")
    pushed(intake, FEED, case_row("Việt Yên", "Hoà Xá", "2021-05-01", "1"), name="again")
    assert (reasons(intake), standing(intake)) == ([], [(1, 0, 0, 1), (1, 0, 1, 0)])


def test_a_row_that_is_not_contested_is_not_chosen(tmp_path: Path) -> None:
    intake = unplaced(tmp_path, "Hoà Xá")
    with pytest.raises(
        ImportRefused, match="Expected a contested row, got one held for commune_not_in_district"
    ):
        intake.choose(1, 1, "Lan", "")


def test_a_contested_row_is_not_corrected(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, DECLARED, declared("A", cough="Có"), declared("A", cough="Không"))
    with pytest.raises(ImportRefused, match="another version contradicts"):
        intake.correct(1, 1, {"cough": "Có"}, "Lan")
