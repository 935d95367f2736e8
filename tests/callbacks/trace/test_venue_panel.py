"""One venue on the desk: counts for everybody, people for a tracer only, decisions by a person, a notice without one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from callbacks.trace import venue_more, venue_panel
from callbacks.trace.action_form import decide_action
from callbacks.trace.notice_form import notice_preview
from callbacks.trace.venue_hours import busiest, hours_figure, hours_of_day
from data.tracing.actions import ACTIONS
from data.tracing.notice import COLUMNS
from data.tracing.person_code import person_code
from data.tracing.refused import TracingRefused
from layers.text import text
from tests.callbacks.trace.conftest import TRACER
from tests.callbacks.trace.fake import met
from tests.callbacks.trace.fake_venue import DONE, NEWER, STUCK, TESTED, venue_trace
from tests.callbacks.trees import find, one, paragraphs, plain, table, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])
SEARCH = "?tab=venues&lang=en&venue=7"


@pytest.fixture
def panel(asked, noted, view, monkeypatch):
    """`panel(trace, tracer, **changes)`: the panel for a trace; what was asked for is in `panel.has_people`."""

    def make(trace, tracer=None, **changes):
        def given(_store, _venue, _day, _rule, has_people):
            make.has_people = has_people
            return trace

        monkeypatch.setattr(venue_panel, "trace_venue", given)
        return venue_panel.venue_panel(asked, view(tab="venues", venue=7, **changes), tracer)

    return make


@every_language
def test_figures_windows_and_next_visits_are_told_to_everybody(lang, panel) -> None:
    found = panel(venue_trace(), lang=lang)
    told = words(found)
    assert words(one(found, css="figure")) == text("exposed.people", lang, 20)
    assert text("exposed.people_imputed", lang, 5) in told
    assert text("exposed.cases_there", lang, 2) in told
    cases, inside = text("exposed.window_cases", lang, 2), text("exposed.window_visitors", lang, 31)
    assert f"08:00\u00a0– 10:30 25/05/2021: {cases}, {inside}" in told
    onward = table(one(found, "Table", css="onward-table"))
    assert onward[1][0].startswith("Nhà máy Thử")
    assert onward[1][1:] == ["4", "20:00 25/05/2021"]


@every_language
def test_without_a_tracer_no_person_is_asked_for_shown_or_noted(lang, panel, noted) -> None:
    found = panel(venue_trace(), lang=lang)
    everything = json.dumps(plain(found), ensure_ascii=False)
    assert panel.has_people is False
    assert text("trace.people_hidden", lang) in words(found)
    assert person_code(47) not in everything
    assert not [a for a in find(found, "A") if "case=" in a["props"]["href"]]
    assert noted == []


def test_a_tracer_sees_cases_and_people_and_the_look_is_noted(panel, noted) -> None:
    found = panel(venue_trace(), TRACER, lang="en")
    assert panel.has_people is True
    assert [words(a) for a in find(found, "A", css="chip")] == ["Case 12", "Case 13"]
    assert table(one(found, "Table", css="people"))[1][0] == person_code(47)
    assert [(n.act, n.what, n.key, n.rows) for n in noted] == [("look", "venue", "7", 1)]


def test_many_cases_fold_up(panel) -> None:
    found = panel(venue_trace(cases=tuple(range(40))), TRACER, lang="en")
    assert len(find(found, "A", css="chip")) == 40
    assert text("exposed.more_cases", "en", 10) in words(found)


@every_language
def test_a_venue_that_is_gone_and_one_that_is_not_exposed_say_so(lang, panel) -> None:
    assert words(panel(None, lang=lang)) == text("exposed.gone", lang, venue=7)
    calm = panel(venue_trace(windows=(), visitors=(), hours=(), cases=(), met=(), onward=()), lang=lang)
    assert text("exposed.not_exposed", lang, days="21", day="25/05/2021") in words(calm)
    assert find(calm, css="figure") == []
    assert find(calm, "Form", data_ask="trace-decide")


# ── hours ───────────────────────────────────────────────────────────────────────────────────────


def test_the_chart_and_the_table_hold_the_same_hours() -> None:
    hours = venue_trace().hours
    drawn = hours_figure(hours, "en").to_plotly_json()["data"]
    rows = table(hours_of_day(hours, "2021-05-25", "en"))[1:]
    assert [row[0] for row in rows] == [f"{at:%H:%M}" for at in drawn[0]["x"]] == ["08:00", "09:00", "10:00"]
    assert [row[1] for row in rows] == [str(n) for n in drawn[0]["y"]] == ["30", "31", "32"]
    assert [row[2] for row in rows] == [str(n) for n in drawn[1]["y"]] == ["0", "2", "4"]


def test_the_day_with_most_people_exposed_opens_first() -> None:
    assert busiest(venue_trace().hours).isoformat() == "2021-05-25"


@pytest.mark.parametrize("day", ["1999-01-01", "x", None, 5, ["2021-05-25"]])
def test_hours_of_a_day_that_is_none_are_none(day) -> None:
    assert len(table(hours_of_day(venue_trace().hours, day, "vi"))) == 1


# ── decisions ───────────────────────────────────────────────────────────────────────────────────


@every_language
def test_what_stands_who_decided_it_and_every_decision_before_are_shown(lang, panel) -> None:
    found = panel(venue_trace(), lang=lang)
    assert text("action.now", lang, action=text("action.test", lang)) in paragraphs(found)
    history = words(one(found, "Ul", css="history"))
    assert "Người Thử, 17:05 25/05/2021" in history
    assert text("action.why", lang, why=TESTED.why) in history
    none = panel(venue_trace(actions=()), lang=lang)
    assert text("action.now", lang, action=text("action.not_yet", lang)) in paragraphs(none)


@every_language
def test_the_panel_and_its_history_say_what_the_commune_said_of_each_decision(lang, panel) -> None:
    newest = replace(TESTED, action="monitor", carried_out=DONE)
    found = panel(venue_trace(actions=(newest, replace(TESTED, carried_out=STUCK))), lang=lang)
    state, note = text("action.commune.done", lang), text("action.commune.note", lang, note=DONE.note)
    now = words(one(found, "P", css="commune-said"))
    assert now == text("action.commune.on", lang, state=state, day="26/05/2021") + note
    first, second = map(words, find(one(found, "Ul", css="history"), "Li"))
    by = {"by": "Cán bộ xã", "at": "08:30 26/05/2021"}
    assert text("action.commune.by", lang, state=state, **by) in first and note in first
    assert text("action.commune.by", lang, state=text("action.commune.not_possible", lang), **by) in second
    assert note not in second


@every_language
def test_a_decision_that_the_commune_said_nothing_of_says_so_and_none_asks_for_nothing(lang, panel) -> None:
    waiting = panel(venue_trace(), lang=lang)
    assert words(one(waiting, css="commune-said")) == text("action.commune.open", lang)
    for actions in ((), (replace(TESTED, action="none"),)):
        assert find(panel(venue_trace(actions=actions), lang=lang), css="commune-said") == []


def test_the_form_offers_every_action_and_asks_why(panel) -> None:
    form = one(panel(venue_trace()), "Form", data_ask="trace-decide")
    assert [o["props"]["value"] for o in find(form, "Option")] == list(ACTIONS)
    assert form["props"]["data-fact-venue"] == "7"
    assert find(form, name="why")


@pytest.fixture
def decided(monkeypatch):
    found: list = []
    monkeypatch.setattr("callbacks.trace.action_form.decide", lambda _store, *said: found.append(said))
    return found


def test_a_decision_is_recorded_in_the_name_of_who_made_it(asked, decided) -> None:
    asked_for = {
        "venue": "7",
        "action": "close_disinfect",
        "by": " Người  Thử ",
        "why": "ổ dịch",
        "purpose": "x",
    }
    done = decide_action(asked_for, SEARCH)
    assert [said[:4] for said in decided] == [(7, "close_disinfect", "Người Thử", "ổ dịch")]
    assert done == {
        "words": text("action.done", "en", action=text("action.close_disinfect", "en")),
        "is_bad": False,
        "search": SEARCH,
    }


@pytest.mark.parametrize(
    ("asked_for", "key"),
    [
        ({"venue": "7", "action": "test", "by": " "}, "action.by_missing"),
        ({"venue": "7", "action": "burn", "by": "a"}, "action.unknown"),
        ({"venue": "x", "action": "test", "by": "a"}, "action.unknown"),
        ({"venue": {}, "action": [], "by": "a"}, "action.unknown"),
        (None, "action.by_missing"),
        ("forged", "action.by_missing"),
    ],
)
def test_what_is_no_decision_is_refused_and_nothing_is_recorded(asked, decided, asked_for, key) -> None:
    done = decide_action(asked_for, SEARCH)
    assert (decided, done["is_bad"], done["words"]) == ([], True, text(key, "en"))


def test_a_venue_that_is_not_in_the_register_is_told(asked, monkeypatch) -> None:
    def refuse(*_):
        raise TracingRefused("expected a venue")

    monkeypatch.setattr("callbacks.trace.action_form.decide", refuse)
    done = decide_action({"venue": "99", "action": "test", "by": "a"}, SEARCH)
    assert (done["is_bad"], done["words"]) == (True, text("action.no_venue", "en", venue=99))


# ── the notice ──────────────────────────────────────────────────────────────────────────────────


@every_language
def test_the_preview_holds_new_zealands_columns_and_masks_few_visitors(lang, asked, view) -> None:
    venue = venue_trace()
    found = notice_preview(asked, with_real_commune(venue, asked), view(tab="venues", venue=7, lang=lang))
    rows = table(one(found, "Table", css="notice-table"))
    assert rows[0] == list(COLUMNS)
    assert [row[1] == "Chợ Thử" for row in rows[1:]] == [False, True]
    assert "Chợ Thử" not in rows[1][1]
    assert rows[2][5:7] == ["2021-05-25T08:00:00.000+07:00", "2021-05-25T11:00:00.000+07:00"]
    assert len(find(found, "Tr", css="is-masked")) == 1
    assert text("public_notice.masked", lang, 1, fewest="10") in words(found)


def test_no_person_is_in_the_notice(asked, view) -> None:
    trace = with_real_commune(venue_trace(met=(met(),)), asked)
    found = json.dumps(plain(notice_preview(asked, trace, view(tab="venues", venue=7))))
    assert person_code(47) not in found


def with_real_commune(trace, context):
    """The venue as one of the store's own, for the preview looks its commune up."""
    from data.tracing.listed import listed_venues
    from tests.callbacks.trace.fake import MAY_25

    real = listed_venues(context.store, MAY_25, trace.rule, None)[0].venue
    return replace(trace, venue=replace(real, name="Chợ Thử"))


def test_the_notice_is_made_when_it_is_opened_first_and_only_then(asked, monkeypatch) -> None:
    monkeypatch.setattr(venue_more, "trace_venue", lambda *_, **__: venue_trace(windows=(), visitors=()))
    for clicks in (None, 0, 2, "x"):
        assert "NoUpdate" in type(venue_more.show_notice(clicks, SEARCH)).__name__
    assert words(venue_more.show_notice(1, SEARCH)) == text("public_notice.none", "en")
    assert "NoUpdate" in type(venue_more.show_notice(1, "?lang=en")).__name__


def test_the_newest_window_stands_first(panel) -> None:
    newest = words(one(panel(venue_trace()), "P", css="windows")).split("\n")
    assert newest[0].startswith("08:00")
    assert len(newest) == 2
    assert NEWER.cases == 2
