"""What lies outside a scope is told as a count, and small counts not exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callbacks.trace.filters import filters
from callbacks.trace.places import within
from callbacks.trace.scope_words import not_here, withheld_line, withheld_words
from data.access.sight import PUBLIC, WHOLE, Sight
from data.tracing.answers import Withheld
from tests.callbacks.trees import words


@pytest.mark.parametrize(
    ("withheld", "told"),
    [
        (Withheld(12, 8), "12 người và 8 địa điểm ngoài địa bàn của bạn: không hiện."),
        (Withheld(12, 3), "12 người và dưới 5 địa điểm ngoài địa bàn của bạn: không hiện."),
        (Withheld(4, 0), "dưới 5 người ngoài địa bàn của bạn: không hiện."),
        (Withheld(0, 5), "5 địa điểm ngoài địa bàn của bạn: không hiện."),
    ],
)
def test_what_is_withheld_is_one_sentence(withheld, told) -> None:
    assert withheld_words(withheld, "vi") == told


def test_from_one_to_four_sound_alike() -> None:
    assert len({withheld_words(Withheld(n, n), "en") for n in (1, 2, 3, 4)}) == 1


def test_nothing_is_said_where_nothing_is_withheld() -> None:
    assert withheld_line(Withheld(), "vi") == []


def test_who_sees_the_province_is_not_told_of_an_outside() -> None:
    assert not_here(WHOLE, "Không có.", "vi") == "Không có."
    assert not_here(PUBLIC, "Không có.", "vi").startswith("Không có. Cũng có thể ở ngoài địa bàn")


def test_places_to_choose_are_those_of_the_scope(context, view) -> None:
    units = context.plain.units
    chosen = units.communes[3]
    districts, communes = within(units, Sight(frozenset([chosen.unit_id])))
    assert communes == (chosen,) and [d.code for d in districts] == [chosen.district_code]
    assert within(units, WHOLE) == (units.districts, units.communes)


def test_lists_of_places_offer_all_of_my_communes_in_place_of_the_province(context, view) -> None:
    unit = context.plain.units.communes[3].unit_id
    mine = replace(context, store=context.store.seen_by(Sight(frozenset([unit]))))
    assert "Cả địa bàn của tôi" in str(filters(mine, view()))
    assert "Cả địa bàn của tôi" not in words(filters(context, view()))
