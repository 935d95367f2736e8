"""The keyboard alone: everything is in reach, in an order that makes sense, and the focus can be seen."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.screen import BROWSER

pytestmark = BROWSER

_LOOKS = """() => {
    const look = it => {
        const found = [];
        for (let box = it, n = 0; box && n < 3; box = box.parentElement, n++) {
            const style = getComputedStyle(box), outline = style.outlineStyle === 'none' ? '' : style.outlineWidth;
            found.push(`${outline} ${style.outlineColor} | ${style.boxShadow} | ${style.borderColor}`);
        }
        return found.join(' / ');
    };
    const it = document.activeElement, focused = look(it);
    it.blur();
    const rest = look(it);
    it.focus({ focusVisible: true });
    return [focused, rest];
}"""
"""How the element with the focus and the two boxes around it look, with the focus and without."""
_ROOM = """['header', 'notices', 'map-room', 'right', 'left', 'timeline'].find(room => it.closest('.' + room)) || 'page'"""


def tab_to(screen, expression: str, most: int = 60) -> None:
    """Press Tab until `expression` holds of `it`, the element with the focus."""
    for _ in range(most):
        screen.page.keyboard.press("Tab")
        if screen.active(expression):
            assert focus_is_visible(screen), screen.active("it.outerHTML")
            return
    raise AssertionError(f"expected a tab stop where {expression}, got none in {most}")


def focus_is_visible(screen) -> bool:
    """Whether the element with the focus, or the box around it, looks other than without the focus."""
    focused, rest = screen.page.evaluate(_LOOKS)
    return bool(focused != rest)


def test_the_journey_to_a_commune_a_day_a_layer_and_a_download(screen):
    screen.open()
    screen.wait_for_charts()
    tab_to(screen, "it.id === 'search' || it.matches('.dash-dropdown-focus-target')")
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator("input.dash-dropdown-search")).to_be_focused()
    screen.page.keyboard.type("quang chau")
    expect(screen.page.locator(".dash-dropdown-option")).to_have_count(1)
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("Enter")
    expect(screen.heading).to_have_text("Xã Quang Châu")
    tab_to(screen, "it.matches('input[value=new_cases], #layer input')")
    screen.page.keyboard.press("ArrowDown")
    if not screen.page.locator("#layer input[value=new_cases]").is_checked():
        screen.page.keyboard.press("Space")
    expect(screen.page.locator("#layer input[value=new_cases]")).to_be_checked()
    tab_to(screen, "it.matches('#day [role=slider]')")
    screen.page.keyboard.press("ArrowRight")
    screen.wait("new_cases", "2021-05-26")
    screen.page.evaluate("document.activeElement.blur()")
    tab_to(screen, "it.matches('.downloads summary')")
    screen.page.keyboard.press("Enter")
    tab_to(screen, "it.dataset.export === 'table.csv'")
    with screen.page.expect_download() as started:
        screen.page.keyboard.press("Enter")
    assert started.value.suggested_filename.endswith(".csv")


def test_every_stop_shows_its_focus_and_the_rooms_come_in_order(screen):
    screen.open()
    screen.wait_for_charts()
    rooms, unseen = [], []
    for _ in range(80):
        screen.page.keyboard.press("Tab")
        if screen.active("it === document.body"):
            break
        rooms.append(screen.active(_ROOM))
        if not focus_is_visible(screen):
            unseen.append(screen.active("it.outerHTML.slice(0, 120)"))
    assert unseen == []
    runs = [room for n, room in enumerate(rooms) if n == 0 or rooms[n - 1] != room]
    assert len(runs) == len(set(runs)) == 6, runs
    assert runs[:2] == ["header", "notices"]
    assert runs[-1] == "timeline"


def test_space_on_a_button_presses_it_and_does_not_play(screen):
    screen.open()
    screen.ranking.locator(".place-link").first.focus()
    screen.page.keyboard.press("Space")
    expect(screen.heading).to_have_text("Xã Quang Châu")
    expect(screen.page.locator("[data-act=play]")).not_to_have_attribute("aria-pressed", "true")


def test_the_sides_fold_away_and_come_back(screen):
    screen.open()
    fold = screen.page.locator("[data-act=fold][data-side=left]")
    width = screen.page.locator("#map").bounding_box()["width"]
    fold.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(screen.page.locator("#layer")).to_be_hidden()
    assert screen.page.locator("#map").bounding_box()["width"] > width + 200
    fold.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(screen.page.locator("#layer")).to_be_visible()
