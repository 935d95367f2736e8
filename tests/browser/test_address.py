"""The address: every choice is in it, opening it shows the same, Back goes back."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.screen import BROWSER, LAYER, OPENING

pytestmark = BROWSER


def choose_all(screen) -> None:
    """One gesture for each thing that the address can hold."""
    screen.choose_layer("new_cases")
    screen.choose_district("Việt Yên")
    screen.wait_for_address(district=screen.truth.district("Việt Yên"))
    screen.eye("venues").click()
    screen.page.locator("#opacity [role=slider]").focus()
    screen.page.keyboard.press("ArrowLeft")
    screen.choose_last_day("30/06/2021")
    screen.wait_for_address(to="2021-06-30")
    screen.step("ArrowRight", "2021-05-26", "new_cases")
    screen.page.locator("[data-sort=name]").click()
    screen.wait_for_address(sort="name")
    screen.page.locator("#ranking .place-link", has_text="Quang Châu").click()
    screen.wait_for_address(commune=screen.truth.commune("Quang Châu", "Việt Yên"))


def looks(screen) -> dict[str, object]:
    """All that a reader can tell from the screen of one choice or another."""
    expect(screen.heading).to_have_text("Xã Quang Châu")
    expect(screen.ranking.locator("tr[aria-current]")).to_have_count(1)
    screen.wait_for_outline(screen.truth.commune("Quang Châu", "Việt Yên"))
    return {
        "layer": screen.page.locator("#layer input:checked").get_attribute("value"),
        "day": screen.day.text_content(),
        "district": screen.page.locator("#district").text_content(),
        "figure": screen.figure.text_content(),
        "eyes": [screen.eye(key).is_checked() for key in ("areas", "venues", "districts")],
        "opacity": screen.page.locator("#opacity [role=slider]").get_attribute("aria-valuenow"),
        "range": [screen.page.locator(f"#{end}").text_content() for end in ("first-day", "last-day")],
        "order": [head.get_attribute("aria-sort") for head in screen.page.locator("#ranking thead th").all()],
        "names": screen.names(),
        "classes": screen.classes(),
        "opacity_on_map": screen.map("map.getPaintProperty('areas', 'fill-opacity')"),
        "venues_on_map": screen.map("map.getLayoutProperty('venues', 'visibility')"),
    }


def test_every_choice_is_in_the_address_and_another_reader_sees_the_same(reader, truth):
    screen = reader().open()
    choose_all(screen)
    assert screen.query == {
        "layer": "new_cases",
        "day": "2021-05-26",
        "to": "2021-06-30",
        "district": truth.district("Việt Yên"),
        "commune": truth.commune("Quang Châu", "Việt Yên"),
        "show": "areas,districts",
        "opacity": "80",
        "sort": "name",
    }
    mine = looks(screen)
    assert mine["venues_on_map"] == "none"
    other = reader().open(screen.page.url.removeprefix(f"{screen.address}/"))
    assert looks(other) == mine


def test_back_returns_to_the_former_layer_and_forward_goes_on(screen, truth):
    screen.open()
    screen.choose_layer("checkins")
    screen.wait_for_address(layer="checkins")
    screen.page.go_back()
    screen.wait(LAYER, OPENING)
    expect(screen.page.locator(f"#layer input[value={LAYER}]")).to_be_checked()
    expect(screen.legend.locator("strong").first).to_have_text("Ca bệnh 7 ngày")
    assert screen.classes() == truth.classes(LAYER, OPENING)
    screen.page.go_forward()
    screen.wait("checkins", OPENING)
    assert screen.classes() == truth.classes("checkins", OPENING)


def test_back_returns_to_the_former_commune_and_then_to_the_province(screen, truth):
    screen.open()
    for name in ("Quang Châu", "Vân Trung"):
        screen.page.locator("#ranking .place-link", has_text=name).click()
        expect(screen.heading).to_have_text(f"Xã {name}")
    screen.page.go_back()
    expect(screen.heading).to_have_text("Xã Quang Châu")
    screen.page.wait_for_function("() => location.search.includes('commune=')")
    screen.wait_for_outline(truth.commune("Quang Châu", "Việt Yên"))
    screen.page.go_back()
    expect(screen.heading).to_have_text("Toàn tỉnh")
    screen.wait_for_outline()


def test_a_step_in_time_leaves_no_trace_in_the_history(screen):
    screen.open()
    screen.wait_for_address(day=OPENING)
    length = screen.page.evaluate("history.length")
    screen.step("ArrowRight", "2021-05-26")
    assert screen.page.evaluate("history.length") == length


def test_values_that_cannot_be_used_fall_back_with_a_notice_each(screen, truth):
    screen.open("?layer=nonsense&day=2021-13-45&opacity=900&commune=1")
    notices = screen.page.locator(".notice")
    expect(notices).to_have_count(4)
    for name, got in {"layer": "nonsense", "day": "2021-13-45", "opacity": "900", "commune": "1"}.items():
        expect(notices.filter(has_text=re.compile(rf"{name} = “{got}”"))).to_be_visible()
    assert screen.classes() == truth.classes(LAYER, OPENING)
    expect(screen.heading).to_have_text("Toàn tỉnh")
    notices.first.get_by_role("button").click()
    expect(notices).to_have_count(3)


def test_markup_in_the_address_is_shown_as_text(screen):
    screen.open("?day=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect(screen.page.locator(".notice")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(screen.page.locator(".notice img")).to_have_count(0)


def test_two_readers_share_no_state(reader, truth):
    one, two = reader().open(), reader().open()
    one.choose_layer("checkins")
    one.step("ArrowRight", "2021-05-26", "checkins")
    expect(one.figure).to_have_text(str(truth.province_cases("2021-05-26")))
    two.page.get_by_role("button", name="Lùi một ngày").click()
    two.wait(LAYER, "2021-05-24")
    expect(two.figure).to_have_text(str(truth.province_cases("2021-05-24")))
    two.wait_for_address(layer=LAYER, day="2021-05-24")
    one.wait_for_address(layer="checkins", day="2021-05-26")
    assert one.classes() == truth.classes("checkins", "2021-05-26")
    assert two.classes() == truth.classes(LAYER, "2021-05-24")
