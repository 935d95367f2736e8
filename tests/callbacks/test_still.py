"""Still parts: plain HTML as one component, and nothing else."""

from __future__ import annotations

import json

import pytest
from dash import dcc, html

from callbacks.still import plain, still
from tests.callbacks.trees import find, words


def tree(*children):
    return json.loads(still(*children).to_plotly_json()["props"]["data-still"])


def test_elements_have_the_names_and_attributes_of_html() -> None:
    link = html.A(["a", html.B("b")], href="?x", className="c", id="i", **{"data-trace": "go"})
    assert tree(link) == [
        ["a", {"href": "?x", "class": "c", "id": "i", "data-trace": "go"}, ["a", ["b", {}, ["b"]]]]
    ]


def test_what_is_false_or_nothing_is_left_out_and_what_is_true_has_no_value() -> None:
    assert tree(html.Option("x", selected=True), html.Option("y", selected=False), None) == [
        ["option", {"selected": ""}, ["x"]],
        ["option", {}, ["y"]],
        "",
    ]


def test_a_style_is_one_text_and_a_field_needs_no_component() -> None:
    assert tree(html.I(style={"left": "1%", "width": "2%"})) == [["i", {"style": "left:1%;width:2%"}, []]]
    assert tree(plain("input", type="number", disabled=False, min=0)) == [
        ["input", {"type": "number", "min": "0"}, []]
    ]


def test_a_still_part_in_another_is_a_part_of_it() -> None:
    assert tree(html.P(still(html.B("x")))) == [["p", {}, [["div", {"class": "still"}, [["b", {}, ["x"]]]]]]]


@pytest.mark.parametrize("alive", [dcc.Input(), dcc.Graph(), html.P(dcc.Store(id="x")), object(), {"a": 1}])
def test_what_is_no_plain_html_is_refused(alive) -> None:
    with pytest.raises(TypeError, match="expected plain HTML"):
        still(alive)


def test_tests_look_into_still_parts() -> None:
    part = html.Section(still(html.H2("Một"), html.P(["hai ", html.A("ba", href="?")], className="small")))
    assert words(part) == "Mộthai ba"
    assert find(part, "A", href="?")[0]["props"]["children"] == ["ba"]
    assert len(find(part, css="small")) == 1
