"""Held rows: grouped, chosen among, opened, and decided."""

from __future__ import annotations

from datetime import date

import pytest

from callbacks.desk import choose, correct, dismiss, place
from callbacks.desk.desk import Desk
from callbacks.desk.held_tab import held_tab
from callbacks.desk.row import in_order, row_panel
from callbacks.desk.view import DeskView
from data import held_groups
from data.errors import ImportRefused
from data.held_groups import HeldLine
from layers.text import text
from tests.callbacks.desk.fake import BLUEZONE, FEED
from tests.callbacks.trees import find, one, table, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])

FEED_KEY = "an-toan-covid-cases"


def line(**changes) -> HeldLine:
    facts = {
        "file_id": 12,
        "row_number": 7,
        "source": BLUEZONE.key,
        "file_name": "to-khai.csv",
        "reason": "district_outside_province",
        "column": "Huyện",
        "expected": "a district of the province (10)",
        "got": "Ba Đồn",
        "day": date(2021, 5, 25),
        "weight": 1,
        "place": "Ba Đồn / Quảng Châu",
        "record_key": 5,
    }
    return HeldLine(**(facts | changes))


@pytest.fixture
def panel(desk, monkeypatch):
    """`panel(line(…), rows=12)`: the panel of a held row of which there are twelve alike."""

    def make(held: HeldLine | None, rows: int = 1, lang: str = "en", rivals: tuple[HeldLine, ...] = ()):
        answers = {
            "held_line": held,
            "lines_alike": (held,),
            "count_alike": (rows, 3 * rows),
            "versions": rivals,
        }
        for name, answer in answers.items():
            monkeypatch.setattr(f"callbacks.desk.row.{name}", lambda *_, answer=answer: answer)
        return row_panel(desk, DeskView(tab="held", lang=lang, file=12, row=7))

    return make


def asks(tree) -> list[str]:
    return [form["props"]["data-ask"] for form in find(tree, "Form")]


@every_language
def test_the_embedded_rows_stand_in_groups_by_written_place_with_their_cases(lang, desk) -> None:
    tree = held_tab(desk, DeskView(tab="held", lang=lang))
    rows = table(tree)[1:]
    assert words(find(tree, "H2")[0]) == text("desk.held_rows", lang, 63)
    assert sum(int(cells[2]) for cells in rows) == 63
    assert sum(int(cells[3]) for cells in rows) == 161
    assert rows[0] == [
        "Ba Đồn / Quảng Châu",
        text("held.short.district_outside_province", lang),
        "5",
        "92",
        desk.title(FEED_KEY, lang),
    ]


def test_choices_come_with_counts_and_keep_each_other(desk) -> None:
    chips = find(held_tab(desk, DeskView(tab="held", source=FEED_KEY)), "A", css="chip")
    by_words = {words(chip): chip["props"] for chip in chips}
    [reason] = [props for told, props in by_words.items() if told.startswith("Huyện ngoài tỉnh")]
    assert reason["href"] == f"?tab=held&source={FEED_KEY}&reason=district_outside_province"
    [source] = [props for told, props in by_words.items() if told.startswith(desk.title(FEED_KEY, "vi"))]
    assert (source["aria-current"], source["href"]) == ("true", "?tab=held")


def test_a_choice_that_leaves_nothing_says_so(desk) -> None:
    tree = held_tab(desk, DeskView(tab="held", lang="en", reason="contested"))
    assert text("desk.held_none_here", "en") in words(tree)
    assert find(tree, "Table") == []


def test_a_row_of_the_embedded_outbreak_can_be_decided_like_any_other(desk) -> None:
    [first, *_] = find(held_tab(desk, DeskView(tab="held", lang="en")), "Tbody")
    href = find(first, "A")[0]["props"]["href"]
    number = int(href.rpartition("row=")[2])
    tree = row_panel(desk, DeskView(tab="held", lang="en", file=1, row=number))
    assert "“Ba Đồn” is no district of the province." in words(tree)
    assert asks(tree) == ["desk-place", "desk-correct", "desk-dismiss"]


def test_without_a_row_there_is_no_panel(desk) -> None:
    assert row_panel(desk, DeskView(tab="held", file=1)) == []


