"""Keys of rows: from what is said, not from where it stands, nor from what a person may decide later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.data.intake.rows import (
    DECLARED,
    FEED,
    NENH,
    STAYS,
    VENUES,
    declared,
    judged_rows,
    pushed,
    venue,
    visit,
)
from tests.data.intake.tiny import Cells, case_row, open_tiny

ROW = case_row("Việt Yên", "Nếnh", "2021-05-08", "3")


def keys(folder: Path, source: str, *rows: Cells, **world: Any) -> list[tuple[int, int]]:
    """Record and content of each row, in their order."""
    judged = judged_rows(open_tiny(folder), source, rows, **world)
    found = {h.row_number: (h.record_key, h.content_key) for h in judged.held}
    if len(judged.rows):
        names = ("row_number", "record_key", "content_key")
        found |= {
            n: (r, c)
            for n, r, c in zip(*(judged.rows.column(name).to_pylist() for name in names), strict=True)
        }
    return [found[n] for n in sorted(found)]


def test_the_order_and_the_heading_of_columns_change_no_key(tmp_path: Path) -> None:
    other = {"Ca mới": "3", "Ngày": "2021-05-08", "Xã": "Nếnh", "Huyện": "Việt Yên"}
    assert keys(tmp_path / "a", FEED, ROW) == keys(tmp_path / "b", FEED, other)


def test_a_count_is_of_its_place_and_day_and_says_its_number(tmp_path: Path) -> None:
    same, another, day = ROW, ROW | {"new_cases": "4"}, ROW | {"date": "2021-05-09"}  # type: ignore[operator]
    a, b, c = keys(tmp_path, FEED, same, another, day)
    assert (a[0] == b[0], a[1] == b[1], a[0] == c[0]) == (True, False, False)


def test_one_place_in_two_tone_styles_is_one_record(tmp_path: Path) -> None:
    a, b, c = keys(
        tmp_path,
        FEED,
        *(case_row("Việt Yên", name, "2021-05-08", "3") for name in ("Hoà Xá", "hòa xá", "Hoa Xa")),
    )
    assert (a == b, a == c) == (True, False)


def test_deciding_on_a_place_changes_no_key(tmp_path: Path) -> None:
    row = case_row("Việt Yên", "Nowhere", "2021-05-08", "3")
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, row)
    before = judged_rows(intake, FEED, [row]).held[0]
    intake.place(1, 1, NENH, "Lan", "its old name")
    after = judged_rows(intake, FEED, [row]).rows
    assert (after["record_key"][0].as_py(), after["content_key"][0].as_py()) == (
        before.record_key,
        before.content_key,
    )


def test_a_register_that_comes_changes_no_key(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    before = judged_rows(intake, STAYS, [visit()]).held[0]
    pushed(intake, VENUES, venue())
    after = judged_rows(intake, STAYS, [visit()]).rows
    assert (after["record_key"][0].as_py(), after["content_key"][0].as_py()) == (
        before.record_key,
        before.content_key,
    )


def test_the_source_s_number_makes_the_record_and_no_part_of_what_is_said(tmp_path: Path) -> None:
    a, b, c = keys(tmp_path, DECLARED, declared("A"), declared("B"), declared("A", cough="Có"))
    assert (a[0] == c[0], a[0] == b[0], a[1] == b[1], a[1] == c[1]) == (True, False, True, False)


def test_rows_without_a_number_are_one_record_where_they_say_the_same(tmp_path: Path) -> None:
    a, b, c = keys(tmp_path, DECLARED, declared(None), declared(None), declared(None, phone="0912000009"))
    assert (a == b, a[0] == c[0]) == (True, False)


def test_an_unanswered_question_and_a_no_are_two_versions(tmp_path: Path) -> None:
    a, b = keys(tmp_path, DECLARED, declared(has_contact=""), declared(has_contact="Không"))
    assert (a[0] == b[0], a[1] == b[1]) == (True, False)


def test_a_row_that_can_not_be_read_is_known_by_its_cells(tmp_path: Path) -> None:
    bad = declared("A", declared_at="noon")
    a, b, c = keys(tmp_path, DECLARED, bad, bad, bad | {"commune": "Vôi"})  # type: ignore[operator]
    assert (a == b, a == c, a[0] == a[1]) == (True, False, True)


def test_two_sources_number_their_records_apart(tmp_path: Path) -> None:
    row = declared("A")
    assert keys(tmp_path / "a", DECLARED, row) != keys(tmp_path / "b", "zalo-declarations", row)
