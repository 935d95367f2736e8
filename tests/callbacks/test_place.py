"""The card: province, district or commune in words, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from callbacks.place import place_card
from data.cells import State
from layers import area_layer
from layers.text import text
from tests.callbacks.conftest import PEAK, QUANG_CHAU, VIET_YEN
from tests.callbacks.trees import find, paragraphs, words

FIRST = date(2021, 4, 29)


@pytest.fixture
def card(context, look):
    return lambda **changes: place_card(context, look(**changes))


def heading(card) -> str:
    return words(find(card, "H2")[0])


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("vi", ["351 ca mới", "Từ 29/04/2021 đến 13/07/2021: 5.649 ca."]),
        ("en", ["351 new cases", "29/04/2021 to 13/07/2021: 5,649 cases."]),
    ],
)
def test_the_province_at_its_peak(lang, lines, card) -> None:
    assert set(lines) <= set(paragraphs(card(day=PEAK, lang=lang)))


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            "Of these, 6 of this day are in no known commune. 63 rows (161 cases) could not be placed in a commune. See",
        ),
        ("vi", "63 dòng (161 ca) chưa xác định được xã"),
    ],
)
def test_the_province_says_what_could_not_be_placed(lang, told, card) -> None:
    assert any(told in line for line in paragraphs(card(day=PEAK, lang=lang)))
    assert len(find(card(day=PEAK, lang=lang), "Button", data_panel="held")) == 1


@pytest.mark.parametrize("where", [{"district": VIET_YEN}, {"commune": QUANG_CHAU}])
def test_only_the_province_counts_what_could_not_be_placed(where, card) -> None:
    assert find(card(day=PEAK, **where), "Button", data_panel="held") == []


@pytest.mark.parametrize(("lang", "name"), [("vi", "Toàn tỉnh"), ("en", "Whole province")])
def test_nothing_chosen_is_the_province(lang, name, card) -> None:
    assert heading(card(lang=lang)) == name
    assert find(card(lang=lang), css="back") == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_commune_is_named_with_district_code_people_and_area(lang, card) -> None:
    shown = card(commune=QUANG_CHAU, lang=lang)
    assert heading(shown) == "Xã Quang Châu"
    facts = words(find(shown, css="facts")[0])
    people = {"vi": "13.769", "en": "13,769"}[lang]
    assert all(
        part in facts for part in ("Huyện Việt Yên", QUANG_CHAU, people, {"vi": "9,0", "en": "9.0"}[lang])
    )


@pytest.mark.parametrize(("district", "words_"), [(None, "← Whole province"), (VIET_YEN, "← Huyện Việt Yên")])
def test_a_commune_leads_back_to_what_was_looked_at_before(district, words_, card) -> None:
    [back] = find(card(commune=QUANG_CHAU, district=district, lang="en"), "Button", css="back")
    assert (words(back), back["props"]["data-commune"]) == (words_, "")


def test_a_district_is_named(card) -> None:
    assert heading(card(district=VIET_YEN)) == "Huyện Việt Yên"


@pytest.mark.parametrize(
    ("day", "direction", "told"),
    [
        (date(2021, 5, 25), "up", "up 106 on the day before."),
        (date(2021, 5, 26), "down", "down 1"),
        (date(2021, 7, 13), "same", "the same as the day before."),
    ],
)
def test_a_commune_says_how_it_changed_in_words_and_an_arrow(day, direction, told, card) -> None:
    shown = card(commune=QUANG_CHAU, day=day, lang="en")
    [arrow] = find(shown, "Span", css="arrow")
    assert direction in arrow["props"]["className"].split()
    assert arrow["props"]["aria-hidden"] == "true"
    assert any(told in line for line in paragraphs(shown))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_first_day_has_no_day_before_and_no_week(lang, card) -> None:
    told = {text("place.no_day_before", lang), text("place.week_incomplete", lang)}
    assert told <= set(paragraphs(card(day=FIRST, lang=lang)))


@pytest.mark.parametrize(
    ("layer", "label"), [("declarations_per_1k", "Health declarations"), ("checkins", "QR check-ins")]
)
def test_a_commune_says_the_value_of_another_layer_and_that_it_is_simulated(layer, label, card) -> None:
    [metric] = find(card(commune=QUANG_CHAU, layer=layer, lang="en"), css="metric")
    assert words(metric).startswith(f"{label}: ")
    assert words(find(metric, "Em")[0]) == "simulated"


@pytest.mark.parametrize("layer", ["new_cases", "cases_7d_per_100k"])
def test_cases_are_not_said_twice(layer, card) -> None:
    assert find(card(commune=QUANG_CHAU, layer=layer), css="metric") == []


def test_a_missing_report_is_a_sentence_and_no_zero(context, card) -> None:
    series = area_layer("declarations_per_1k").series(context.store)
    for state, told in (
        (State.NO_REPORT, "No report for this day."),
        (State.LATE, "The report for this day is due and not in."),
    ):
        rows, columns = (series.states == state).nonzero()
        assert len(rows) > 0
        commune = context.store.cube().units.communes[columns[0]]
        shown = card(layer="declarations_per_1k", day=series.days[rows[0]], commune=commune.code, lang="en")
        assert words(find(find(shown, css="metric"), "Strong")[0]) == told


def test_a_hidden_share_is_told_as_hidden(context, card) -> None:
    series = area_layer("symptomatic_share_7d").series(context.store)
    rows, columns = (series.states == State.SUPPRESSED).nonzero()
    commune = context.store.cube().units.communes[columns[0]]
    shown = card(layer="symptomatic_share_7d", day=series.days[rows[0]], commune=commune.code, lang="en")
    assert words(find(find(shown, css="metric"), "Strong")[0]) == "Hidden: fewer than 10 declarations."


def test_a_range_of_one_day_counts_that_day(card) -> None:
    shown = card(commune=QUANG_CHAU, day=PEAK, first=PEAK, last=PEAK, lang="en")
    assert "25/05/2021 to 25/05/2021: 181 cases." in paragraphs(shown)


def test_a_single_case_is_singular_in_english(context, card) -> None:
    series = context.store.cube().measures["new_cases"]
    rows, columns = (series.values == 1).nonzero()
    commune = context.store.cube().units.communes[columns[0]]
    shown = card(commune=commune.code, day=series.days[rows[0]], lang="en")
    assert words(find(shown, css="figure")[0]) == "1 new case"
