"""A case on the desk: what is known, where it was, whom it met; people only for a tracer."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from callbacks.trace import case_panel, case_people
from callbacks.trace.stays import stays_part
from callbacks.trace.time_line import time_line
from callbacks.trace.trace_map import Stop, trace_map
from data.tracing.answers import OnwardTrace
from data.tracing.person_code import person_code
from geo.exposure_rule import PRESETS, ExposureRule
from layers.text import text
from tests.callbacks.trace.conftest import TRACER
from tests.callbacks.trace.fake import FACTORY, MARKET, MAY_20, at, case_line, case_trace, met, stay
from tests.callbacks.trees import find, one, table, words

CODE = person_code(47)
every_language = pytest.mark.parametrize("lang", ["vi", "en"])


@pytest.fixture
def panel(asked, noted, view, monkeypatch):
    """`panel(trace, tracer, **changes)`: the panel for a trace."""

    def make(trace, tracer=None, **changes):
        monkeypatch.setattr(case_panel, "trace_case", lambda *_: trace)
        return case_panel.case_panel(asked, view(case=12, **changes), tracer)

    return make


@every_language
def test_the_facts_are_told_and_what_is_unknown_is_said_in_words(lang, panel) -> None:
    known = words(panel(case_trace(), lang=lang))
    assert "BN-5321" in known
    assert "25/05/2021" in known
    assert text("trace.case.since_onset", lang, days="3") in known
    unknown = case_trace(case=case_line(onset_day=None, isolated_at=None))
    told = words(panel(unknown, lang=lang))
    for key in ("onset_unknown", "isolation_unknown"):
        assert text(f"trace.case.{key}", lang) in told
    assert text("trace.case.since_positive", lang, days="3") in told
    assert text("trace.case.until_unknown", lang, days="1") in told


@every_language
def test_a_case_that_never_infected_and_one_without_stays_say_so(lang, panel) -> None:
    never = words(panel(case_trace(begin=0, until=0, stays=(), met=()), lang=lang))
    assert text("trace.case.never_infectious", lang) in never
    assert text("trace.case.no_stays", lang) in never


@every_language
def test_a_case_that_there_is_not_is_told_with_a_way_to_the_list(lang, panel) -> None:
    found = panel(None, lang=lang)
    assert text("trace.case.not_found", lang, number="12") in words(found)
    assert "case=" not in find(found, "A")[0]["props"]["href"]


def test_only_what_is_simulated_is_marked_so(panel) -> None:
    assert find(panel(case_trace()), "Em", css="simulated") == []
    assert len(find(panel(case_trace(case=case_line(is_simulated=True))), "Em", css="simulated")) == 1


def test_the_stays_are_a_table_with_estimates_marked_in_words(asked, view) -> None:
    rows = table(stays_part(asked, case_trace(), view(lang="en")))
    assert rows[0] == ["No.", "Venue", "In", "Out", "Exposing until", "People exposed"]
    assert rows[1][2:] == ["08:00 20/05/2021", "10:00 20/05/2021", "10:30 20/05/2021", "3"]
    assert rows[2][3] == "06:00 21/05/2021" + text("trace.imputed", "en")


@every_language
def test_without_a_tracer_no_person_is_in_the_panel_and_the_reason_is(lang, panel, noted) -> None:
    found = panel(case_trace(), lang=lang)
    assert text("trace.people_hidden", lang) in words(found)
    assert CODE not in json.dumps(words(found))
    assert "person=" not in json.dumps([a["props"]["href"] for a in find(found, "A")])
    assert noted == []


def test_a_tracer_sees_people_by_pseudonym_with_minutes_and_records_and_the_look_is_noted(
    panel, noted
) -> None:
    also = met(48, case_id=31, is_imputed=True, overlap_minutes=20, longest_minutes=20, records=())
    people = table(one(panel(case_trace(met=(met(), also)), TRACER, lang="en"), "Table", css="people"))
    assert people[1][:2] == [CODE, "90" + text("trace.people.longest", "en", minutes="60")]
    assert people[1][4:] == ["Chợ Thử", "not yet", "qr-checkins: Q-1"]
    assert people[2][1] == "20" + text("trace.imputed", "en")
    assert people[2][5:] == ["Case 31", "–"]
    assert [(n.by, n.purpose, n.act, n.what, n.key, n.rule, n.rows) for n in noted] == [
        (TRACER.by, TRACER.purpose, "look", "case", "12", "bac_giang", 2)
    ]


def test_turning_a_page_is_the_same_look_and_another_definition_or_f2_is_a_new_one(
    panel, noted, monkeypatch
) -> None:
    many = case_trace(met=tuple(met(n) for n in range(60)))
    panel(many, TRACER)
    panel(many, TRACER, people=2, lang="en")
    assert len(noted) == 1
    panel(many, TRACER, rule=PRESETS["same_day"])
    onward = OnwardTrace((met(generation=2),), 60, 5, ExposureRule())
    monkeypatch.setattr(case_people, "trace_onward", lambda *_: onward)
    panel(many, TRACER, onward=1)
    assert [(n.rule, n.rows) for n in noted] == [("bac_giang", 60), ("same_day", 60), ("bac_giang", 1)]


def test_a_look_that_can_not_be_noted_is_noted_when_it_is_tried_again(panel, monkeypatch) -> None:
    def busy(*_):
        raise RuntimeError("busy")

    monkeypatch.setattr("data.tracing.looks.note", busy)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            panel(case_trace(), TRACER)


@every_language
def test_f2s_are_reckoned_only_when_they_are_asked_for(lang, panel, monkeypatch) -> None:
    monkeypatch.setattr(case_people, "trace_onward", None)
    assert text("trace.people.ask_f2", lang) in words(panel(case_trace(), lang=lang))
    none = OnwardTrace((), 1, 0, ExposureRule())
    monkeypatch.setattr(case_people, "trace_onward", lambda *_: none)
    told = words(panel(case_trace(), lang=lang, onward=1))
    assert text("trace.people.f2_none", lang, asked="1", with_visits="0", days="21") in told


def test_minutes_of_an_f2_with_many_f1s_at_once_are_the_longest_first(panel, monkeypatch) -> None:
    onward = OnwardTrace(
        (met(generation=2, overlap_minutes=5692, longest_minutes=567),), 60, 60, ExposureRule()
    )
    monkeypatch.setattr(case_people, "trace_onward", lambda *_: onward)
    people = table(one(panel(case_trace(), TRACER, lang="en", onward=1), "Table", css="people"))
    assert people[0][1] == text("trace.people.minutes_f2", "en")
    assert people[1][1] == "567" + text("trace.people.sum", "en", minutes="5,692")


# ── the time line ───────────────────────────────────────────────────────────────────────────────


def bars(rule: ExposureRule = PRESETS["bac_giang"], css: str = "stay"):
    trace = case_trace()
    line = one(time_line(trace.stays, (trace.begin, trace.until), rule, "en"), css="day-lines")
    return find(line, css=css)


def test_a_stay_over_midnight_stands_on_both_days_and_an_estimate_is_hatched() -> None:
    found = bars()
    assert [b["props"]["children"] for b in found] == ["1", "2", "2"]
    overnight = [b["props"]["style"] for b in found if "is-imputed" in b["props"]["className"]]
    assert overnight[0] == {"left": "91.67%", "width": "8.33%"}
    assert overnight[1] == {"left": "0.00%", "width": "25.00%"}


def test_every_bar_says_what_it_stands_for_and_leads_to_its_row() -> None:
    bar = bars()[0]["props"]
    assert bar["aria-label"] == bar["title"] == "1. Chợ Thử, 08:00\u00a0– 10:00 20/05/2021"
    assert bar["data-row"] == "stay-1"
    assert text("trace.imputed", "en") in bars()[1]["props"]["title"]


def test_the_tail_is_drawn_only_where_the_definition_has_one() -> None:
    assert len(bars(css="tail")) == 2
    assert bars(PRESETS["same_day"], "tail") == []


def test_days_run_from_the_period_or_the_first_stay_to_the_end_of_either() -> None:
    line = time_line(
        (stay(begin=at(MAY_20, 23.5), hours=2),), (at(MAY_20, 0), at(MAY_20, 23.9)), ExposureRule(), "vi"
    )
    assert [words(d) for d in find(line, css="day-label")] == ["20/05", "21/05"]


# ── the map ─────────────────────────────────────────────────────────────────────────────────────


@every_language
def test_the_map_gets_venues_with_a_point_and_counts_the_others(lang, asked) -> None:
    room = trace_map(asked, [Stop(MARKET, "1", "stay-1"), Stop(FACTORY, "2", "stay-2")], lang, True)
    host = one(room, css="trace-map")["props"]
    assert json.loads(host["data-stops"]) == [
        {"venue": "7", "at": [106.1, 21.2], "mark": "1", "row": "stay-1"}
    ]
    assert text("trace.map.missing", lang, 1) in words(room)
    assert host["data-no-webgl"] == text("trace.map.no_webgl", lang)


def test_a_venue_far_from_the_province_is_not_drawn(asked, monkeypatch) -> None:
    monkeypatch.setattr("callbacks.trace.trace_map.venues_outside", lambda *_: frozenset([7]))
    room = trace_map(asked, [Stop(replace(MARKET), "1", "stay-1")], "en", True)
    assert find(room, css="trace-map") == []
    assert text("trace.map.missing", "en", 1) in words(room)
