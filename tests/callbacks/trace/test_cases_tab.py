"""The list of cases on the embedded outbreak: by place, days and number, in pages, and empty states."""

from __future__ import annotations

from datetime import date

import pytest

from callbacks.trace.cases_tab import PER_PAGE, cases_tab
from layers.text import text
from tests.callbacks.conftest import QUANG_CHAU, VIET_YEN
from tests.callbacks.trees import find, one, table, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])


@pytest.fixture
def tab(context, view):
    return lambda **changes: cases_tab(context, view(**changes), None)


def test_the_first_published_case_of_a_commune_stands_first(tab) -> None:
    found = tab(commune=QUANG_CHAU, lang="en")
    rows = table(found)
    assert len(rows) == PER_PAGE + 1
    assert words(one(found, "H2")).startswith("2,789 cases")
    days = [date(int(r[4][6:]), int(r[4][3:5]), int(r[4][:2])) for r in rows[1:]]
    assert days == sorted(days)
    assert days[0] == date(2021, 5, 14)
    assert {r[1] for r in rows[1:]} == {"Xã Quang Châu, Việt Yên"}


def test_the_next_page_goes_on_where_the_first_one_ended(tab) -> None:
    first, second = (table(tab(commune=QUANG_CHAU, page=page))[1:] for page in (1, 2))
    assert {r[0] for r in first}.isdisjoint(r[0] for r in second)


def test_days_limit_the_list(tab) -> None:
    rows = table(tab(first=date(2021, 5, 9), last=date(2021, 5, 9)))[1:]
    assert {r[4] for r in rows} == {"09/05/2021"}


@every_language
def test_a_number_finds_one_case_wherever_the_list_looked(lang, tab) -> None:
    found = tab(record="144", district="213", lang=lang)
    assert [r[0].startswith(text("trace.case.number", lang, number="144")) for r in table(found)[1:]] == [
        True
    ]
    assert text("trace.cases.searched", lang, record="144") in words(found)


@every_language
@pytest.mark.parametrize("changes", [{"record": "nobody"}, {"record": "٣"}, {"record": "9" * 80}])
def test_a_number_that_nobody_has_is_told_with_a_way_to_all(changes, lang, tab) -> None:
    found = tab(lang=lang, **changes)
    assert text("trace.cases.none_record", lang, **changes) in words(found)
    assert "record" not in one(found, css="empty")["props"]["children"][1]["props"]["href"]


@every_language
def test_an_empty_place_is_told(lang, tab) -> None:
    nothing = tab(first=date(2021, 4, 29), last=date(2021, 4, 29), lang=lang)
    assert text("trace.cases.none", lang) in words(nothing)


@every_language
def test_simulated_cases_are_marked(lang, tab) -> None:
    assert text("screen.simulated", lang) in words(one(tab(lang=lang), "H2"))


def test_communes_of_the_district_chosen_can_be_chosen_and_without_one_all_by_district(tab) -> None:
    whole, part = tab(), tab(district=VIET_YEN)
    assert (len(find(whole, "Optgroup")), len(find(part, "Optgroup"))) == (10, 0)
    chosen = [o["props"]["value"] for o in find(part, "Option") if "selected" in o["props"]]
    assert chosen == [VIET_YEN, "", "", ""]


def test_the_case_that_is_open_is_marked_in_the_list(tab) -> None:
    [here] = find(tab(case=144, commune=QUANG_CHAU), "Tr", aria_current="true")
    assert words(here).startswith(text("trace.case.number", "vi", number="144"))
