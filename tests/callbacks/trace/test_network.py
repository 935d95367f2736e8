"""Contact networks: drawn by generation the same way every time, and the same as a table; people for a tracer only."""

from __future__ import annotations

import json

import numpy as np
import pytest

from callbacks.trace import network_seeds, network_tab
from callbacks.trace.network_chart import columns, network_figure, pale_contacts
from callbacks.trace.network_layout import angles, main_sources, positions, ring_radii
from callbacks.trace.network_looks import LOOKS, legend, thickness
from callbacks.trace.network_seeds import MOST_SEEDS, seeds_of
from data.tracing.answers import Network, Node
from data.tracing.person_code import person_code
from geo.exposure_rule import ExposureRule
from layers.text import text
from tests.callbacks.trace.conftest import TRACER
from tests.callbacks.trace.fake import MAY_25, case_line
from tests.callbacks.trace.fake_venue import network
from tests.callbacks.trees import find, one, plain, table, words

every_language = pytest.mark.parametrize("lang", ["vi", "en"])


@pytest.fixture
def tab(asked, noted, view, monkeypatch):
    """`tab(network(), tracer, case=12)`: the tab for a network that begins with case 12."""

    def make(found, tracer=None, case=12, **changes):
        monkeypatch.setattr(network_tab, "network", lambda *_: found)
        monkeypatch.setattr(network_seeds, "one_case", lambda *_: case_line() if case == 12 else None)
        return network_tab.network_tab(asked, view(tab="network", case=case, **changes), tracer)

    return make


# ── the layout ──────────────────────────────────────────────────────────────────────────────────


def test_everybody_hangs_on_whoever_exposed_them_longest() -> None:
    generation, ends, minutes = columns(network())
    assert main_sources(generation, ends[:, 0], ends[:, 1], minutes).tolist() == [-1, 0, 0, 2]


def test_equal_minutes_hang_on_the_first_of_them() -> None:
    generation = np.array([0, 0, 1])
    sources = np.array([1, 0])
    assert main_sources(generation, sources, np.array([2, 2]), np.array([5, 5])).tolist() == [-1, -1, 0]


def test_generations_stand_on_rings_outwards_and_a_single_case_in_the_middle() -> None:
    generation, ends, minutes = columns(network())
    x, y = positions(generation, main_sources(generation, ends[:, 0], ends[:, 1], minutes))
    radius = np.hypot(x, y)
    assert radius[0] == 0
    assert radius[1] == pytest.approx(radius[2])
    assert 0 < radius[1] < radius[3] <= 1.001


def test_somebody_stands_in_the_direction_of_their_own() -> None:
    generation, parent = np.array([0, 0, 1, 1, 1]), np.array([-1, -1, 0, 0, 1])
    found = angles(generation, parent)
    assert found[0] == pytest.approx((found[2] + found[3]) / 2)
    assert found[1] == pytest.approx(found[4])
    assert len(set(found[2:].round(6).tolist())) == 3


def test_families_do_not_mix_whatever_the_order_of_the_people() -> None:
    generation = np.array([1, 0, 1, 0, 1, 1])
    parent = np.array([1, -1, 3, -1, 1, 3])
    order = np.argsort(angles(generation, parent)[[0, 2, 4, 5]])
    families = parent[[0, 2, 4, 5]][order]
    assert (np.diff(families) != 0).sum() == 1


def test_two_thousand_people_stand_apart_within_the_circle_and_alike_every_time() -> None:
    random = np.random.default_rng(1)
    generation = np.repeat([0, 1, 2], [300, 900, 800])
    parent = np.full(2000, -1)
    parent[300:1200] = random.integers(0, 300, 900)
    parent[1200:] = random.integers(300, 1200, 800)
    first, second = positions(generation, parent), positions(generation, parent)
    assert np.array_equal(first, second)
    assert np.hypot(*first).max() < 1.2
    assert len({(x, y) for x, y in np.round(np.column_stack(first), 4).tolist()}) == 2000


def test_nobody_and_one_generation_are_drawn_without_a_fault() -> None:
    empty = np.empty(0, dtype=np.int64)
    assert positions(empty, empty)[0].size == 0
    assert ring_radii(np.array([5, 0, 0]))[0] == 1
    assert network_figure(Network((Node(1, 0, 12),), (), 0, ExposureRule()), "vi").data


# ── the drawing ─────────────────────────────────────────────────────────────────────────────────


@every_language
def test_shapes_and_colours_tell_generations_and_widths_minutes(lang) -> None:
    traces = network_figure(network(), lang).to_plotly_json()["data"]
    people = [t for t in traces if t["mode"] == "markers"]
    assert [t["marker"]["symbol"] for t in people] == ["square", "circle", "diamond"]
    assert len({(symbol, colour) for symbol, colour, _ in LOOKS}) == 3
    lines = {t["name"]: t for t in traces if t["mode"] == "lines"}
    assert text("network.minutes_over", lang, low=480) in lines
    assert lines[text("network.minutes_over", lang, low=480)]["line"]["width"] == 4.0
    assert text("network.others", lang) in lines
    told = words(legend(network(), lang))
    assert all(
        part in told
        for part in ("◆ F0 (1)", "● F1 (2)", "■ F2 (1)", text("network.minutes_under", lang, high=30))
    )


