"""Cards of the map for readers with fewer rights: held rows are not listed, and no link leads where they may not go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callbacks.legend import legend
from callbacks.place import place_card
from data.access.rights import Right
from layers.text import text
from tests.callbacks.test_held_and_venue import exposed as exposed
from tests.callbacks.trees import find, plain, words


@pytest.fixture
def reader(context):
    return lambda *rights: replace(context, rights=frozenset(rights))


def links(tree) -> set[str]:
    return {str(node["props"].get("href")).partition("?")[0] for node in find(plain(tree), "A")}


def test_held_rows_are_a_sentence_to_who_may_not_read_them(reader, look) -> None:
    told = words(place_card(reader(Right.MAP), look(panel="held", lang="en")))
    assert text("held.no_right", "en") in told and "Ba Đồn" not in told


def test_the_list_of_held_rows_leads_to_the_desk_for_who_may_work_there(reader, look) -> None:
    held = look(panel="held")
    assert "desk" in links(place_card(reader(Right.HELD, Right.DESK), held))
    assert "desk" not in links(place_card(reader(Right.HELD), held))


def test_the_count_of_held_rows_has_a_button_for_who_may_read_them(reader, look) -> None:
    for rights, is_there in (((Right.MAP,), False), ((Right.MAP, Right.HELD), True)):
        for card in (place_card, legend):
            button = find(plain(card(reader(*rights), look())), "Button", data_panel="held")
            assert bool(button) is is_there


def test_a_venue_leads_to_the_tracers_desk_for_a_tracer_alone(context, look, exposed) -> None:
    venue = look(venue=exposed["venue_id"])
    assert "trace" in links(place_card(context, venue))
    assert "trace" not in links(place_card(replace(context, rights=frozenset({Right.MAP})), venue))
