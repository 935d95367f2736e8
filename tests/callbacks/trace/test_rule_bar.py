"""The definition beside every result: its numbers, what departs from the preset, and a form that changes it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callbacks.trace.rule_bar import rule_bar
from geo.exposure_rule import LIMITS, PRESETS, ExposureRule, rule_text
from layers.rule_words import parameter_words, rule_sentence
from tests.callbacks.trees import find, one, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])


@every_language
@pytest.mark.parametrize("key", PRESETS)
def test_every_number_that_has_a_say_is_shown_in_words_and_the_whole_as_a_sentence(key, lang, view) -> None:
    bar, rule = rule_bar(view(rule=PRESETS[key], lang=lang)), PRESETS[key]
    shown = [words(item) for item in find(one(bar, "Ul"), "Li")]
    used = [n for n in LIMITS if key in ("bac_giang", "corona_warn_app") or not n.endswith("minutes")]
    used = [n for n in LIMITS if n in used or n == "longest_minutes"]
    assert shown == [parameter_words(name, rule, lang) for name in used]
    assert rule_sentence(rule, lang) in words(bar)


@every_language
def test_what_departs_from_the_preset_stands_first_and_says_what_is_usual(lang, view) -> None:
    rule = replace(ExposureRule(), display_days=14)
    bar = rule_bar(view(rule=rule, lang=lang))
    [changed] = find(bar, "Li", css="is-changed")
    assert words(changed).startswith(parameter_words("display_days", rule, lang))
    assert "21" in words(changed)
    assert words(find(bar, "Li")[0]) == words(changed)


def test_the_form_has_every_number_with_its_limits_and_what_is_usual(view) -> None:
    form = one(rule_bar(view(rule=PRESETS["same_day"])), "Form")
    assert form["props"]["data-rule"] == "same_day"
    fields = {field["props"]["name"]: field["props"] for field in find(form, "Input")}
    assert list(fields) == list(LIMITS)
    for name, (low, high) in LIMITS.items():
        assert (fields[name]["min"], fields[name]["max"]) == (str(low), str(high))
    assert [name for name, props in fields.items() if "disabled" in props] == [
        "min_overlap_minutes",
        "tail_minutes",
        "buffer_minutes",
    ]
    usual = [label["props"]["data-usual"] for label in find(form, "Label") if "data-usual" in label["props"]]
    assert usual == [str(getattr(PRESETS["same_day"], name)) for name in LIMITS]


def test_the_preset_behind_the_rule_is_chosen_in_the_list(view) -> None:
    rule = replace(PRESETS["corona_warn_app"], tail_minutes=5)
    options = find(rule_bar(view(rule=rule)), "Option")
    assert [o["props"]["value"] for o in options] == list(PRESETS)
    assert [o["props"]["value"] for o in options if "selected" in o["props"]] == ["corona_warn_app"]


def test_the_way_back_to_the_default_keeps_what_is_looked_at(view) -> None:
    looked = view(rule=PRESETS["place"], case=5, tab="venues", page=3)
    [back] = find(rule_bar(looked), "A")
    assert back["props"]["href"] == looked.search(rule=ExposureRule(), page=1)
    assert rule_text(ExposureRule()) not in back["props"]["href"]
