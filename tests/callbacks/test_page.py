"""The page, header, layer cards, timeline and charts as trees, in both languages."""

from __future__ import annotations

from collections import Counter
from datetime import date
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import select

from callbacks import ids
from callbacks.charts import curve_figure, histogram_figure, marked_events, place_metric
from callbacks.context import EYES
from callbacks.header import EXPORTS, header, search_options
from callbacks.layer_cards import layer_cards
from callbacks.page import page, shell
from callbacks.scene import scene
from data import schema
from data.events import load_events
from data.view import BadValue, View, from_query
from layers import AREA_LAYERS, area_layer
from layers.text import text
from tests.callbacks.conftest import PEAK, QUANG_CHAU, VIET_YEN
from tests.callbacks.trees import find, one, plain, walk, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])
CHOSEN = {"layer": "checkins", "day": date(2021, 6, 1), "district": VIET_YEN, "commune": QUANG_CHAU}


@pytest.fixture
def whole(context, look):
    return lambda bad=(), **changes: plain(page(context, look(**changes), bad))


@every_language
def test_no_id_stands_twice_on_the_page(lang, whole) -> None:
    found = [node["props"]["id"] for node in walk(whole(lang=lang)) if "id" in node["props"]]
    assert len(found) == len(set(found)) > 15


def test_every_id_that_python_knows_is_on_the_page(whole) -> None:
    here = {node["props"].get("id") for node in walk([*whole(), *plain([shell()])])}
    known = {value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)}
    assert known | {ids.eye(key) for key in EYES} <= here


@every_language
def test_every_button_says_what_it_does(lang, whole) -> None:
    for button in find(whole(lang=lang, **CHOSEN), "Button"):
        assert words(button).strip() or button["props"].get("aria-label"), button
        assert any(name.startswith("data-") for name in button["props"]), button


def test_the_two_languages_have_the_same_tree(whole) -> None:
    vi, en = (
        Counter((n["type"], n["props"].get("id")) for n in walk(whole(lang=lang, **CHOSEN)))
        for lang in ("vi", "en")
    )
    assert vi == en


def test_every_area_of_the_page_is_told_in_the_language_of_the_page(whole) -> None:
    labels = [
        {
            node["props"].get("aria-label")
            for node in walk(whole(lang=lang))
            if node["props"].get("aria-label")
        }
        for lang in ("vi", "en")
    ]
    assert labels[0] & labels[1] == set()


@every_language
def test_a_bad_value_is_told_and_can_be_dismissed(lang, whole) -> None:
    [notice] = find(whole((BadValue("layer", "<b>x</b>"),), lang=lang), css="notice")
    assert words(one(notice, "Span")) == text("notice.bad_value", lang, name="layer", got="<b>x</b>")
    assert len(find(notice, "Button", data_act="dismiss")) == 1


def test_the_shell_holds_the_address_and_an_empty_page() -> None:
    assert [node["props"]["id"] for node in walk(plain([shell()])) if "id" in node["props"]] == [
        ids.URL,
        ids.PAGE,
    ]


def test_the_page_remembers_what_is_chosen(whole) -> None:
    chosen = one(whole(commune=QUANG_CHAU), "Store", id=ids.CHOSEN)["props"]["data"]
    assert chosen == {"commune": QUANG_CHAU, "venue": "", "panel": ""}


# ── header ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("lang", "day"), [("vi", "Thứ Ba 25/05/2021"), ("en", "Tuesday 25/05/2021")])
def test_the_header_names_title_and_day(lang, day, context, look) -> None:
    tree = header(context, look(lang=lang, day=PEAK))
    assert words(one(tree, "H1")) == context.store.settings.title(lang)
    assert words(one(tree, css="day-shown")) == day


@every_language
def test_the_other_language_shows_the_same_view(lang, context, look) -> None:
    view = look(lang=lang, **CHOSEN)
    link = one(header(context, view), "A", id="other-language")["props"]
    other = {"vi": "en", "en": "vi"}[lang]
    found, bad = from_query(dict(parse_qsl(link["href"].removeprefix("?"))), context.choices())
    assert (found, bad, link["lang"]) == (view.but(lang=other), (), other)


@every_language
def test_every_download_is_of_this_view(lang, context, look) -> None:
    view = look(lang=lang, **CHOSEN)
    links = [n["props"] for n in find(header(context, view), "A") if "data-export" in n["props"]]
    assert [link["data-export"] for link in links] == list(EXPORTS)
    for link in links:
        path, _, query = link["href"].partition("?")
        assert path == f"export/{link['data-export']}"
        assert from_query(dict(parse_qsl(query)), context.choices()) == (view, ())


