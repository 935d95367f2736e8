"""As known at: set the moment, see the map of then, share the address, come back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from layers.text import text
from tests.browser.screen import BROWSER, LAYER

pytestmark = BROWSER

MOMENT, IN_WORDS = "2021-06-05T17:00", "17:00 05/06/2021"
KNOWN, UNKNOWN = "2021-06-04", "2021-06-10"
NO_REPORT = 251


def set_moment(screen, moment: str = MOMENT) -> None:
    screen.page.locator(".as-of summary").click()
    screen.page.locator("#as-of-field").fill(moment)
    screen.wait_for_address(as_of=moment)
    wait_for_moment(screen, moment)


def wait_for_moment(screen, moment: str) -> None:
    """Until the map shows the knowledge of a moment, and is at rest."""
    screen.page.wait_for_function(
        "moment => document.querySelector('#map').dataset.asOf === moment", arg=moment
    )
    screen.wait()


def line(screen):
    return screen.page.locator(".as-of-line")


def test_the_map_of_a_day_after_the_moment_has_no_report(screen):
    screen.open(f"?day={UNKNOWN}")
    assert NO_REPORT not in screen.classes().values()
    set_moment(screen)
    assert set(screen.classes().values()) == {NO_REPORT}
    expect(screen.card).to_contain_text(text("place.no_case_report", "vi"))


def test_a_day_before_the_moment_is_coloured_as_ever(screen):
    screen.open(f"?day={KNOWN}")
    before = screen.classes()
    set_moment(screen)
    assert screen.classes() == before


def test_a_line_says_what_is_shown_and_leads_back(screen):
    screen.open(f"?day={UNKNOWN}")
    now = screen.classes()
    expect(line(screen)).to_have_count(0)
    set_moment(screen)
    expect(line(screen)).to_contain_text(text("as_of.shown", "vi", moment=IN_WORDS))
    screen.page.locator("#as-of-field").press("Enter")
    line(screen).get_by_role("button", name=text("as_of.back", "vi")).click()
    wait_for_moment(screen, "")
    screen.wait_for_address(as_of="")
    expect(line(screen)).to_have_count(0)
    assert screen.classes() == now


def test_the_address_opens_on_the_moment_and_keeps_it_from_language_to_language(screen):
    screen.open(f"?day={UNKNOWN}&as_of={MOMENT}")
    assert set(screen.classes().values()) == {NO_REPORT}
    expect(screen.page.locator("#as-of-field")).to_have_value(MOMENT)
    screen.page.locator("#other-language").click()
    screen.wait(LAYER, UNKNOWN)
    expect(line(screen)).to_contain_text(text("as_of.shown", "en", moment=IN_WORDS))


def test_back_and_forward_go_through_the_moments(screen):
    screen.open(f"?day={UNKNOWN}")
    set_moment(screen)
    screen.page.go_back()
    wait_for_moment(screen, "")
    expect(screen.page.locator("#as-of-field")).to_have_value("")
    screen.page.go_forward()
    wait_for_moment(screen, MOMENT)
    expect(line(screen)).to_be_visible()


def test_venues_are_those_of_the_moment(screen, truth):
    screen.open(f"?day={KNOWN}")
    now, then = truth.venues_exposed(KNOWN), truth.venues_exposed(KNOWN, "@202106051700")
    assert 0 < then < now
    screen.wait_for_venues(now)
    set_moment(screen)
    screen.wait_for_venues(then)


def test_stepping_from_day_to_day_stays_at_the_moment(screen):
    screen.open(f"?day={KNOWN}&as_of={MOMENT}")
    screen.step("ArrowRight", "2021-06-05")
    assert set(screen.classes().values()) == {NO_REPORT}
    assert screen.query["as_of"] == MOMENT


def test_a_half_filled_field_changes_nothing(screen):
    screen.open(f"?day={UNKNOWN}")
    screen.page.locator(".as-of summary").click()
    screen.page.locator("#as-of-field").focus()
    screen.page.keyboard.type("06")
    screen.page.wait_for_timeout(900)
    assert "as_of" not in screen.query
    assert NO_REPORT not in screen.classes().values()


def test_the_keyboard_alone_opens_sets_and_clears_it(screen):
    screen.open(f"?day={UNKNOWN}")
    screen.page.locator(".as-of summary").focus()
    screen.page.keyboard.press("Enter")
    screen.page.keyboard.press("Tab")
    assert screen.active("it.id") == "as-of-field"
    screen.page.locator("#as-of-field").fill(MOMENT)
    wait_for_moment(screen, MOMENT)
    clear = screen.page.get_by_role("button", name=text("as_of.clear", "vi"))
    clear.focus()
    screen.page.keyboard.press("Enter")
    wait_for_moment(screen, "")
    assert screen.active("it.id") == "as-of-field"


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_a_key_shuts_the_field_and_stays_where_the_reader_was(screen, key):
    screen.open(f"?day={KNOWN}")
    set_moment(screen)
    screen.page.locator("#as-of-field").press(key)
    expect(screen.page.locator("#as-of-field")).to_be_hidden()
    assert screen.active("it.parentElement.className") == "as-of"
    assert screen.query["as_of"] == MOMENT


def test_a_click_elsewhere_shuts_the_field(screen):
    screen.open(f"?day={KNOWN}")
    set_moment(screen)
    screen.title.click()
    expect(screen.page.locator("#as-of-field")).to_be_hidden()


def test_on_a_phone_it_opens_within_the_screen_and_the_line_stays_short(phone):
    phone.open(f"?day={KNOWN}")
    set_moment(phone)
    box = phone.page.locator(".as-of > div").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    told = line(phone).bounding_box()
    assert told is not None
    assert told["height"] <= 90
    for target in (phone.page.locator("#as-of-field"), phone.page.locator(".as-of button")):
        size = target.bounding_box()
        assert size is not None
        assert size["height"] >= 44


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_downloads_are_those_of_the_moment(screen, lang):
    screen.open(f"?day={KNOWN}&lang={lang}")
    set_moment(screen)
    links = screen.page.locator("a[data-export]").evaluate_all("all => all.map(a => a.href)")
    assert links and all("as_of=2021-06-05T17" in link for link in links)
