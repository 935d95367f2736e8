"""Layers: which one colours the communes, eyes and opacity, the legend that follows, and what is held back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.screen import BROWSER, LAYER, OPENING

pytestmark = BROWSER

LABELS = {
    "new_cases": "Ca mới trong ngày",
    "declarations_per_1k": "Tờ khai y tế",
    "symptomatic_share_7d": "Tờ khai có triệu chứng",
    "checkins": "Lượt check-in QR",
}


def test_each_layer_brings_its_own_classes_and_legend(screen, truth):
    screen.open()
    for layer, label in LABELS.items():
        screen.choose_layer(layer)
        expect(screen.legend.locator("strong").first).to_have_text(label)
        assert screen.classes() == truth.classes(layer, OPENING)
        screen.wait_for_address(layer=layer)


def test_communes_without_a_value_are_hatched_and_others_are_plain(screen, truth):
    screen.open("?layer=declarations_per_1k&show=areas")
    classes = truth.classes("declarations_per_1k", OPENING)
    assert any(c > 250 for c in classes.values())
    for state in {c for c in classes.values() if c > 250}:
        lights = lights_within(screen, truth.widest(n for n, c in classes.items() if c == state))
        assert max(lights) - min(lights) > 30, "a pattern has light and dark"
    lights = lights_within(screen, truth.widest(n for n, c in classes.items() if c <= 250))
    assert max(lights) - min(lights) < 3


def lights_within(screen, place):
    """How light the map is at points around the middle of a commune."""
    lon, lat = place
    steps = [n * 0.0015 for n in range(-4, 5)]
    return [sum(screen.pixel((lon + dx, lat + dy))) / 3 for dx in steps for dy in steps]


@pytest.mark.parametrize(
    "eye, layers",
    [("areas", ["areas"]), ("venues", ["venues"]), ("districts", ["district-lines", "district-names"])],
)
def test_a_shut_eye_hides_its_layer_and_an_open_one_shows_it(screen, eye, layers):
    screen.open()
    for is_open in (False, True):
        screen.eye(eye).click()
        expect(screen.eye(eye)).to_be_checked(checked=is_open)
        wanted = [layers, "visible" if is_open else "none"]
        screen.page.wait_for_function(
            "([ids, how]) => ids.every(id => window.dichteMap.map.getLayoutProperty(id, 'visibility') === how)",
            arg=wanted,
        )


def test_the_legend_names_only_what_is_on_the_map(screen):
    screen.open()
    names = screen.legend.locator("strong")
    expect(names).to_have_text(["Ca bệnh 7 ngày", "Địa điểm phơi nhiễm"])
    screen.eye("venues").click()
    expect(names).to_have_text(["Ca bệnh 7 ngày"])
    screen.wait_for_address(show="areas,districts")
    screen.eye("areas").click()
    expect(names).to_have_count(0)
    screen.wait_for_address(show="districts")


@pytest.mark.parametrize(
    "slider, name, layer, paint",
    [
        ("opacity", "opacity", "areas", "fill-opacity"),
        ("venue-opacity", "venue_opacity", "venues", "circle-opacity"),
    ],
)
def test_opacity_reaches_the_map_and_the_address(screen, slider, name, layer, paint):
    screen.open()
    thumb = screen.page.locator(f"#{slider} [role=slider]")
    thumb.focus()
    screen.page.keyboard.press("Home")
    screen.page.wait_for_function(f"() => window.dichteMap.map.getPaintProperty('{layer}', '{paint}') === 0")
    screen.wait_for_address(**{name: "0"})
    screen.page.keyboard.press("End")
    screen.page.wait_for_function(f"() => window.dichteMap.map.getPaintProperty('{layer}', '{paint}') === 1")
    screen.wait_for_address(**{name: "100"})


def test_the_held_rows_open_as_a_list_with_a_reason_each(screen, truth):
    screen.open()
    before = screen.classes()
    screen.legend.get_by_role("button", name="Xem").click()
    rows = screen.card.locator(".held-table tbody tr")
    expect(rows).to_have_count(63)
    reasons = screen.card.locator(".held-table td:nth-child(2) .under").all_text_contents()
    assert len([words for words in reasons if len(words) > 20]) == 63
    assert sum(int(n) for n in screen.card.locator(".held-table td.number").all_text_contents()) == 161
    screen.wait_for_address(panel="held")
    assert screen.classes() == before == truth.classes(LAYER, OPENING)
    screen.card.get_by_role("button", name="Toàn tỉnh").click()
    expect(screen.figure).to_have_text("351")
    screen.wait_for_address(panel="")


def test_the_source_and_the_time_of_the_numbers_are_one_click_away(screen, truth):
    screen.open()
    screen.legend.get_by_text("Nguồn và thời điểm số liệu").click()
    expect(screen.legend.get_by_text(truth.cube.snapshot.id)).to_be_visible()
    expect(screen.legend.get_by_text("An toàn COVID")).to_be_visible()
