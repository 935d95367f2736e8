"""The preview and what stands beside it: everything a steward must know before the button is pressed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callbacks.desk.forecast import commit_label, forecast_panel
from callbacks.desk.preview import failed_field, preview
from data.intake.judged import SampleRow
from data.ledger import Tally
from layers.text import text
from tests.callbacks.desk.fake import BAD_ROW, FEED, GOOD_ROW, forecast, judged
from tests.callbacks.trees import find, one, table, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])


def panel(lang: str = "en", file=None, **changes):
    return forecast_panel(file or judged(), forecast(**changes), "token", lang)


@every_language
def test_headings_say_the_field_in_words_and_the_heading_of_the_file_where_it_differs(lang) -> None:
    head = table(preview(judged(), lang))[0]
    phone = text("field.declarations.phone", lang)
    assert f"{phone}phone" in head
    assert head[0] == text("desk.preview.row", lang)


@every_language
def test_a_good_row_says_so_and_where_it_was_placed(lang) -> None:
    row = table(preview(judged(), lang))[1]
    assert row[:2] == ["2", f"{text('desk.outcome.good', lang)}Thị trấn Nếnh, Việt Yên"]


@every_language
def test_a_held_row_says_so_and_why_at_the_cell_in_colour_and_in_words(lang) -> None:
    tree = preview(judged(), lang)
    assert table(tree)[2][1] == text("desk.outcome.held", lang)
    cell = one(tree, "Td", css="bad-cell")
    assert cell["props"]["data-bad"] == "district"
    assert words(cell) == "Ba Đồn" + text("held.reason.district_outside_province", lang, got="Ba Đồn")


def test_a_problem_without_a_cell_is_told_beside_the_outcome() -> None:
    row = replace(BAD_ROW, column="commune_code")
    tree = preview(judged(sample=(row,)), "en")
    assert find(tree, css="bad-cell") == []
    assert "is no district" in table(tree)[1][1]


@pytest.mark.parametrize("column", ["district", "Huyện"])
def test_the_cell_is_found_by_field_and_by_heading(column) -> None:
    assert failed_field(replace(BAD_ROW, column=column), judged()) == "district"


def test_a_place_that_a_person_decided_is_marked() -> None:
    row = replace(GOOD_ROW, placed_by="person")
    assert text("desk.placed_by_person", "en") in table(preview(judged(sample=(row,)), "en"))[1][1]


def test_a_telephone_in_a_column_that_is_not_personal_is_blanked() -> None:
    row = SampleRow(2, {"declared_at": "0900000123", "phone": "•••", "district": "x", "commune": "y"})
    assert "0900000123" not in words(preview(judged(sample=(row,)), "en"))


def test_the_preview_says_how_many_of_how_many_rows_it_shows() -> None:
    assert text("desk.preview_told", "en", shown="2", all="1,240") in words(
        preview(judged(received=1240), "en")
    )


@every_language
def test_the_balance_adds_up_on_screen(lang) -> None:
    rows = find(panel(lang), "Dl", css="tally")[0]
    told = [words(each) for each in find(rows, "Dd")]
    assert [int(each.replace(".", "").replace(",", "")) for each in told] == [1240, 1009, 220, 11]


def test_cases_are_told_for_a_case_feed_alone() -> None:
    told = text("desk.cases_balance", "en", accepted="300", held="60")
    weights = Tally(300, 0, 60)
    assert told in words(panel(file=judged(FEED), weights=weights))
    assert told not in words(panel(weights=weights))


def test_reasons_come_with_counts_and_columns_the_commonest_first() -> None:
    items = [words(item) for item in find(one(panel(), "Ul", css="reasons"), "Li")]
    assert items[0].startswith("8District outside the province")
    assert items[1].startswith("3Unreadable date and time")
    assert "column Huyện (District)" in items[0]


def test_unused_columns_days_and_communes_are_told() -> None:
    told = words(panel())
    assert "Ghi thêm" in told
    assert "25/05/2021\u00a0– 02/06/2021" in told
    assert text("desk.communes_named", "en") + "30" in told


def test_what_a_rule_changed_is_told() -> None:
    assert f"7{text('rule.stay_cut', 'en')}" in words(panel(adjusted={"stay_cut": 7}))
    assert text("desk.rules", "en") not in words(panel(adjusted={}))


@pytest.mark.parametrize(("held", "is_told"), [(50, False), (51, True), (100, True)])
def test_more_than_half_held_asks_whether_this_is_the_right_source(held, is_told) -> None:
    told = words(panel(rows=Tally(100 - held, 0, held)))
    assert (text("desk.mostly_held", "en", share=str(held)) in told) is is_told


def test_a_file_that_is_here_already_can_only_be_let_go() -> None:
    tree = panel(is_known=True)
    assert text("desk.is_known", "en") in words(tree)
    assert [b["props"]["data-desk"] for b in find(tree, "Button")] == ["discard"]


def test_the_button_says_how_many_rows_come_in() -> None:
    assert commit_label(Tally(1009, 220, 11), "vi") == "Nhập 1.009 dòng"
    assert commit_label(Tally(1, 0, 0), "en") == "Import 1 row"
    assert commit_label(Tally(0, 3, 2), "en") == "Import, all 2 rows held"
    assert commit_label(Tally(0, 3, 0), "en") == text("desk.commit_nothing", "en")


def test_both_buttons_carry_the_token_of_their_file() -> None:
    buttons = find(panel(), "Button")
    assert {b["props"]["data-token"] for b in buttons} == {"token"}
    assert [b["props"]["data-desk"] for b in buttons] == ["commit", "discard"]