@every_language
def test_a_row_that_is_no_longer_held_says_so(lang, panel) -> None:
    assert text("desk.row_gone", lang, row=7) in words(panel(None, lang=lang))


@every_language
def test_a_row_says_where_why_what_was_expected_and_what_to_do(lang, panel) -> None:
    told = words(panel(line(), lang=lang))
    assert text("desk.row_of", lang, row="7", file="to-khai.csv") in told
    assert text("held.reason.district_outside_province", lang, got="Ba Đồn") in told
    assert text("held.remedy.district_outside_province", lang) in told
    assert "a district of the province (10)" in told
    assert "25/05/2021" in told


def test_a_row_without_a_place_can_be_placed_corrected_or_dismissed(panel) -> None:
    assert asks(panel(line())) == ["desk-place", "desk-correct", "desk-dismiss"]


def test_a_row_that_names_no_place_at_all_can_not_be_placed(panel) -> None:
    assert asks(panel(line(reason="place_missing", place=""))) == ["desk-correct", "desk-dismiss"]


def test_a_row_with_a_bad_cell_can_be_corrected_or_dismissed(panel) -> None:
    assert asks(panel(line(reason="phone_unreadable", column="Số điện thoại"))) == [
        "desk-correct",
        "desk-dismiss",
    ]


def test_a_row_that_can_not_be_opened_can_be_dismissed(panel, intake, monkeypatch) -> None:
    def refuse(*_):
        raise ImportRefused("the key is gone")

    monkeypatch.setattr(intake, "open_row", refuse)
    assert asks(panel(line(reason="ragged_row", column=""))) == ["desk-dismiss"]


def test_placing_says_that_it_holds_for_all_rows_written_so_now_and_later(panel) -> None:
    told = words(find(panel(line(), rows=12), "Details")[0])
    assert (
        "every row of this source that says “Ba Đồn / Quảng Châu”: 12 rows now, and every later file" in told
    )
    assert "Place 12 rows in this commune" in told


def test_placing_rows_of_a_case_feed_says_how_many_cases(panel) -> None:
    told = words(find(panel(line(source=FEED.key), rows=12), "Details")[0])
    assert "12 rows (36 cases) now" in told


def test_the_commune_is_chosen_from_all_communes(panel) -> None:
    choice = one(panel(line()), "Dropdown", id="desk-commune")
    assert len(choice["props"]["options"]) == 209


def test_the_cell_that_failed_comes_first_and_personal_answers_are_never_shown(panel) -> None:
    form = one(panel(line()), "Form", data_ask="desk-correct")
    fields = [(f["props"]["name"], f["props"]["value"]) for f in find(form, "Input")]
    assert fields == [
        ("cell:Huyện", "Ba Đồn"),
        ("cell:Số điện thoại", ""),
        ("cell:Xã", "Quảng Châu"),
        ("cell:Ghi", ""),
    ]
    assert len(find(form, css="bad-field")) == 1
    assert "0900000123" not in str(find(form))


def test_cells_stand_in_the_order_of_the_source(panel) -> None:
    cells = {"Xã": "1", "Lạ": "2", "Mã tờ khai": "3", "Huyện": "4"}
    assert list(in_order(cells, line(column="Xã"), BLUEZONE)) == ["Xã", "Mã tờ khai", "Huyện", "Lạ"]


def test_versions_stand_beside_each_other_with_what_differs_marked(panel) -> None:
    held = line(reason="contested", column="new_cases", source=FEED.key)
    rivals = (held, line(reason="contested", column="new_cases", source=FEED.key, row_number=9))
    tree = panel(held, rivals=rivals)
    assert asks(tree)[:2] == ["desk-choose", "desk-choose"]
    assert len(find(one(tree, css="versions"), "Th", scope="col")) == 3
    assert [form["props"]["data-fact-row"] for form in find(tree, "Form", data_ask="desk-choose")] == [
        "7",
        "9",
    ]


