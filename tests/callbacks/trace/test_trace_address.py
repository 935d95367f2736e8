"""The address of the tracer's desk: everything looked at stands in it, and what can't be used is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from callbacks.trace.view import PANELS, TABS, TraceView, read_trace
from data.view import BadValue
from geo.exposure_rule import PRESETS, ExposureRule

DAY = date(2021, 5, 25)
CHANGES = [
    {},
    {"tab": "what-if", "lang": "en"},
    {"rule": PRESETS["same_day"]},
    {"rule": replace(ExposureRule(), min_overlap_minutes=15, tail_minutes=0)},
    {"first": date(2021, 5, 8), "last": date(2021, 5, 20), "page": 3},
    {"district": "222", "commune": "07807", "record": "BN 5321/a?&=,"},
    {"case": 2**53 - 1, "venue": 0, "person": "P-01FB", "onward": 1, "people": 2},
    {"sort": "-people_exposed", "visits": 5, "back": 14, "generations": 1},
]


@pytest.mark.parametrize("changes", CHANGES, ids=lambda c: ",".join(c) or "plain")
def test_a_view_comes_back_from_its_own_address(changes, context) -> None:
    view = TraceView(DAY, **changes)
    assert read_trace(view.search(), context.choices()) == (view, ())


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("tab", "admin"),
        ("lang", "fr"),
        ("rule", "bac_giang,tail_minutes=999"),
        ("rule", "tail_minutes=0"),
        ("rule", "same_day,tail_within_stay=1"),
        ("day", "2021-13-01"),
        ("day", "1999-01-01"),
        ("day", "20210525"),
        ("from", "hôm qua"),
        ("district", "999"),
        ("commune", "1"),
        ("case", "-1"),
        ("case", "٣"),
        ("venue", "9" * 40),
        ("person", "<script>"),
        ("person", "P" * 41),
        ("onward", "2"),
        ("page", "0"),
        ("people", "1e3"),
        ("sort", "A; drop"),
        ("record", "x" * 81),
        ("record", "a\x00b"),
        ("visits", "201"),
        ("back", "29"),
        ("generations", "3"),
    ],
)
def test_a_value_that_can_not_be_used_falls_back_and_is_told(name, given, context) -> None:
    view, bad = read_trace(f"?{name}={given}", context.choices())
    assert view == TraceView(context.choices().default_day)
    assert bad == (BadValue(name, given[:60]),)


@pytest.mark.parametrize("search", [None, 5, [], {}, "", "?", "?x=1", "?case=", "&&&"])
def test_what_says_nothing_is_the_opening_view(search, context) -> None:
    assert read_trace(search, context.choices()) == (TraceView(context.choices().default_day), ())


def test_the_last_thing_opened_is_on_top(view) -> None:
    assert view().panel == ""
    assert [view(**dict.fromkeys(PANELS[: n + 1], "1")).panel for n in range(3)] == list(PANELS)


def test_the_first_tab_is_the_one_without_a_name_in_the_address(view) -> None:
    assert "tab" not in view(tab=TABS[0]).search()
