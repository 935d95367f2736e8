"""The line of the demonstration: on every page, in both languages, covering nothing, gone once it was read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from layers.text import text
from tests.browser.screen import BROWSER

pytestmark = BROWSER


def line(page: Page):
    return page.locator(".access-line")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", ["", "desk", "trace"])
def test_every_page_says_that_it_is_a_demonstration(path, lang, screen, address) -> None:
    screen.page.goto(f"{address}/{path}?lang={lang}")
    expect(line(screen.page)).to_contain_text(text("access.demonstration", lang))


def test_on_a_phone_the_line_covers_nothing(phone) -> None:
    phone.open()
    phone.wait()
    box = line(phone.page).bounding_box()
    header = phone.page.locator(".header").bounding_box()
    room = phone.page.locator(".map-room").bounding_box()
    assert box and header and room
    assert header["y"] + header["height"] <= box["y"] + 1
    assert box["y"] + box["height"] <= room["y"] + 1
    assert box["height"] <= 42
    assert phone.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_map_of_a_desktop_is_made_for_the_room_below_the_line(screen) -> None:
    """Its size never changes: the line costs no second painting."""
    screen.page.add_init_script(
        "addEventListener('DOMContentLoaded', () => {"
        " const host = document.querySelector('.map-host'); window.first = host && host.style.height; })"
    )
    screen.open()
    screen.wait()
    room = screen.page.locator(".map-room").bounding_box()
    assert room
    assert screen.page.evaluate("window.first") == f"{room['height']:.0f}px"


def test_a_line_that_was_read_stays_away_until_the_tab_is_closed(screen) -> None:
    screen.open()
    line(screen.page).get_by_role("button", name=text("access.dismiss", "vi")).click()
    expect(line(screen.page)).to_be_hidden()
    screen.page.reload()
    screen.wait()
    expect(line(screen.page)).to_be_hidden()
