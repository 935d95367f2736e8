"""The ranking: order, heads that turn it, names that choose, words where nothing is known."""

from __future__ import annotations

import pytest

from callbacks.ranking import SHOWN_AT_FIRST, ranked_rows, ranking_table, sorted_rows
from data.view import SORTS
from geo.names import plain_key
from layers.render.table import Row
from layers.text import text
from tests.callbacks.conftest import PEAK, QUANG_CHAU, VIET_YEN
from tests.callbacks.trees import find, table, words


@pytest.fixture
def ranking(context, look):
    """The whole table of a view."""
    return lambda **changes: ranking_table(context, look(**changes), shows_all=True)


def codes(tree) -> list[str]:
    return [button["props"]["data-commune"] for button in find(tree, "Button", css="place-link")]


def row(name: str, value: float | None, new_cases: float | None = 0.0) -> Row:
    state = "no_report" if value is None else "value"
    return Row(None, name, name, "", value, state, {"new_cases": new_cases, "cases_7d": None})


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_quang_chau_leads_at_the_peak_and_the_table_has_every_commune_once(lang, ranking) -> None:
    shown = codes(ranking(layer="new_cases", day=PEAK, lang=lang))
    assert shown[0] == QUANG_CHAU
    assert len(shown) == len(set(shown)) == 209


@pytest.mark.parametrize(
    ("sort", "names"), [("-value", "bacd"), ("value", "cabd"), ("name", "abcd"), ("-name", "dcba")]
)
def test_rows_are_sorted_either_way_with_the_unknown_last(sort, names) -> None:
    rows = (row("a", 2), row("b", 3), row("c", 0), row("d", None))
    assert "".join(each.name for each in sorted_rows(rows, sort)) == names


@pytest.mark.parametrize(("layer", "is_marked"), [("new_cases", False), ("checkins", True)])
def test_a_ranking_by_a_simulated_quantity_says_so(layer, is_marked, ranking) -> None:
    assert bool(find(ranking(layer=layer), "Em", css="simulated")) is is_marked


def test_a_column_of_cases_sorts_by_cases() -> None:
    rows = (row("a", 1, 5), row("b", 2, None), row("c", 3, 7))
    assert [each.name for each in sorted_rows(rows, "-new_cases")] == ["c", "a", "b"]
    assert [each.name for each in sorted_rows(rows, "new_cases")] == ["a", "c", "b"]


@pytest.mark.parametrize("sort", SORTS)
def test_no_sort_loses_a_commune(sort, ranking) -> None:
    assert len(set(codes(ranking(sort=sort, layer="symptomatic_share_7d")))) == 209


def test_names_are_sorted_as_in_vietnamese(ranking, context) -> None:
    names = {c.code: c.name for c in context.store.cube().units.communes}
    first_letters = [plain_key(names[code])[0] for code in codes(ranking(sort="name"))]
    assert first_letters == sorted(first_letters)


@pytest.mark.parametrize("sort", SORTS)
def test_one_head_says_how_the_table_is_sorted(sort, ranking) -> None:
    told = [
        head["props"]["aria-sort"]
        for head in find(ranking(sort=sort, layer="checkins"), "Th")
        if "aria-sort" in head["props"]
    ]
    wanted = "descending" if sort.startswith("-") else "ascending"
    assert sorted(told) == sorted(["none"] * 3 + [wanted])


@pytest.mark.parametrize(
    ("now", "press", "then"), [("-value", 0, "value"), ("value", 0, "-value"), ("-value", 1, "-new_cases")]
)
def test_pressing_a_head_turns_the_order_or_starts_with_the_largest(now, press, then, ranking) -> None:
    figures = [
        b["props"]["data-sort"]
        for b in find(ranking(sort=now, layer="checkins"), "Button")
        if "data-sort" in b["props"]
    ][1:]
    assert figures[press] == then


def test_names_start_with_the_first_letter(ranking) -> None:
    heads = [
        b["props"]["data-sort"] for b in find(ranking(sort="-value"), "Button") if "data-sort" in b["props"]
    ]
    assert heads[0] == "name"


@pytest.mark.parametrize(("lang", "words_"), [("vi", "209"), ("en", "209")])
def test_the_table_starts_with_the_first_ten_and_a_button_for_the_rest(
    lang, words_, context, look, ranking
) -> None:
    view = look(lang=lang)
    first = ranking_table(context, view)
    [more] = find(first, "Button", data_act="more")
    assert SHOWN_AT_FIRST == 10
    assert codes(first) == codes(ranking(lang=lang))[:10]
    assert (more["props"]["aria-expanded"], words_ in words(more)) == ("false", True)


def test_the_whole_table_can_be_shut_again(ranking) -> None:
    [fewer] = find(ranking(), "Button", data_act="more")
    assert fewer["props"]["aria-expanded"] == "true"


def test_the_chosen_commune_stands_in_the_short_table_too(context, look, ranking) -> None:
    last = codes(ranking(day=PEAK))[-1]
    assert codes(ranking_table(context, look(day=PEAK, commune=last))) == [
        *codes(ranking(day=PEAK))[:10],
        last,
    ]


def test_the_chosen_commune_is_marked(ranking) -> None:
    [chosen] = find(ranking(commune=QUANG_CHAU), "Tr", aria_current="true")
    assert codes(chosen) == [QUANG_CHAU]
    assert find(ranking(), "Tr", aria_current="true") == []


def test_a_district_leaves_the_others_out(ranking, context) -> None:
    inside = {c.code for c in context.store.cube().units.communes if c.district_code == VIET_YEN}
    assert set(codes(ranking(district=VIET_YEN))) == inside


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_is_not_known_is_a_word_and_has_no_rank(lang, ranking, context, look) -> None:
    view = look(layer="declarations_per_1k", day=PEAK, lang=lang)
    unknown = {f"{r.name}{r.district}": r.state for r in ranked_rows(context, view) if r.state != "value"}
    assert unknown
    for rank, name, value, *_ in table(ranking_table(context, view, shows_all=True))[1:]:
        assert (rank == "") == (name in unknown)
        if name in unknown:
            assert value == text(f"state.{unknown[name]}", lang)


def test_a_hidden_commune_shows_no_case_figures(ranking, context, look) -> None:
    view = look(layer="symptomatic_share_7d", day=PEAK)
    hidden = {f"{r.name}{r.district}" for r in ranked_rows(context, view) if r.state == "suppressed"}
    rows = [cells for cells in table(ranking_table(context, view, shows_all=True))[1:] if cells[1] in hidden]
    assert all(cells[3:] == ["–", "–"] for cells in rows)


@pytest.mark.parametrize(("layer", "heads"), [("new_cases", 4), ("checkins", 5)])
def test_new_cases_do_not_stand_twice(layer, heads, ranking) -> None:
    assert len(table(ranking(layer=layer))[0]) == heads


def test_the_ranking_is_one_component_however_many_its_rows(ranking) -> None:
    [part] = ranking()
    assert "data-still" in part.to_plotly_json()["props"]
    assert getattr(part, "children", None) is None


def test_every_row_names_its_commune_as_a_row_head(ranking) -> None:
    heads = find(ranking(), "Th", scope="row")
    assert len(heads) == 209
    assert all(words(head) for head in heads)
