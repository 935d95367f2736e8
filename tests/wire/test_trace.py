"""The tracer's desk behind HTTP: its page, its links, and people for nobody who does not say who and what for."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from app import create_app
from callbacks.trace.view import TABS
from data.store import open_store
from data.tracing import looks
from data.tracing.case import trace_case
from data.tracing.person_code import person_code
from geo.exposure_rule import PRESETS
from layers.text import text
from tests.callbacks.trees import find, one, paragraphs, table, words
from tests.wire.desk import press
from tests.wire.trace import TRACER, ask, page, room

every_language = pytest.mark.parametrize("lang", ["vi", "en"])
CASE = 163
CODES = re.compile(r"\bP-[0-9A-Z]{4}")


@pytest.fixture
def desk(settings, copied_var):
    """An app on a copy of the store, whose looks a test may read."""
    app = create_app(replace(settings, var_dir=copied_var))
    yield app.server.test_client()
    app.server.extensions["dichte"].store.engine.dispose()
    app.server.extensions["dichte-desk"].intake.engine.dispose()


@pytest.fixture
def noted(settings, copied_var):
    """`noted()`: looks that came into the log of that copy, the newest first."""
    store = open_store(replace(settings, var_dir=copied_var))
    before = len(looks.recent(store, 10_000))
    yield lambda: (found := looks.recent(store, 10_000))[: len(found) - before]
    store.engine.dispose()


# ── the page ────────────────────────────────────────────────────────────────────────────────────


@every_language
def test_the_desk_has_an_address_of_its_own_in_the_language_of_the_address(lang, client, context) -> None:
    answer = client.get(f"/trace?lang={lang}")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in html
    assert context.store.settings.title(lang) in html
    assert len(re.findall(r'src="[^"]*assets/trace[^"]*\.js', html)) >= 3
    for piece in ("assets/map.js", "assets/desk.js", "gestures.js", "as_of.js", "values/", "modulepreload"):
        assert piece not in html, piece


@pytest.mark.parametrize("path", ["/", "/desk"])
def test_nothing_of_the_tracers_desk_is_loaded_elsewhere(path, client) -> None:
    html = client.get(path).get_data(as_text=True)
    assert "assets/trace" not in html
    assert ("assets/map-base.js" in html) == (path == "/")


def test_what_maps_share_is_there_before_each_of_them(client) -> None:
    for path, name in (("/", "map.js"), ("/trace", "trace_map.js")):
        html = client.get(path).get_data(as_text=True)
        assert 0 < html.index("assets/map-base.js") < html.index(f"assets/{name}")


@pytest.mark.parametrize(
    ("search", "has_charts"),
    [("", False), ("?case=163", False), ("?tab=network", True), ("?tab=what-if", True), ("?venue=9", True)],
)
def test_charts_stand_in_the_page_only_where_one_is_drawn_at_once(search, has_charts, client) -> None:
    assert ("plotly-basic" in client.get(f"/trace{search}").text.split("<footer>")[1]) == has_charts


@every_language
def test_map_and_both_desks_lead_to_each_other(lang, client) -> None:
    hrefs = {link["props"]["href"] for link in find(page(client, f"?lang={lang}"), "A")}
    assert {f"./?lang={lang}", f"desk?lang={lang}"} <= hrefs
    for url in ("/", "/desk"):
        opened = press(client, "page.children", url=url).get_json()["response"]["page"]["children"]
        assert "trace?lang=vi" in {link["props"]["href"] for link in find(opened, "A")}, url


def test_a_venue_on_the_map_leads_to_its_trace_by_the_same_definition(client) -> None:
    asked = {"venue": "9", "rule": "same_day", "lang": "en", "day": "2021-05-25"}
    card = press(client, "place.children", asked=asked).get_json()["response"]["place"]["children"]
    [link] = find(card, "A", css="to-trace")
    assert link["props"]["href"] == "trace?day=2021-05-25&tab=venues&lang=en&rule=same_day&venue=9"


@every_language
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_with_its_address_and_has_the_definition_beside(tab, lang, client) -> None:
    tree = page(client, f"?tab={tab}&lang={lang}")
    [here] = [a for a in find(tree, "A") if a["props"].get("aria-current") == "page"]
    assert words(here) == text(f"trace.tab.{tab}", lang)
    assert text("trace.rule", lang) in words(one(tree, css="rule-bar"))


def test_the_screen_is_made_of_few_components(client) -> None:
    """Dash tells all of them of every new one: with a thousand the page would stand after seconds."""
    plain = json.dumps(page(client, f"?case={CASE}&commune=07807"))
    assert plain.count('"namespace"') < 150


@pytest.mark.parametrize("path", ["/trace/", "/trace/x", "/traces"])
def test_beside_the_desk_there_is_nothing(path, client) -> None:
    assert client.get(path).status_code == 404


@every_language
def test_a_value_of_the_address_that_can_not_be_used_is_told(lang, client) -> None:
    told = words(page(client, f"?tab=x&rule=moon&case=a&lang={lang}"))
    for name, got in (("tab", "x"), ("rule", "moon"), ("case", "a")):
        assert text("notice.bad_value", lang, name=name, got=got) in told


@every_language
@pytest.mark.parametrize(
    "search", ["case=999999999", "venue=1", "person=P-0000", "case=163&venue=1&person=x"]
)
def test_what_there_is_not_is_told_beside_the_list(search, lang, client) -> None:
    tree = room(client, f"?{search}&lang={lang}", TRACER)
    panel = one(tree, css="trace-panel")
    assert len(words(find(panel, "H2")[0])) > 5
    assert len(find(tree, "Table", css="cases")) == 1


# ── people ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "tracer",
    [None, {}, "An", ["An", "x"], {"by": "An"}, {"by": "", "purpose": ""}, {"by": {}, "purpose": []}, 5],
)
@pytest.mark.parametrize(
    "search",
    [f"?case={CASE}", f"?case={CASE}&onward=1", "?tab=venues&venue=9", "?person=P-01FT", "?tab=network"],
)
def test_without_name_and_purpose_no_person_leaves_the_server(search, tracer, client) -> None:
    answer = ask(client, search, tracer)
    assert answer.status_code == 200
    assert CODES.findall(answer.get_data(as_text=True).replace("P-01FT", "")) == []


def test_the_counts_are_there_for_everybody(client, context) -> None:
    trace = trace_case(context.store, CASE, PRESETS["bac_giang"])
    assert trace is not None
    told = words(room(client, f"?case={CASE}&lang=en"))
    assert f"{len(trace.met)} people exposed" in told
    assert text("trace.people_hidden", "en") in told


def test_a_tracer_sees_who_was_met_the_longest_together_first(client, context) -> None:
    trace = trace_case(context.store, CASE, PRESETS["bac_giang"])
    assert trace is not None
    rows = table(one(room(client, f"?case={CASE}&lang=en", TRACER), "Table", css="people"))[1:]
    assert [row[0] for row in rows] == [person_code(met.person_id) for met in trace.met[: len(rows)]]
    minutes = [met.overlap_minutes for met in trace.met]
    assert minutes == sorted(minutes, reverse=True)


def test_another_definition_finds_others_and_stands_beside_them(client) -> None:
    strict, wide = (
        room(client, f"?case={CASE}&lang=en&rule={rule}")
        for rule in ("bac_giang,min_overlap_minutes=240", "same_day")
    )
    counts = [
        int(re.search(r"(\d+) (?:person|people) exposed", words(tree)).group(1)) for tree in (strict, wide)
    ]
    assert 0 < counts[0] < counts[1]
    assert "at least 240 minutes together" in words(one(strict, css="rule-bar"))


def test_every_look_at_people_is_noted_once_a_gesture(desk, noted) -> None:
    for search in (f"?case={CASE}", f"?case={CASE}&people=2", f"?case={CASE}&lang=en"):
        room(desk, search, TRACER)
    room(desk, f"?case={CASE}")
    assert [(n.by, n.purpose, n.what, n.key, n.rule) for n in noted()] == [
        (TRACER["by"], TRACER["purpose"], "case", str(CASE), "bac_giang")
    ]
    room(desk, f"?case={CASE}&onward=1", TRACER)
    room(desk, f"?case={CASE}&rule=place", TRACER)
    room(desk, f"?case={CASE}", TRACER | {"purpose": "khác"})
    assert [(n.rule, n.purpose) for n in noted()[:3]] == [
        ("bac_giang", "khác"),
        ("place", TRACER["purpose"]),
        ("bac_giang", TRACER["purpose"]),
    ]
    assert len(noted()) == 4


def test_from_a_case_to_an_f2_and_back_every_link_answers(client) -> None:
    tree = room(client, f"?case={CASE}&onward=1&lang=en", TRACER)
    person = find(one(tree, "Table", css="people"), "A", css="code")[0]["props"]["href"]
    opened = room(client, person, TRACER)
    panel = one(opened, css="trace-panel")
    assert text("trace.person.exposures", "en") in words(panel)
    [back] = [a for a in find(panel, "A") if text("trace.back_to.case", "en") in words(a)]
    assert "person=" not in back["props"]["href"]
    assert text("trace.case.number", "en", number=str(CASE)) in words(
        room(client, back["props"]["href"], TRACER)
    )
    assert paragraphs(opened)


# ── what no page of ours sends ──────────────────────────────────────────────────────────────────

NONSENSE = [
    None,
    5,
    True,
    [],
    {},
    [{"a": 1}],
    {"by": {"$gt": ""}, "purpose": {"$gt": ""}},
    {"search": {"a": 1}, "words": {"b": []}, "is_bad": "x"},
    "x" * 100_000,
    "?" + "case=1&" * 5_000,
    "?rule=" + "tail_minutes=1," * 1_000,
    "?person=%00&record=%00&case=%ff",
    {"search": "", "words": ["x"]},
]


@pytest.mark.parametrize("value", NONSENSE, ids=lambda v: repr(v)[:30])
def test_nonsense_brings_a_room_and_no_failure(value, client) -> None:
    for answer in (
        ask(client, value),
        ask(client, "", value),
        ask(client, "", None, value),
        ask(client, *[value] * 3),
    ):
        assert answer.status_code == 200
        assert CODES.findall(answer.get_data(as_text=True)) == []


@every_language
def test_no_query_makes_the_page_fail(lang, client) -> None:
    for query in ("venue=" + "9" * 5_000, "x=1&" * 5_000, "day=%ff%fe", "rule=,,,", "case[]=1"):
        assert client.get(f"/trace?lang={lang}&{query}").status_code == 200
