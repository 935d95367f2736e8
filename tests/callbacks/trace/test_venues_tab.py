"""The list of exposed venues: the same numbers as the map, sorted and paged, and what to say where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from callbacks.trace import venues_tab as tab
from callbacks.trace.moments import span
from data import schema
from geo.exposure_rule import ExposureRule
from layers.text import number, text
from tests.callbacks.trace.fake import FACTORY, MAY_20, MAY_25, at
from tests.callbacks.trace.fake_venue import DONE, NEWER, STUCK, TESTED, listed
from tests.callbacks.trees import find, one, table, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])
EMPTY_DAY = date(2021, 4, 28)


@pytest.fixture
def venues(asked, view, monkeypatch):
    """`venues(listed(…), sort="name")`: the tab with these venues."""

    def make(*found, **changes):
        monkeypatch.setattr(tab, "listed_venues", lambda *_: found)
        return tab.venues_tab(asked, view(tab="venues", **changes), None)

    return make


@every_language
@pytest.mark.parametrize("day", [date(2021, 5, 12), MAY_25, date(2021, 6, 20)])
def test_the_totals_are_those_of_the_map(asked, view, day, lang) -> None:
    e = schema.venue_exposure.c
    figures = (func.count(), func.sum(e.people_exposed), func.sum(e.people_imputed))
    with asked.store.read() as connection:
        count, people, imputed = connection.execute(select(*figures).where(e.day == day)).one()
    assert count > 10
    found = words(tab.venues_tab(asked, view(tab="venues", lang=lang).but(day=day), None))
    assert text("exposed.title", lang, count, day=day.strftime("%d/%m/%Y")) in found
    assert text("exposed.total", lang, people=number(people, lang), imputed=number(imputed, lang)) in found


def test_a_line_says_where_when_how_many_how_sure_and_what_was_decided(venues) -> None:
    row = table(venues(listed(action=TESTED), lang="en"))[1]
    assert row[0].startswith("Chợ ThửMarket · ")
    assert row[1] == f"{span(NEWER.begin, NEWER.clear)}\n22:00 20/05/2021\u00a0– 02:00 21/05/2021"
    assert row[2:] == ["that day", "3", "20", "25 % estimated", "TestCommune: not yet done"]


@every_language
@pytest.mark.parametrize("said", [DONE, STUCK])
def test_a_line_says_whether_the_commune_has_done_it_in_words_beside_the_chip(venues, lang, said) -> None:
    found = venues(listed(action=replace(TESTED, carried_out=said)), lang=lang)
    assert words(one(found, css="action-chip")) == text("action.test", lang)
    told = text("action.commune.on", lang, state=text(f"action.commune.{said.state}", lang), day="26/05/2021")
    assert words(one(found, css="commune-said")) == told


def test_where_nothing_was_decided_the_commune_has_nothing_to_say(venues) -> None:
    assert find(venues(listed()), css="commune-said") == []


def test_only_the_newest_windows_stand_and_the_others_are_counted(venues) -> None:
    many = tuple(replace(NEWER, begin=NEWER.begin + n * 9000, clear=NEWER.clear + n * 9000) for n in range(5))
    assert table(venues(listed(windows=many), lang="en"))[1][1].endswith("and 3 windows before")


@every_language
def test_no_decision_and_no_exposed_person_are_said_and_not_left_blank(venues, lang) -> None:
    row = table(venues(listed(people_exposed=0, people_imputed=0), lang=lang))[1]
    assert row[5:] == ["–", text("action.not_yet", lang)]


def test_the_share_is_told_by_number_and_by_a_hatched_bar(venues) -> None:
    assert one(venues(listed()), css="share")["props"]["style"] == "--share:25%"


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", ["Chợ Thử", "Nhà máy Thử"]),
        ("people_exposed", ["Nhà máy Thử", "Chợ Thử"]),
        ("-days_since", ["Nhà máy Thử", "Chợ Thử"]),
        ("-share_imputed", ["Chợ Thử", "Nhà máy Thử"]),
        ("name", ["Chợ Thử", "Nhà máy Thử"]),
        ("-name", ["Nhà máy Thử", "Chợ Thử"]),
        ("nonsense", ["Chợ Thử", "Nhà máy Thử"]),
    ],
)
def test_every_sort_orders_the_lines_and_an_unknown_one_is_as_by_default(venues, sort, names) -> None:
    found = venues(
        listed(), listed(venue=FACTORY, people_exposed=4, people_imputed=0, days_since=9), sort=sort
    )
    assert [words(find(row, "A")[0]) for row in find(found, "Tr")[1:]] == names


def test_the_head_says_what_is_sorted_and_a_press_turns_it(venues) -> None:
    heads = find(venues(listed(), lang="en"), "Th", scope="col")
    people = heads[4]["props"]
    assert (people["aria-sort"], words(heads[4])) == ("descending", "People exposed ▼")
    assert "sort=people_exposed" in find(heads[4], "A")[0]["props"]["href"]
    assert "sort=name" in find(heads[0], "A")[0]["props"]["href"]
    assert "aria-sort" not in heads[1]["props"]


def test_a_long_list_comes_in_pages_and_a_page_beyond_is_the_last(venues) -> None:
    many = [listed(people_exposed=n) for n in range(tab.PER_PAGE + 3)]
    assert len(table(venues(*many))) == tab.PER_PAGE + 1
    for page in (2, 99):
        found = venues(*many, page=page)
        assert len(table(found)) == 4
        assert [a["props"]["href"] for a in find(one(found, css="pager"), "A")] == [
            "?day=2021-05-25&tab=venues"
        ]


@every_language
def test_nothing_exposed_is_said_with_a_way_on_and_is_not_safety(venues, lang) -> None:
    found = one(venues(lang=lang, district="222", commune="07807"), css="empty")
    assert text("exposed.none", lang, day="25/05/2021") in words(found)
    assert text("exposed.none_told", lang, days="21") in words(found)
    assert "commune" not in find(found, "A")[0]["props"]["href"]
    assert find(one(venues(lang=lang), css="empty"), "A") == []


def test_a_day_without_any_case_before_it_is_empty_on_the_real_store(asked, view) -> None:
    day = asked.store.cube().days[0]
    found = tab.venues_tab(asked, view(tab="venues", rule=ExposureRule(display_days=0)).but(day=day), None)
    assert len(find(found, css="empty")) + len(find(found, "Table")) == 1


def test_the_line_that_is_open_is_marked_and_links_lead_to_the_panel(venues) -> None:
    [row] = find(venues(listed(), venue=7), "Tr")[1:]
    assert row["props"]["aria-current"] == "true"
    assert "venue=7" in find(row, "A")[0]["props"]["href"]


def test_a_simulated_outbreak_says_so(venues) -> None:
    assert find(venues(listed()), css="simulated")


def test_day_and_place_are_lists_and_steps_end_where_the_days_end(asked, view) -> None:
    days = asked.store.cube().days
    first = tab.venues_tab(asked, view(tab="venues").but(day=days[0]), None)
    steps = find(first, css="step")
    assert [each["type"] for each in steps] == ["Span", "A"]
    assert f"day={days[1].isoformat()}" in steps[1]["props"]["href"]
    communes = one(first, id="trace-commune")["props"]["options"]
    assert len(communes) == len(asked.store.cube().units.communes) + 1
    chosen = tab.venues_tab(asked, view(tab="venues", district="222"), None)
    assert 5 < len(one(chosen, id="trace-commune")["props"]["options"]) < 30


def test_a_span_names_one_day_or_both_and_ends_at_24() -> None:
    assert span(at(MAY_20, 8), at(MAY_20, 10)) == "08:00\u00a0– 10:00 20/05/2021"
    assert span(at(MAY_20, 22), at(MAY_20, 26)) == "22:00 20/05/2021\u00a0– 02:00 21/05/2021"
    assert span(at(MAY_20, 0), at(MAY_20, 24)) == "00:00\u00a0– 24:00 20/05/2021"
