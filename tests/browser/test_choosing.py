"""Choosing a district, a commune, a venue: by filter, by search, on the map, in the ranking."""

from __future__ import annotations

import json
import unicodedata

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.screen import BROWSER, LAYER, OPENING

pytestmark = BROWSER


def test_a_district_greys_the_others_narrows_the_ranking_and_fills_the_map(screen, truth):
    screen.open("?show=areas")
    zoom = screen.map("map.getZoom()")
    screen.show_all_rows()
    expect(screen.ranking.locator("tbody tr")).to_have_count(209)
    screen.choose_district("Sơn Động")
    code, members = truth.district("Sơn Động"), truth.members("Sơn Động")
    expect(screen.ranking.locator("tbody tr")).to_have_count(len(members))
    assert set(screen.names()) == members
    expect(screen.heading).to_have_text("Huyện Sơn Động")
    screen.wait_for_map_at_rest()
    assert screen.map("map.getZoom()") > zoom + 0.5
    assert greyed(screen) == {d.code for d in truth.cube.units.districts} - {code}
    clear_district(screen)
    expect(screen.ranking.locator("tbody tr")).to_have_count(209)
    expect(screen.heading).to_have_text("Toàn tỉnh")
    screen.wait_for_map_at_rest()
    assert screen.map("map.getZoom()") == pytest.approx(zoom, abs=0.15)
    assert greyed(screen) == set()


def greyed(screen) -> set[str]:
    """Districts whose communes lie under the grey of what is outside the filter."""
    ids = {c.unit_id: c.district_code for c in screen.truth.cube.units.communes}
    state = "arg.filter(id => map.getFeatureState({ source: 'communes', id }).o)"
    return {ids[n] for n in screen.map(state, [int(n) for n in ids])}


def clear_district(screen) -> None:
    screen.page.locator(".field", has=screen.page.locator("#district")).get_by_label("Bỏ chọn").click()


@pytest.mark.parametrize("words", ["quang chau", "Quang Châu", "xã quang châu"])
def test_search_finds_a_commune_with_and_without_tone_marks(screen, truth, words):
    screen.open()
    screen.search(words)
    expect(screen.heading).to_have_text("Xã Quang Châu")
    expect(screen.figure).to_have_text("181")
    screen.wait_for_address(commune=truth.commune("Quang Châu", "Việt Yên"))
    screen.wait_for_outline(truth.commune("Quang Châu", "Việt Yên"))
    expect(screen.ranking.locator("tr[aria-current]")).to_contain_text("Quang Châu")


def test_a_search_without_a_result_says_so(screen):
    screen.open()
    screen.page.locator("#search").click()
    expect(screen.page.locator("input.dash-dropdown-search")).to_be_focused()
    screen.page.keyboard.type("paris")
    expect(screen.page.locator(".dash-dropdown-content")).to_contain_text("Không tìm thấy")


def test_a_click_on_a_commune_opens_its_card_and_outlines_it(screen, truth):
    screen.open("?show=areas")
    code = truth.commune("Vân Sơn", "Sơn Động")
    screen.click_map(truth.point(code))
    expect(screen.heading).to_have_text("Xã Vân Sơn")
    expect(screen.card.locator(".facts")).to_contain_text(code)
    screen.wait_for_address(commune=code)
    screen.wait_for_outline(code)
    screen.card.get_by_role("button", name="Toàn tỉnh").click()
    expect(screen.heading).to_have_text("Toàn tỉnh")
    screen.wait_for_outline()
    screen.wait_for_address(commune="")


def test_the_pointer_on_a_commune_tells_its_name_and_value(screen, truth):
    screen.open("?show=areas")
    screen.page.mouse.move(*screen.point(truth.point(truth.commune("Quang Châu", "Việt Yên"))))
    tooltip = screen.page.locator("#map-tooltip")
    expect(tooltip).to_be_visible()
    expect(tooltip).to_contain_text("Quang Châu")
    expect(tooltip).to_contain_text("3.101,2 ca trong 7 ngày trên 100.000 dân")
    expect(tooltip).not_to_contain_text("mô phỏng")


def test_the_pointer_on_a_simulated_value_says_that_it_is_simulated(screen, truth):
    screen.open("?layer=checkins&show=areas")
    screen.page.mouse.move(*screen.point(truth.point(truth.commune("Quang Châu", "Việt Yên"))))
    expect(screen.page.locator("#map-tooltip")).to_contain_text("mô phỏng")


def exposed_venue(screen, truth) -> tuple[dict, int]:
    """The most exposed venue that lies on top of the others, and the people exposed there, from the matrix."""
    snapshot = truth.cube.snapshot.id
    venues = json.loads(truth.fetch(f"venues/{snapshot}.geojson"))["features"]
    cells = len(truth.cube.days) * len(venues)
    people = np.frombuffer(truth.fetch(f"venues/{snapshot}.bin"), dtype="<u2", count=cells)
    today = people.reshape(len(truth.cube.days), len(venues))[truth.row(OPENING)]
    for n in np.argsort(-today.astype(int)):
        x, y = screen.map("(p => [p.x, p.y])(map.project(arg))", venues[n]["geometry"]["coordinates"])
        top = screen.map("map.queryRenderedFeatures(arg, { layers: ['venues'] })[0]?.id", [x, y])
        if top == venues[n]["id"]:
            return venues[n], int(today[n])
    raise AssertionError("expected a venue on the map, got none")


