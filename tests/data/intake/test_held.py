"""Rows kept aside and what a reader may see of them, and of the first rows of a file."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from data.errors import ImportRefused
from data.pseudonyms import Keys, SecretKey
from tests.data.intake.rows import DECLARED, FEED, declared, pushed, reasons, standing
from tests.data.intake.tiny import case_row, open_tiny, rows_of


def test_a_held_count_keeps_its_day_its_cases_and_its_place(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, case_row("Việt Yên", "Nowhere", "2021-05-08", "12"))
    (held,) = intake.held()
    assert (held.day and held.day.day, held.weight, held.place, held.file_name) == (
        8,
        12,
        "Việt Yên / Nowhere",
        "rows",
    )


def test_a_count_that_can_not_be_read_stands_for_no_cases(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, case_row("Việt Yên", "Nếnh", "2021-05-08", "many"))
    assert [h.weight for h in intake.held()] == [0]


def test_a_row_is_held_once_for_its_first_reason(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, case_row("Việt Yên", "Nowhere", "someday", "many"))
    assert (len(intake.held()), intake.held()[0].place) == (1, "Việt Yên / Nowhere")


def test_the_same_bad_cells_are_one_row_and_its_repetition(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    bad = case_row("Việt Yên", "Nếnh", "2021-05-08", "many")
    pushed(intake, FEED, bad, bad, case_row("Việt Yên", "Nếnh", "2021-05-08", "lots"))
    assert (reasons(intake), standing(intake)) == (
        [(1, 1, "count_unreadable"), (1, 3, "count_unreadable")],
        [(3, 0, 1, 2)],
    )


def test_a_ragged_row_is_held_sealed_and_can_only_be_dismissed(tmp_path: Path) -> None:
    intake, path = open_tiny(tmp_path / "store"), tmp_path / "feed.csv"
    path.write_text(
        "district,commune,date,new_cases\nViệt Yên,Nếnh,2021-05-08,3\nViệt Yên,Nếnh,2021-05-09,3,4,5\n",
        "utf-8",
    )
    receipt = intake.commit(intake.judge(path, FEED), "Lan")
    assert (receipt.rows.accepted, reasons(intake)) == (1, [(1, 3, "ragged_row")])
    assert intake.open_row(1, 3) == {}
    with pytest.raises(ImportRefused) as refused:
        intake.correct(1, 3, {"new_cases": "3"}, "Lan")
    assert str(refused.value) == (
        "Expected a row whose cells were read, got one held for ragged_row. Dismiss it, or bring the file again with "
        "that row mended."
    )
    intake.dismiss(1, [3], "Lan", "mended")
    assert (reasons(intake), standing(intake)) == ([], [(2, 1, 0, 1)])


def test_an_opened_row_shows_its_cells_and_no_personal_one(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, DECLARED, declared(commune="Nowhere", id_number=None) | {"Họ tên": "Nguyễn A"})
    assert intake.open_row(1, 1) == {
        "declaration_id": "A",
        "updated_at": "",
        "declared_at": "08/05/2021 07:00:00",
        "phone": "•••",
        "id_number": "",
        "district": "Việt Yên",
        "commune": "Nowhere",
    }


def test_held_rows_are_listed_by_file_and_row_and_filtered(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, *(case_row("Việt Yên", "Nếnh", f"2021-05-0{n}", "many") for n in (1, 2, 3)))
    pushed(intake, FEED, case_row("Việt Yên", "Nowhere", "2021-05-04", "1"))
    assert [(h.file_id, h.row_number) for h in intake.held()] == [(1, 1), (1, 2), (1, 3), (2, 1)]
    assert [h.row_number for h in intake.held(limit=2, offset=1)] == [2, 3]
    assert len(intake.held(file_id=2)) == len(intake.held(reason="commune_not_in_district")) == 1
    assert len(intake.held(offset=3)) == 1


def test_a_preview_shows_fifty_rows_what_was_made_of_them_and_nothing_personal(tmp_path: Path) -> None:
    rows = [declared(str(n), "Nowhere" if n == 1 else "Nenh", cough="x" * 90) for n in range(60)]
    judged = open_tiny(tmp_path).judge_rows(rows, DECLARED, "rows", "a" * 64)
    assert len(judged.sample) == 50
    first, second = judged.sample[:2]
    assert (first.row_number, first.cells["phone"], first.cells["version"]) == (1, "•••", "")
    assert (first.place, first.placed_by, len(first.cells["cough"])) == (
        "Thị trấn Nếnh, Việt Yên",
        "name",
        80,
    )
    assert (second.place, second.problem is not None) == ("", True)


def test_a_store_holds_the_reason_and_the_seal_and_no_cell(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, DECLARED, declared(phone="12"))
    (row,) = rows_of(intake, "held_row")
    assert (row["reason"], row["column_name"], row["got"], row["sealed"][:7]) == (
        "phone_unreadable",
        "phone",
        "2 digits",
        b"h-test\0",
    )


def test_the_number_of_an_unreadable_row_can_not_be_made_without_the_key(tmp_path: Path) -> None:
    """Or a telephone could be guessed from it, in every backup, after the row's cells are gone."""
    made = open_tiny(tmp_path)
    other = dataclasses.replace(made, keys=Keys((SecretKey("p-2", b"q" * 32),), made.keys.held))
    row = declared(phone="no telephone")
    one, two = (intake.judge_rows([row], DECLARED, "rows", "0" * 64).held[0] for intake in (made, other))
    assert (one.record_key == two.record_key, one.content_key == two.content_key) == (False, False)
