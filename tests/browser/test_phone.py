"""A phone: map on top, timeline under the thumb, everything else on a sheet of three heights."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.screen import BROWSER, LAYER

pytestmark = BROWSER


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_nothing_reaches_beyond_the_edge(reader, width, lang):
    screen = reader(size=(width, 844), has_touch=True, is_mobile=True).open(f"?lang={lang}")
    screen.wait_for_charts()
    assert screen.page.evaluate("[innerWidth, document.scrollingElement.scrollWidth]") == [width, width]
    beyond = screen.page.evaluate(
        """([width, places]) => [...document.querySelectorAll(places)]
            .map(it => [it.id || it.className || it.tagName, it.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.left < -1 || box.right > width + 1)).map(([name]) => name)""",
        [width, "h1, .search, .language, .downloads summary, #legend, .figure, .timeline button, #day"],
    )
    assert beyond == []


def test_the_slider_is_in_reach_and_moves_the_map(phone, truth):
    phone.open()
    expect(phone.thumb).to_be_in_viewport(ratio=1)
    drag(phone, by=380)
    phone.wait(LAYER, "2021-07-13")
    assert phone.classes() == truth.classes(LAYER, "2021-07-13")
    expect(phone.day).to_have_text("Thứ Ba 13/07/2021")


def drag(phone, by: int) -> None:
    """One finger on the thumb of the slider, along it, and off."""
    session = phone.page.context.new_cdp_session(phone.page)
    box = phone.thumb.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    places = [x + by * n / 8 for n in range(9)]
    for kind, at in (("touchStart", x), *(("touchMove", place) for place in places)):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def height(screen) -> float:
    return screen.page.locator(".sheet").evaluate("it => it.getBoundingClientRect().height")


def at_rest(screen) -> None:
    screen.page.wait_for_function("() => document.querySelector('.sheet').getAnimations().length === 0")


@pytest.mark.parametrize("by", ["touch", "keyboard"])
def test_the_sheet_goes_from_peek_to_half_to_full_and_back(phone, by):
    phone.open()
    handle = phone.page.locator("[data-act=sheet]")
    heights = []
    for expanded in ("false", "true", "true", "false"):
        expect(handle).to_have_attribute("aria-expanded", expanded)
        at_rest(phone)
        heights.append(height(phone))
        handle.press("Enter") if by == "keyboard" else handle.tap()
    peek, half, full, back = heights
    assert 0 < peek < half < full
    assert back == peek


def test_the_full_sheet_reaches_ranking_and_layers(phone):
    phone.open()
    handle = phone.page.locator("[data-act=sheet]")
    handle.tap()
    handle.tap()
    for place in (
        phone.rows.nth(9),
        phone.page.locator("#layer input").last,
        phone.page.locator("#district"),
    ):
        place.scroll_into_view_if_needed()
        expect(place).to_be_in_viewport()
    phone.page.locator("#layer input[value=new_cases]").tap()
    phone.page.wait_for_function("() => document.querySelector('#map').dataset.shown.startsWith('new_cases ')")


def test_the_legend_opens_and_shuts(phone):
    phone.open()
    details, unknown = phone.legend.locator("> details"), phone.legend.locator(".unknown")
    expect(unknown).to_be_hidden()
    expect(phone.legend.locator(".ramp-box").first).to_be_visible()
    details.locator("> summary").tap()
    expect(unknown).to_be_visible()
    details.locator("> summary").tap()
    expect(unknown).to_be_hidden()


def test_a_tap_on_a_commune_brings_its_card_into_sight(phone, truth):
    phone.open("?show=areas")
    code = truth.commune("Quang Châu", "Việt Yên")
    phone.page.touchscreen.tap(*phone.point(truth.point(code)))
    expect(phone.heading).to_have_text("Xã Quang Châu")
    expect(phone.heading).to_be_in_viewport(ratio=1)
    expect(phone.figure).to_have_text("181")
    expect(phone.figure).to_be_in_viewport(ratio=1)


def test_the_province_lies_in_the_part_of_the_map_that_is_free(phone):
    """No corner of the province hides under the legend, the sheet or the edge."""
    phone.open()
    west, south, east, north = phone.page.evaluate(
        "JSON.parse(document.getElementById('dichte-boot').textContent).bounds"
    )
    left, bottom = phone.point((west, south))
    right, top = phone.point((east, north))
    assert left >= -1
    assert right <= 391
    assert top >= phone.page.locator("#map").bounding_box()["y"] - 1
    assert bottom <= phone.legend.bounding_box()["y"] + 1


def test_what_is_pressed_is_large_enough_for_a_thumb(phone):
    phone.open()
    for button in phone.page.locator(".timeline button").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 40
    box = phone.page.locator("[data-act=sheet]").bounding_box()
    assert box["width"] >= 44
    assert box["height"] >= 24
