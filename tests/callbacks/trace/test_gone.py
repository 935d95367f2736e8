"""The tracer's desk after a run of retention: every tab and panel says what is gone, and none takes unknown for zero."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from callbacks.context import Context
from callbacks.trace import case_panel as case_module
from callbacks.trace.case_panel import case_panel
from callbacks.trace.cases_tab import cases_tab
from callbacks.trace.looks import EXTENSION, Looking
from callbacks.trace.network_tab import network_tab
from callbacks.trace.notice_form import notice_preview
from callbacks.trace.person_panel import person_panel
from callbacks.trace.venue_panel import venue_panel
from callbacks.trace.venues_tab import venues_tab
from callbacks.trace.what_if_tab import what_if_tab
from data.boundaries import load_manifest
from data.store import Store
from data.tracing.case import trace_case
from data.tracing.cases import find_cases
from data.tracing.listed import listed_venues
from data.tracing.person_code import person_code
from data.tracing.venue import trace_venue
from geo.exposure_rule import DEFAULT_RULE
from layers.text import text
from tests.bereft import ALL_GONE, ALL_THERE, MAY_27, PARTLY
from tests.callbacks.trace.conftest import TRACER
from tests.callbacks.trees import find, one, table, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])


@pytest.fixture
def desk(bereft_store: Store, noted: list) -> Iterator[Context]:
    """The context of the desk, inside a request."""
    context = Context(bereft_store, load_manifest(bereft_store.geometry_dir))
    server = Flask("trace")
    server.extensions |= {EXTENSION: Looking(), "dichte": context}
    with server.app_context():
        yield context


@pytest.fixture(scope="module")
def early(store: Store, bereft_store: Store) -> Any:
    """A case that met many, of whom nothing is left."""
    lines, _ = find_cases(store, None, ALL_GONE.replace(day=10), ALL_GONE, 5_000, 0, DEFAULT_RULE)
    case = max(lines, key=lambda line: line.visits)
    assert not trace_case(bereft_store, case.case_id, DEFAULT_RULE).stays
    return case


@pytest.fixture(scope="module")
def late(bereft_store: Store) -> Any:
    """A case whose check-ins are all there."""
    first = MAY_27.replace(month=6, day=10)
    lines, _ = find_cases(bereft_store, None, first, ALL_THERE, 5_000, 0, DEFAULT_RULE)
    return max(lines, key=lambda line: line.visits)


@pytest.fixture(scope="module")
def venue(store: Store) -> int:
    """The venue that exposed most people while its check-ins were there."""
    return listed_venues(store, ALL_GONE, DEFAULT_RULE, None)[0].venue.venue_id


def is_told(found: Any) -> bool:
    return any("27/05/2021" in words(each) for each in find(found, css="gone-line"))


# ── exposed venues ──────────────────────────────────────────────────────────────────────────────


@every_language
def test_a_list_of_which_nothing_is_left_is_not_known_any_more(desk, view, lang) -> None:
    found = venues_tab(desk, view(tab="venues", lang=lang).but(day=ALL_GONE), None)
    told = words(found)
    assert is_told(found)
    assert text("gone.venues_unknown", lang) in told
    assert text("exposed.none", lang, day="20/05/2021") not in told
    assert one(found, "A", href=f"./?day=2021-05-20&lang={lang}")


def test_a_list_of_which_some_is_left_says_so(desk, view) -> None:
    found = venues_tab(desk, view(tab="venues", lang="en").but(day=PARTLY), None)
    assert is_told(found)
    assert len(table(found)) > 1


def test_a_list_whose_check_ins_are_all_there_says_nothing(desk, view, asked) -> None:
    for context, day in ((desk, ALL_THERE), (asked, ALL_GONE)):
        found = venues_tab(context, view(tab="venues", lang="en").but(day=day), None)
        assert "gone-line" not in str(found)


@every_language
def test_a_venue_of_which_nothing_is_left_is_not_told_to_be_calm(desk, view, venue, lang) -> None:
    found = venue_panel(desk, view(venue=venue, lang=lang).but(day=ALL_GONE), None)
    assert is_told(found)
    assert text("gone.venue_unknown", lang) in words(found)
    assert not find(found, css="good-line")


def test_a_venue_of_which_some_is_left_says_so_above_its_hours(desk, view, bereft_store) -> None:
    number = listed_venues(bereft_store, PARTLY, DEFAULT_RULE, None)[0].venue.venue_id
    found = venue_panel(desk, view(venue=number, lang="en").but(day=PARTLY), TRACER)
    assert is_told(found)
    assert find(found, "Graph", id="venue-hours")


def test_a_venue_with_an_f0_and_no_f1_left_exposed_nobody_knows_whom(
    desk, view, bereft_store, monkeypatch
) -> None:
    number = listed_venues(bereft_store, PARTLY, DEFAULT_RULE, None)[0].venue.venue_id
    left = replace(
        trace_venue(bereft_store, number, PARTLY, DEFAULT_RULE, False), people_exposed=0, met=(), onward=()
    )
    monkeypatch.setattr("callbacks.trace.venue_panel.trace_venue", lambda *_: left)
    told = words(venue_panel(desk, view(venue=number, lang="en").but(day=PARTLY), None))
    assert text("gone.f1s_unknown", "en") in told
    assert text("exposed.people", "en", 0) not in told
    assert text("gone.onward_unknown", "en") in told


@every_language
def test_a_notice_that_would_be_published_says_what_it_lacks(desk, view, bereft_store, lang) -> None:
    number = listed_venues(bereft_store, PARTLY, DEFAULT_RULE, None)[0].venue.venue_id
    trace = trace_venue(bereft_store, number, PARTLY, DEFAULT_RULE, False)
    assert is_told(notice_preview(desk, trace, view(lang=lang).but(day=PARTLY)))


def test_a_notice_of_nothing_that_is_left_is_not_nothing_to_publish(desk, view, bereft_store, venue) -> None:
    trace = trace_venue(bereft_store, venue, ALL_GONE, DEFAULT_RULE, False)
    found = notice_preview(desk, trace, view(lang="en").but(day=ALL_GONE))
    assert is_told(found)
    assert text("gone.venue_unknown", "en") in words(found)
    assert text("public_notice.none", "en") not in words(found)


# ── cases ───────────────────────────────────────────────────────────────────────────────────────


@every_language
def test_cases_without_a_stay_that_is_left_have_an_unknown_number_of_them(desk, view, early, lang) -> None:
    shown = view(lang=lang, record=str(early.case_id))
    found = cases_tab(desk, shown, None)
    assert is_told(found)
    assert table(found)[1][-1] == text("gone.cell", lang)


def test_cases_whose_check_ins_are_all_there_have_a_number_and_no_notice(desk, view, late) -> None:
    found = cases_tab(desk, view(lang="en", record=str(late.case_id)), None)
    assert not find(found, css="gone-line")
    assert table(found)[1][-1] == str(late.visits)


@every_language
def test_a_case_of_which_nothing_is_left_met_nobody_knows_whom(desk, view, early, lang) -> None:
    found = case_panel(desk, view(case=early.case_id, lang=lang), TRACER)
    told = words(found)
    assert is_told(found)
    assert text("gone.case_unknown", lang) in told
    assert text("gone.met_unknown", lang) in told
    assert text("gone.generation", lang, generation="F1") in told
    for key in ("trace.case.no_stays", "trace.people.f1_none"):
        assert text(key, lang) not in told
    assert text("trace.people.f1", lang, people="0") not in told


@every_language
def test_whom_their_f1s_met_is_not_known_either(desk, view, early, lang) -> None:
    told = words(case_panel(desk, view(case=early.case_id, lang=lang, onward=1), TRACER))
    assert text("gone.onward_met_unknown", lang) in told
    assert text("gone.generation", lang, generation="F2") in told
    assert text("trace.people.f2", lang, people="0") not in told


def test_a_case_with_stays_left_and_nobody_met_met_nobody_knows_whom(
    desk, view, late, bereft_store, monkeypatch
) -> None:
    trace = trace_case(bereft_store, late.case_id, DEFAULT_RULE)
    back = replace(trace.case, onset_day=None, first_positive_day=ALL_GONE)
    monkeypatch.setattr(case_module, "trace_case", lambda *_: replace(trace, case=back, met=()))
    told = words(case_panel(desk, view(case=late.case_id, lang="en"), TRACER))
    assert text("gone.met_unknown", "en") in told
    assert text("trace.case.met", "en", 0, imputed="0") not in told


def test_a_case_whose_check_ins_are_all_there_says_nothing(desk, view, late) -> None:
    assert not find(case_panel(desk, view(case=late.case_id, onward=1), TRACER), css="gone-line")


@every_language
def test_a_person_of_whom_nothing_is_left_was_exposed_nobody_knows_where(
    desk, view, early, store, lang
) -> None:
    person = person_code(trace_case(store, early.case_id, DEFAULT_RULE).met[0].person_id)
    found = person_panel(desk, view(person=person, lang=lang), TRACER)
    assert is_told(found)
    assert text("gone.person_unknown", lang) in words(found)
    assert text("trace.person.never", lang) not in words(found)
    assert text("trace.person.nowhere", lang) not in words(found)


@every_language
def test_a_code_that_leads_nowhere_may_be_somebody_who_was_deleted(desk, asked, view, lang) -> None:
    nobody = view(person=person_code(10**15), lang=lang)
    deleted = text("gone.person_deleted", lang)
    assert deleted in words(person_panel(desk, nobody, TRACER))
    assert deleted not in words(person_panel(asked, nobody, TRACER))


# ── network and what if ─────────────────────────────────────────────────────────────────────────


@every_language
@pytest.mark.parametrize("tracer", [None, TRACER], ids=["counts", "people"])
def test_a_network_of_which_nothing_is_left_is_not_known_any_more(desk, view, early, lang, tracer) -> None:
    found = network_tab(desk, view(tab="network", case=early.case_id, lang=lang), tracer)
    assert is_told(found)
    assert text("gone.network_unknown", lang) in words(found)


def test_a_network_of_a_place_is_told_by_the_earliest_of_its_cases(desk, view) -> None:
    early, late = ALL_GONE.replace(day=30), ALL_THERE.replace(day=10)
    shown = view(tab="network", district="222", back=28)
    assert is_told(network_tab(desk, shown.but(day=early), None))
    assert not find(network_tab(desk, shown.but(day=late), None), css="gone-line")


@every_language
def test_what_if_of_nothing_that_is_left_is_not_known_any_more(desk, view, lang) -> None:
    found = what_if_tab(desk, view(tab="what-if", lang=lang).but(day=ALL_GONE), None)
    told = words(found)
    assert is_told(found)
    assert words(one(found, css="figure")) == text("gone.unknown", lang)
    assert text("gone.people_unknown", lang) in words(one(found, css="difference"))
    for key in ("what_if.cases", "what_if.venues"):
        assert f"– {text(key, lang)}" in told
    assert one(found, "Graph", id="what-if-curve")["props"]["figure"]["data"] == []
    assert words(one(found, css="what-if-table")) == text("gone.unknown", lang)


def test_what_if_of_what_remained_says_so_beside_its_numbers(desk, view) -> None:
    found = what_if_tab(desk, view(tab="what-if", lang="en").but(day=PARTLY), None)
    assert is_told(found)
    assert one(found, "Graph", id="what-if-curve")["props"]["figure"]["data"]
    later = what_if_tab(desk, view(tab="what-if", lang="en").but(day=ALL_THERE), None)
    assert not find(later, css="gone-line")
