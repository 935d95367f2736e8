"""One contract for every layer: label, unit, source, legend, the looks of what is not known, notices, both languages."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from data.cells import State
from data.store import Store
from data.view import LANGUAGES, View
from layers import AREA_LAYERS, LAYERS, OVERLAYS
from layers.areas import class_matrix
from layers.base import LATE, NO_REPORT, SUPPRESSED, Layer
from layers.text import text

every_layer = pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.key)
every_area = pytest.mark.parametrize("layer", AREA_LAYERS, ids=lambda layer: layer.key)
every_language = pytest.mark.parametrize("lang", LANGUAGES)


def view_of(layer: Layer, store: Store, lang: str = "vi", **changes: object) -> View:
    days = store.cube().days
    area = layer.key if layer in AREA_LAYERS else AREA_LAYERS[0].key
    return View(area, days[24], days[0], days[-1], overlays=tuple(o.key for o in OVERLAYS), lang=lang).but(
        **changes
    )


def test_layer_keys_are_unique() -> None:
    assert len({layer.key for layer in LAYERS}) == len(LAYERS)


@every_layer
@every_language
def test_every_layer_names_itself_its_unit_and_its_source(layer: Layer, lang: str) -> None:
    words = {name: text(f"layer.{layer.key}.{name}", lang) for name in ("label", "unit", "source")}
    assert all(words.values())


@every_layer
@every_language
def test_every_layer_draws_a_legend_that_says_whether_it_is_simulated(
    layer: Layer, lang: str, store: Store
) -> None:
    legend = layer.draw(layer, store, view_of(layer, store, lang)).legend
    assert legend.title == text(f"layer.{layer.key}.label", lang)
    # Of the embedded outbreak the cases are real, and outlines are nobody's simulation.
    assert legend.is_simulated is (layer.group != "cases" and layer.key != "districts")


@every_area
@every_language
def test_every_area_layer_shows_zero_no_report_late_and_hidden_as_four_looks(
    layer: Layer, lang: str, store: Store
) -> None:
    classes = layer.draw(layer, store, view_of(layer, store, lang)).legend.classes
    looks = [(c.colour, c.pattern) for c in classes if c.pattern or c.label == "0"]
    assert len(looks) == len(set(looks)) == 4
    assert len({c.label for c in classes}) == len(classes)


@every_area
def test_every_area_layer_has_a_class_for_every_cell(layer: Layer, store: Store) -> None:
    series = layer.series(store)
    assert layer.scale is not None
    classes = class_matrix(series, layer.scale)
    known = series.states == State.VALUE
    assert classes.shape == series.values.shape == (len(series.days), len(store.cube().units.communes))
    assert (classes[known] < len(layer.scale.colours)).all()
    assert ((classes == 0) == (known & (series.values == 0))).all()
    for state, code in ((State.NO_REPORT, NO_REPORT), (State.LATE, LATE), (State.SUPPRESSED, SUPPRESSED)):
        assert ((classes == code) == (series.states == state)).all()


@every_area
def test_no_area_layer_has_a_value_where_nothing_is_known(layer: Layer, store: Store) -> None:
    series = layer.series(store)
    assert (np.isnan(series.values) == (series.states != State.VALUE)).all()


@every_area
def test_one_scale_holds_on_every_day(layer: Layer, store: Store) -> None:
    first, last = store.cube().days[0], store.cube().days[-1]
    legends = [layer.draw(layer, store, view_of(layer, store, day=day)).legend for day in (first, last)]
    assert legends[0] == legends[1]


@every_area
def test_every_area_layer_counts_the_communes_that_say_nothing(layer: Layer, store: Store) -> None:
    view = view_of(layer, store)
    drawn = layer.draw(layer, store, view)
    assert drawn.areas is not None
    told = sum(notice.count or 0 for notice in drawn.notices)
    assert told == int((drawn.areas.states != State.VALUE).sum())


@every_area
def test_the_greys_of_a_scale_fall_from_class_to_class(layer: Layer) -> None:
    assert layer.scale is not None
    greys = [_grey(colour) for colour in layer.scale.colours]
    assert greys == sorted(greys, reverse=True)
    assert min(a - b for a, b in pairwise(greys)) > 3


def _grey(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
