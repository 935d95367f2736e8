"""For every reader: names and landmarks, contrast, large text, no motion."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.screen import BROWSER

pytestmark = BROWSER

STYLE = Path(__file__).parents[2] / "assets" / "style.css"
PRESSED = {"button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "slider", "spinbutton"}


def nameless(screen) -> list[str]:
    """Tags of what can be pressed or filled in and has no accessible name, by the browser's own tree."""
    session = screen.page.context.new_cdp_session(screen.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        f"{node['role']['value']} {node.get('backendDOMNodeId')}"
        for node in nodes
        if not node["ignored"]
        and node["role"]["value"] in PRESSED
        and not node.get("name", {}).get("value", "").strip()
        and not is_inside_image(node, nodes)
    ]


def is_inside_image(node, nodes) -> bool:
    """Parts of a chart: the chart as a whole has a name."""
    parents = {n["nodeId"]: n for n in nodes}
    while node := parents.get(node.get("parentId", "")):
        role, name = (node.get(key, {}).get("value", "") for key in ("role", "name"))
        if name and role in {"img", "image", "button", "combobox"}:
            return True
    return False


@pytest.mark.parametrize("query", ["", "?panel=held", "?commune={}"])
def test_everything_that_can_be_pressed_has_a_name(screen, truth, query):
    screen.open(query.format(truth.commune("Quang Châu", "Việt Yên")))
    screen.wait_for_charts()
    assert nameless(screen) == []


def test_the_page_has_one_first_heading_and_the_landmarks(screen):
    screen.open()
    screen.wait_for_charts()
    expect(screen.page.locator("h1")).to_have_count(1)
    for role in ("banner", "main", "contentinfo", "search", "navigation"):
        expect(screen.page.get_by_role(role)).to_have_count(1)
    assert screen.page.locator("img:not([alt])").count() == 0
    for aside in screen.page.locator("aside, nav, section[id]").all():
        assert aside.get_attribute("aria-label") or aside.locator("h2").count()


def test_no_id_stands_twice(screen):
    screen.open()
    screen.wait_for_charts()
    twice = screen.page.evaluate(
        """() => [...document.querySelectorAll('[id]')].map(it => it.id).filter((id, n, ids) => ids.indexOf(id) !== n)"""
    )
    assert twice == []


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [n / 255 for n in bytes.fromhex(colour.removeprefix("#"))]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_contrast_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("ink", ["ink", "quiet", "accent", "warn"])
@pytest.mark.parametrize("ground", ["paper", "ground"])
def test_text_stands_out_from_its_ground(ink, ground):
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", STYLE.read_text()))
    assert contrast(colours[ink], colours[ground]) >= 4.5


def test_every_text_on_the_screen_stands_out_from_its_ground(screen):
    """Computed colours of each text over the nearest ground that is painted; pictures and charts aside."""
    screen.open()
    screen.wait_for_charts()
    pairs = screen.page.evaluate(
        """() => {
            const found = {}, walk = document.createTreeWalker(document.querySelector('#page'), NodeFilter.SHOW_TEXT);
            const parts = colour => colour.match(/[\\d.]+/g).map(Number);
            while (walk.nextNode()) {
                const box = walk.currentNode.parentElement;
                if (!walk.currentNode.textContent.trim() || !box.checkVisibility()) continue;
                if (box.closest('svg, [aria-hidden=true], #map')) continue;
                let ground = box, painted = [255, 255, 255];
                for (; ground; ground = ground.parentElement) {
                    const paint = parts(getComputedStyle(ground).backgroundColor);
                    if (paint.length === 3 || paint[3] > 0.9) { painted = paint; break; }
                }
                const ink = parts(getComputedStyle(box).color);
                found[`${ink.slice(0, 3)} ${painted.slice(0, 3)}`] = walk.currentNode.textContent.trim().slice(0, 40);
            }
            return found;
        }"""
    )
    assert len(pairs) > 3
    faint = {
        text: ratio for pair, text in pairs.items() if (ratio := contrast(*map(hexed, pair.split()))) < 4.5
    }
    assert faint == {}


def hexed(colour: str) -> str:
    return "#" + "".join(f"{round(float(part)):02x}" for part in colour.split(","))


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_text_at_twice_its_size_is_not_cut_off(reader, size):
    """A browser's zoom of 200 % halves the room that the page has, in CSS pixels."""
    screen = reader(size=(size[0] // 2, size[1] // 2), device_scale_factor=2).open()
    assert screen.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    for place in (screen.title, screen.page.locator("[data-act=play]"), screen.thumb, screen.figure):
        place.scroll_into_view_if_needed()
        expect(place).to_be_in_viewport(ratio=0.9)
    cut = screen.page.evaluate(
        """places => [...document.querySelectorAll(places)].filter(it => it.checkVisibility() && it.clientWidth)
            .filter(it => it.scrollWidth > it.clientWidth + 1).map(it => it.textContent)""",
        "h1, .day-shown, .figure, .timeline button, .downloads summary",
    )
    assert cut == []
    assert screen.page.locator("#map").bounding_box()["height"] > 60


def test_nothing_moves_for_a_reader_who_asked_for_rest(reader):
    screen = reader(size=(390, 844), reduced_motion="reduce").open()
    screen.page.locator("[data-act=sheet]").click()
    assert screen.page.evaluate("document.getAnimations().length") == 0
    assert screen.page.locator(".sheet").evaluate("it => getComputedStyle(it).transitionDuration") == "0s"


def test_the_sheet_moves_for_other_readers(reader):
    screen = reader(size=(390, 844), reduced_motion="no-preference").open()
    assert screen.page.locator(".sheet").evaluate("it => getComputedStyle(it).transitionDuration") == "0.15s"