def test_a_commune_is_found_with_and_without_its_marks_and_its_kind(context) -> None:
    option = next(each for each in search_options(context) if each["value"] == QUANG_CHAU)
    for typed in ("Quang Châu", "quang chau", "Xã Quang Châu", "xa quang chau", "Quang Châu, Việt Yên"):
        assert typed in option["search"]


def test_the_search_offers_every_commune_once(context) -> None:
    assert len({option["value"] for option in search_options(context)}) == len(search_options(context)) == 209


# ── layers ──────────────────────────────────────────────────────────────────────────────────────


@every_language
def test_every_layer_can_be_chosen_by_its_label(lang, context, look) -> None:
    options = one(layer_cards(context, look(lang=lang)), id=ids.LAYER)["props"]["options"]
    assert [option["value"] for option in options] == [layer.key for layer in AREA_LAYERS]
    for option, layer in zip(options, AREA_LAYERS, strict=True):
        assert words(option["label"]).startswith(text(f"layer.{layer.key}.label", lang))
        assert (text("screen.simulated", lang) in words(option["label"])) is layer.is_simulated(context.store)


def test_the_scene_has_as_many_colours_as_each_scale(context, look) -> None:
    layers = scene(context, look())["layers"]
    assert {key: facts["colours"] for key, facts in layers.items()} == {
        layer.key: list(layer.scale.colours) for layer in AREA_LAYERS
    }


def test_the_scene_names_every_kind_of_venue_there_is(context, look) -> None:
    with context.store.read() as connection:
        kinds = set(connection.execute(select(schema.venue_type.c.venue_type)).scalars())
    for lang in ("vi", "en"):
        assert set(scene(context, look(lang=lang))["words"]["venue_types"]) == kinds


def test_the_scene_holds_no_value_and_changes_with_the_language_alone(context, look) -> None:
    assert scene(context, look()) == scene(context, look(**CHOSEN))
    assert scene(context, look()) != scene(context, look(lang="en"))


# ── charts ──────────────────────────────────────────────────────────────────────────────────────


def at(figure, trace: int, day: date) -> float:
    return float(figure.data[trace].y[list(figure.data[trace].x).index(day)])


@pytest.mark.parametrize(("where", "cases"), [({}, 351), ({"commune": QUANG_CHAU}, 181)])
def test_the_curve_has_the_new_cases_of_the_place(where, cases, context, look) -> None:
    assert at(curve_figure(context, look(**where)), 0, PEAK) == cases


def test_the_line_of_the_curve_is_the_mean_of_seven_days(context, look) -> None:
    assert at(curve_figure(context, look(commune=QUANG_CHAU)), 1, PEAK) == pytest.approx(427 / 7)


@pytest.mark.parametrize("layer", [layer.key for layer in AREA_LAYERS])
def test_the_histogram_of_a_commune_is_its_row_on_the_map(layer, context, look) -> None:
    view = look(layer=layer, commune=QUANG_CHAU)
    _, values = place_metric(context, view)
    series = area_layer(layer).series(context.store)
    column = context.store.cube().units.position(QUANG_CHAU)
    assert plain([float(v) for v in values]) == plain([float(v) for v in series.values[:, column]])


@pytest.mark.parametrize("layer", [layer.key for layer in AREA_LAYERS])
@pytest.mark.parametrize("where", [{}, {"district": VIET_YEN}])
def test_the_histogram_of_many_communes_lies_within_theirs(layer, where, context, look) -> None:
    view = look(layer=layer, **where)
    days, values = place_metric(context, view)
    assert len(days) == len(values) == len(histogram_figure(context, view).data[0].y)
    if layer not in ("new_cases", "checkins"):
        columns = context.store.cube().units.columns(view.district)
        of_communes = area_layer(layer).series(context.store).values[days.index(PEAK), columns]
        known = [value for value in of_communes if value == value]
        assert min(known) <= values[days.index(PEAK)] <= max(known)


@every_language
def test_every_event_in_the_range_is_marked_on_both_charts_and_told_in_words(
    lang, context, look, whole
) -> None:
    view: View = look(lang=lang)
    with context.store.read() as connection:
        events = load_events(connection)
    assert [event for _, event in marked_events(context, view)] == list(events) != []
    for figure in (curve_figure(context, view), histogram_figure(context, view)):
        assert len(figure.layout.shapes) == len(figure.layout.annotations) == len(events)
    told = " ".join(words(node) for node in find(find(whole(lang=lang), css="events"), "Li"))
    assert all(text(f"event.{event.key}", lang) in told for event in events)


@pytest.mark.parametrize(("lang", "separators"), [("vi", ",."), ("en", ".,")])
def test_charts_write_numbers_as_the_language_does(lang, separators, context, look) -> None:
    assert curve_figure(context, look(lang=lang)).layout.separators == separators
