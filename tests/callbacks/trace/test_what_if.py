"""What if: numbers and words for a definition that is tried, the curve, and the share that nobody sees."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from callbacks.trace import what_if_tab
from callbacks.trace.what_if_chart import curve_figure, curve_table
from callbacks.trace.what_if_numbers import Numbers, numbers
from callbacks.trace.what_if_result import difference, result
from callbacks.trace.what_if_sliders import SLIDERS, facts_of, slider
from geo.exposure_rule import LIMITS, PRESETS, ExposureRule, rule_text
from layers.text import number, text
from tests.callbacks.trace.fake_venue import what_if
from tests.callbacks.trees import find, one, paragraphs, table, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])
STRICT, SAME_DAY = ExposureRule(min_overlap_minutes=30), PRESETS["same_day"]


@every_language
def test_the_difference_to_the_default_is_told_in_words(lang) -> None:
    assert difference(what_if(STRICT), 588, lang) == text("what_if.more", lang, 312)
    assert difference(what_if(STRICT), 1000, lang) == text("what_if.fewer", lang, 100)
    assert difference(what_if(STRICT), 900, lang) == text("what_if.same", lang)
    assert difference(what_if(), 900, lang) == text("what_if.is_default", lang)


def test_more_people_in_vietnamese_read_as_asked_for() -> None:
    assert difference(what_if(STRICT), 588, "vi") == "nhiều hơn 312 người so với mặc định"


@every_language
def test_people_cases_venues_and_estimates_stand_there(lang, view) -> None:
    told = words(result(Numbers(what_if(STRICT), 900), view(lang=lang, rule=STRICT)))
    assert text("what_if.people_one", lang, 900) in told
    assert text("what_if.imputed", lang, 90, percent="10") in told
    assert f"40 {text('what_if.cases', lang)}" in told
    assert f"7 {text('what_if.venues', lang)}" in told


@every_language
def test_the_share_of_check_ins_stands_with_its_assumption_and_a_warning(lang, view) -> None:
    told = words(result(Numbers(what_if(), 900), view(lang=lang, visits=35)))
    assert f"{number(2.5, lang, 1)} % " in told
    assert number(3.5, lang, 1) in told
    assert text("what_if.caution", lang) in told


@pytest.mark.parametrize(
    ("checkins", "visits", "shown"),
    [(0, 1000, "0.00 %"), (1, 10**6, "under 0.01 %"), (5, 10**4, "0.05 %"), (500, 1000, "50.0 %")],
)
def test_a_small_share_is_not_read_as_none(view, checkins, visits, shown) -> None:
    found = result(Numbers(what_if(checkins=checkins, estimated_visits=visits), 900), view(lang="en"))
    assert words(one(one(found, css="blindness"), "Strong")) == shown


@every_language
@pytest.mark.parametrize(
    ("visits", "key"), [(None, "what_if.share_unknown"), (0, "what_if.share_unknown"), (10, "what_if.over")]
)
def test_an_assumption_that_can_not_be_is_said(lang, view, visits, key) -> None:
    told = paragraphs(result(Numbers(what_if(estimated_visits=visits), 900), view(lang=lang)))
    assert text(key, lang) in told
    assert text("what_if.caution", lang) in told


def test_applying_puts_the_rule_into_the_address_and_the_default_leads_back(view) -> None:
    links = find(result(Numbers(what_if(STRICT), 900), view(tab="what-if", rule=STRICT, visits=35)), "A")
    assert [a["props"]["href"] for a in links] == [
        "?day=2021-05-25&tab=what-if&rule=bac_giang,min_overlap_minutes%3D30&visits=35",
        "?day=2021-05-25&tab=what-if&visits=35",
    ]
    assert len(find(result(Numbers(what_if(), 900), view()), "A")) == 1


# ── the curve ───────────────────────────────────────────────────────────────────────────────────


@every_language
def test_the_curve_marks_what_is_tried_and_the_default(lang) -> None:
    figure = curve_figure(Numbers(what_if(STRICT), 0), lang)
    assert figure["data"][0]["y"][29] == 700
    assert [shape["x0"] for shape in figure["layout"]["shapes"]] == [30, 10]
    told = [each["text"] for each in figure["layout"]["annotations"]]
    assert told == [text("what_if.now", lang, n=30), text("what_if.default", lang, n=10)]
    assert len(curve_figure(Numbers(what_if(), 0), lang)["layout"]["shapes"]) == 1
    json.dumps(figure)


@every_language
def test_a_definition_without_overlap_has_no_curve_and_says_so(lang) -> None:
    found = Numbers(what_if(SAME_DAY), 0)
    assert curve_figure(found, lang)["data"] == []
    assert words(curve_table(found, lang)) == text("what_if.curve_none", lang)


def test_the_table_holds_every_fifth_minute_and_the_one_that_is_tried() -> None:
    rows = table(curve_table(Numbers(what_if(ExposureRule(min_overlap_minutes=12)), 0), "en"))[1:]
    assert [row[0] for row in rows][:5] == ["1", "5", "10", "12", "15"]
    assert rows[3] == ["12", "880"]


# ── sliders ─────────────────────────────────────────────────────────────────────────────────────


def written(facts) -> str:
    """A rule as assets/trace_what_if.js writes it."""
    changed = [f"{n}={facts['values'][n]}" for n in facts["usual"] if facts["values"][n] != facts["usual"][n]]
    return ",".join([facts["preset"], *changed])


@pytest.mark.parametrize(
    "rule",
    [
        *PRESETS.values(),
        STRICT,
        ExposureRule(onward_days=3, tail_minutes=0),
        replace(SAME_DAY, display_days=7),
    ],
)
def test_what_the_browser_is_told_is_enough_to_write_the_rule(rule) -> None:
    assert written(facts_of(rule)) == rule_text(rule)


@every_language
def test_each_slider_stands_at_the_rule_has_a_name_and_says_its_unit(lang, view) -> None:
    for name in SLIDERS:
        found = slider(name, view(lang=lang, rule=STRICT, visits=35))
        value = 35 if name == "visits" else getattr(STRICT, name)
        assert one(found, "Slider")["props"]["value"] == value
        assert found.to_plotly_json()["props"]["data-label"] == text(f"what_if.{name}", lang)
    shown = words(one(slider("visits", view(lang=lang, visits=35)), "Output"))
    assert shown.startswith(number(3.5, lang, 1))


def test_a_value_beyond_the_slider_is_within_its_reach_and_what_is_not_used_is_disabled(view) -> None:
    far = view(rule=ExposureRule(min_overlap_minutes=LIMITS["min_overlap_minutes"][1], tail_minutes=33))
    assert one(slider("min_overlap_minutes", far), "Slider")["props"]["max"] == 240
    assert one(slider("tail_minutes", far), "Slider")["props"]["step"] == 1
    same_day = view(rule=SAME_DAY)
    assert one(slider("tail_minutes", same_day), "Slider")["props"]["disabled"] is True
    assert one(slider("imputed_percent", same_day), "Slider")["props"]["disabled"] is False


# ── on the built outbreak ───────────────────────────────────────────────────────────────────────


def test_a_stricter_rule_exposes_fewer_and_the_curve_agrees(asked, view) -> None:
    usual, strict = numbers(asked, view()), numbers(asked, view(rule=STRICT))
    assert usual.found.people_exposed == usual.usual == strict.usual
    assert 0 < strict.found.people_exposed < strict.usual
    assert dict(usual.found.curve)[30] == strict.found.people_exposed


def test_a_place_is_compared_with_itself(asked, view) -> None:
    whole, part = (numbers(asked, view(rule=STRICT, district=each)) for each in (None, "222"))
    assert 0 < part.usual < whole.usual


@every_language
def test_the_tab_stands_with_sliders_numbers_and_curve(lang, asked, view) -> None:
    found = what_if_tab.what_if_tab(asked, view(tab="what-if", lang=lang), None)
    assert len(find(found, "Slider")) == len(SLIDERS)
    assert one(found, "Graph", id="what-if-curve")
    assert len(find(found, "Button")) == len(PRESETS)
    assert text("what_if.caution", lang) in words(found)