def test_every_contact_is_drawn_once_pale_or_not() -> None:
    lines = [trace for trace in network_figure(network(), "en").data if trace.mode == "lines"]
    drawn = sum(len(line.x) // 3 for line in lines)
    assert drawn == len(network().edges)
    assert pale_contacts(network()) == 1


def test_classes_of_minutes_hold_their_lower_end() -> None:
    assert thickness(np.array([0, 29, 30, 119, 120, 480])).tolist() == [0, 0, 1, 1, 2, 3]


def test_hovering_tells_the_pseudonym_and_never_a_number_of_the_store() -> None:
    told = json.dumps(network_figure(network(), "en").to_plotly_json()["data"], default=list)
    assert person_code(3) in told
    assert "case 31" in told
    assert '"person_id"' not in told


# ── the tab ─────────────────────────────────────────────────────────────────────────────────────


@every_language
def test_without_a_tracer_there_are_counts_by_generation_and_nobody(lang, tab, noted) -> None:
    found = tab(network(), lang=lang)
    everything = json.dumps(plain(found), ensure_ascii=False)
    assert text("trace.people_hidden", lang) in words(found)
    rows = table(found)
    assert rows[1:] == [["F0", "1", "1"], ["F1", "2", "1"], ["F2", "1", "0"]]
    assert not [n for n in (1, 2, 3, 4) if person_code(n) in everything]
    assert find(found, "Graph") == []
    assert noted == []


def test_a_tracer_sees_the_drawing_and_the_same_contacts_as_a_table_and_it_is_noted(tab, noted) -> None:
    found = tab(network(), TRACER, lang="en")
    assert len(find(found, "Graph")) == 1
    label = one(found, role="img")["props"]["aria-label"]
    assert "4 people, 4 contacts" in label
    rows = table(one(found, "Table", css="edge-table"))
    assert rows[1] == [person_code(1), person_code(3), "500", "09:00 20/05/2021", "2"]
    assert [row[2] for row in rows[1:]] == ["500", "90", "40", "10"]
    assert [(n.what, n.key, n.rows) for n in noted] == [("network", "12", 4)]


@pytest.mark.parametrize(
    ("sort", "minutes"), [("minutes", ["10", "40", "90", "500"]), ("first_at", ["90", "500", "10", "40"])]
)
def test_the_table_is_sorted_as_asked(tab, sort, minutes) -> None:
    rows = table(one(tab(network(), TRACER, sort=sort), "Table", css="edge-table"))
    assert [row[2] for row in rows[1:]] == minutes


@every_language
def test_who_is_left_out_is_said(lang, tab) -> None:
    told = words(tab(network(left_out=17), lang=lang))
    assert text("network.left_out", lang, 17, most="2.000" if lang == "vi" else "2,000") in told


@every_language
def test_nothing_to_begin_with_says_what_to_do(lang, asked, view, tab) -> None:
    whole = network_tab.network_tab(asked, view(tab="network", lang=lang), None)
    assert text("network.no_place", lang) in words(whole)
    gone = tab(network(), case=99, lang=lang)
    assert text("network.none", lang) in words(gone)
    assert "tab=" not in find(one(gone, css="empty"), "A")[0]["props"]["href"]


# ── where it begins ─────────────────────────────────────────────────────────────────────────────


def test_cases_of_a_place_are_those_of_the_days_in_view(asked, view) -> None:
    week, day = (seeds_of(asked, view(commune="07807", back=n, lang="en")) for n in (7, 1))
    assert len(week.case_ids) == week.all_cases > day.all_cases > 0
    assert set(day.case_ids) < set(week.case_ids)
    assert "19/05/2021 – 25/05/2021" in week.words
    assert week.key == "07807 2021-05-19 2021-05-25"


def test_of_too_many_cases_the_newest_are_taken_and_that_is_said(asked, view, monkeypatch) -> None:
    everything = seeds_of(asked, view(district="222", back=28))
    monkeypatch.setattr(network_seeds, "MOST_SEEDS", 5)
    few = seeds_of(asked, view(district="222", back=28))
    assert few.all_cases == everything.all_cases > MOST_SEEDS
    assert few.case_ids == everything.case_ids[-5:]


def test_the_whole_province_is_no_beginning(asked, view) -> None:
    assert seeds_of(asked, view()).case_ids == ()
    assert seeds_of(asked, view(case=10**9)).case_ids == ()
    assert MAY_25.isoformat() in seeds_of(asked, view(commune="07807")).key