def test_a_click_on_a_venue_opens_its_card_marked_as_simulated(screen, truth):
    screen.open()
    screen.wait_for_venues(truth.venues_exposed(OPENING))
    venue, people = exposed_venue(screen, truth)
    assert people > 0
    screen.click_map(venue["geometry"]["coordinates"])
    expect(screen.heading).to_have_text(venue["properties"]["name"])
    expect(screen.card.locator(".simulated")).to_have_text("mô phỏng")
    expect(screen.figure).to_have_text(f"{people:,}".replace(",", "."))
    screen.wait_for_address(venue=str(venue["id"]), commune="")
    screen.card.get_by_role("button", name="Toàn tỉnh").click()
    expect(screen.heading).to_have_text("Toàn tỉnh")
    screen.wait_for_address(venue="")


def figures(texts: list[str]) -> list[float]:
    return [float(words.replace(".", "").replace(",", ".")) for words in texts]


@pytest.mark.parametrize("position", [3, 4, 5])
def test_the_ranking_sorts_by_each_figure_both_ways_by_keyboard(screen, position):
    screen.open()
    screen.show_all_rows()
    head = screen.header(position)
    is_sorted = head.get_attribute("aria-sort") != "none"
    for order in ("ascending", "descending") if is_sorted else ("descending", "ascending"):
        head.get_by_role("button").focus()
        screen.page.keyboard.press("Enter")
        expect(head).to_have_attribute("aria-sort", order)
        shown = figures(screen.column(position))
        assert len(shown) == 209
        assert shown == sorted(shown, reverse=order == "descending")
        expect(screen.page.locator("#ranking thead th:not([aria-sort=none])[aria-sort]")).to_have_count(1)


def test_the_head_that_was_pressed_keeps_the_focus(screen):
    screen.open()
    head = screen.header(3)
    before = head.get_attribute("aria-sort")
    head.get_by_role("button").press("Enter")
    expect(head).not_to_have_attribute("aria-sort", before)
    expect(head.get_by_role("button")).to_be_focused()


def test_a_row_that_was_chosen_keeps_the_focus(screen):
    screen.open()
    link = screen.ranking.locator(".place-link", has_text="Vân Trung")
    link.press("Enter")
    expect(screen.ranking.locator("tr[aria-current]")).to_contain_text("Vân Trung")
    expect(link).to_be_focused()


def test_the_button_for_all_rows_keeps_the_focus(screen):
    screen.open()
    more = screen.ranking.locator("[data-act=more]")
    more.press("Enter")
    expect(screen.rows).to_have_count(209)
    expect(more).to_be_focused()


def test_the_ranking_takes_no_focus_that_was_given_up(screen):
    screen.open()
    more = screen.ranking.locator("[data-act=more]")
    more.press("Enter")
    expect(screen.rows).to_have_count(209)
    expect(more).to_be_focused()
    before = screen.ranking.locator("tbody").text_content()
    screen.ranking.locator("h2").click()
    screen.page.keyboard.press(",")
    expect(screen.ranking.locator("tbody")).not_to_have_text(before)
    assert screen.page.evaluate("document.activeElement === document.body")


def test_the_ranking_sorts_by_name(screen):
    screen.open()
    screen.show_all_rows()
    screen.header(2).get_by_role("button").press("Enter")
    expect(screen.header(2)).to_have_attribute("aria-sort", "ascending")
    names = screen.names()
    assert len(names) == 209
    assert [plain(name) for name in names] == sorted(plain(name) for name in names)


def plain(name: str) -> str:
    """The name without marks: Đ stands among D, not behind Z."""
    parts = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(c for c in parts if not unicodedata.combining(c))


def test_the_ranking_shows_ten_then_all_then_ten(screen):
    screen.open()
    expect(screen.rows).to_have_count(10)
    more = screen.ranking.locator("[data-act=more]")
    expect(more).to_have_attribute("aria-expanded", "false")
    more.press("Enter")
    expect(screen.rows).to_have_count(209)
    expect(more).to_have_attribute("aria-expanded", "true")
    more.press("Enter")
    expect(screen.rows).to_have_count(10)


def test_a_row_of_the_ranking_opens_its_commune_by_keyboard(screen, truth):
    screen.open()
    screen.ranking.locator(".place-link").nth(1).press("Enter")
    expect(screen.heading).to_have_text("Xã Vân Trung")
    expect(screen.ranking.locator("tr[aria-current]")).to_have_count(1)
    expect(screen.ranking.locator("tr[aria-current]")).to_contain_text("Vân Trung")
    assert screen.classes() == truth.classes(LAYER, OPENING)
