"""Columns of a file and the fields of its source: found however they are written, refused where one lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import ImportRefused
from data.intake.columns import bind
from data.readers.batch import FileFacts, ReadOptions
from data.sources.load import find_source
from tests.data.intake.rows import DECLARED, FEED, VENUES, declared, pushed
from tests.data.intake.tiny import SOURCES, case_row, open_tiny


def facts(*headings: str) -> FileFacts:
    return FileFacts("feed.csv", "0" * 64, 1, ReadOptions(format="csv"), headings)


def message(source: str, *headings: str) -> str:
    with pytest.raises(ImportRefused) as refused:
        bind(find_source(SOURCES, source), facts(*headings))
    return str(refused.value)


def test_headings_are_found_in_any_case_form_and_by_their_other_names() -> None:
    bound = bind(find_source(SOURCES, FEED), facts(" DISTRICT", "Xa\u0303", "Ngày", "new_cases"))
    assert bound.headings == {
        "district": " DISTRICT",
        "commune": "Xa\u0303",
        "day": "Ngày",
        "new_cases": "new_cases",
    }
    assert (bound.column_of("day"), bound.column_of("commune_code")) == ("Ngày", "commune_code")


def test_columns_that_nobody_takes_are_named_and_known_ones_let_fall() -> None:
    bound = bind(
        find_source(SOURCES, FEED), facts("district", "commune", "date", "new_cases", "Province", "mood")
    )
    assert bound.unused == ("mood",)


def test_missing_columns_are_named_with_what_is_there() -> None:
    assert message(FEED, "district", "commune", "cases") == (
        "feed.csv: expected the columns 'date', 'new_cases' of the source an-toan-covid-cases, got district, commune, "
        "cases. Add them, or name them in the mapping."
    )


def test_a_file_with_no_column_of_the_source_is_taken_for_another_s() -> None:
    assert message(FEED, "venue_code", "phone") == (
        "feed.csv: expected the columns 'date', 'new_cases', 'district', 'commune' of the source an-toan-covid-cases, "
        "got venue_code, phone. Is this another source's file? Choose its source."
    )


def test_a_place_may_come_by_code_by_names_or_by_a_point() -> None:
    source, rest = find_source(SOURCES, VENUES), ("venue_code", "name", "venue_type")
    for place in (("commune_code",), ("district", "commune"), ("lon", "lat")):
        assert len(bind(source, facts(*rest, *place)).headings) == 3 + len(place)
    assert "expected the columns 'Xã' of" in message(VENUES, *rest, "district")


def test_a_constant_stands_where_the_file_lacks_the_column(tmp_path: Path) -> None:
    bound = bind(
        find_source(SOURCES, "atalink-assessments"), facts("Mã số thuế", "Ngày đánh giá", "Tổng điểm")
    )
    assert bound.constants["assessed_by"] == "self"


HOPELESS = (
    "rows: no row of 3 can be read. Expected a whole number from 0 to 999,999,999 in the column 'new_cases', got "
    "'Việt Yên' in row 1, and 3 rows fail so. Are two columns swapped, or is this not the source an-toan-covid-cases? "
    "Correct the file or choose its source; nothing was kept."
)


def test_a_file_of_which_no_row_can_be_read_is_refused(tmp_path: Path) -> None:
    rows = [case_row(str(n), "Nếnh", "2021-05-08", "Việt Yên") for n in range(3)]
    with pytest.raises(ImportRefused) as refused:
        open_tiny(tmp_path).judge_rows(rows, FEED, "rows", "a" * 64, is_whole=True)
    assert str(refused.value) == HOPELESS


def test_rows_that_are_no_whole_file_are_held_however_bad(tmp_path: Path) -> None:
    rows = [case_row(str(n), "Nếnh", "2021-05-08", "Việt Yên") for n in range(3)]
    assert pushed(open_tiny(tmp_path), FEED, *rows).rows.held == 3


def test_one_good_row_saves_a_file(tmp_path: Path) -> None:
    rows = [declared(str(n), declared_at="noon") for n in range(9)] + [declared("A")]
    judged = open_tiny(tmp_path).judge_rows(rows, DECLARED, "rows", "a" * 64, is_whole=True)
    assert (len(judged.rows), len(judged.held)) == (1, 9)


def test_a_file_of_places_that_nobody_knows_is_held_and_not_refused(tmp_path: Path) -> None:
    rows = [case_row("Ba Đồn", "Quảng Châu", f"2021-05-0{n}", "1") for n in range(1, 4)]
    judged = open_tiny(tmp_path).judge_rows(rows, FEED, "rows", "a" * 64, is_whole=True)
    assert len(judged.held) == 3


def test_a_single_bad_row_is_held(tmp_path: Path) -> None:
    rows = [case_row("Việt Yên", "Nếnh", "2021-05-08", "many")]
    judged = open_tiny(tmp_path).judge_rows(rows, FEED, "rows", "a" * 64, is_whole=True)
    assert len(judged.held) == 1