def test_versions_whose_cells_can_not_be_opened_show_what_was_got(panel, intake, monkeypatch) -> None:
    monkeypatch.setattr(intake, "open_row", lambda *_: {})
    held = line(reason="contested", column="new_cases", got="1")
    tree = panel(held, rivals=(held, line(reason="contested", column="new_cases", row_number=9, got="99")))
    versions = one(tree, css="versions")
    assert table(versions)[1] == ["new_cases", "1", "99"]
    assert len(find(versions, css="differs")) == 2


def test_several_rows_alike_can_be_dismissed_at_once(panel) -> None:
    choices = find(one(panel(line(), rows=3), "Select", name="scope"), "Option")
    assert [o["props"]["value"] for o in choices] == ["one", "all"]
    assert find(panel(line(), rows=1), "Select", name="scope") == []


def test_rows_held_alike_are_listed_and_the_rest_is_counted(panel) -> None:
    alike = one(panel(line(), rows=40), css="alike")
    assert "40 rows held alike" in words(alike)
    assert text("desk.and_more", "en", 39) in words(alike)


# ── what the gestures do ────────────────────────────────────────────────────────────────────────

BY = {"by": "Nguyễn Thử", "file": "12", "row": "7", "why": "theo công văn"}


def test_placing_decides_for_the_commune_chosen(desk: Desk, intake) -> None:
    done = place.place_rows(BY, "07807", "?tab=held&lang=en")
    assert intake.asked == [("place", 12, 7, "07807", "Nguyễn Thử", "theo công văn")]
    assert done["words"] == text("desk.place.done", "en", 12)


@pytest.mark.parametrize("commune", [None, "", ["07807"], 7807])
def test_without_a_commune_nothing_is_placed(commune, desk, intake) -> None:
    done = place.place_rows(BY, commune, "?lang=en")
    assert (intake.asked, done["is_bad"]) == ([], True)


def test_correcting_sends_the_changed_cells_alone(desk, intake) -> None:
    done = correct.correct_row({**BY, "cells": {"Huyện": "Việt Yên"}}, "?lang=en")
    assert intake.asked == [("correct", 12, 7, {"Huyện": "Việt Yên"}, "Nguyễn Thử")]
    assert done["words"] == text("desk.correct.released", "en")


@pytest.mark.parametrize("cells", [None, {}, [], "x"])
def test_correcting_nothing_asks_for_a_change(cells, desk, intake) -> None:
    done = correct.correct_row({**BY, "cells": cells}, "?lang=en")
    assert (intake.asked, done["words"]) == ([], text("desk.correct.nothing", "en"))


def test_choosing_lets_the_version_stand(desk, intake) -> None:
    choose.choose_version(BY, "")
    assert intake.asked == [("choose", 12, 7, "Nguyễn Thử", "theo công văn")]


def test_dismissing_means_the_one_row_unless_all_alike_are_asked_for(desk, intake, monkeypatch) -> None:
    alike = (line(row_number=7), line(row_number=9), line(file_id=13, row_number=2))
    monkeypatch.setattr(dismiss, "held_line", lambda *_: line())
    monkeypatch.setattr(dismiss, "lines_alike", lambda *_: alike)
    dismiss.dismiss_rows(BY, "")
    dismiss.dismiss_rows({**BY, "scope": "all"}, "")
    assert [what[2] for what in intake.asked] == [(7,), (7, 9)]


@pytest.mark.parametrize("gesture", [choose.choose_version, correct.correct_row, dismiss.dismiss_rows])
@pytest.mark.parametrize("asked", [None, {}, {"by": ""}, {"by": None, "file": "x", "row": []}])
def test_a_gesture_that_says_nothing_does_nothing(gesture, asked, desk, intake) -> None:
    assert gesture(asked, "")["is_bad"]
    assert intake.asked == []


def test_every_reason_has_a_short_name_a_sentence_and_a_remedy() -> None:
    reasons = (
        *held_groups.PLACE_REASONS,
        held_groups.CONTESTED,
        "phone_unreadable",
        "ragged_row",
        "venue_unknown",
    )
    for lang in ("vi", "en"):
        for reason in reasons:
            for key in ("held.short", "held.reason", "held.remedy"):
                assert text(f"{key}.{reason}", lang, got="x")
