"""The screen in the words of a reader: open, step, choose, sort, look."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from layers import area_layer
from tests.browser.truth import Truth

BROWSER = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
"""Marks of every test with a browser; one group, so that one worker has the one browser."""

OPENING = "2021-05-25"
FIRST, LAST = "2021-04-29", "2021-07-13"
LAYER = "cases_7d_per_100k"
PATIENCE_MS = 90_000
"""How long a page may take: generous, for the machine may be busy with other things, and what passes never waits."""
AFTER_SETTLING_MS = 300
"""Well after a desk has decided who gets the focus, 60 ms after the last change of the page."""
expect.set_options(timeout=PATIENCE_MS)

_IS_SHOWN = """wish => {
    const map = document.querySelector('#map');
    return map && map.dataset.shown && (!wish || map.dataset.shown === wish) && map.dataset.idle === map.dataset.shown;
}"""
_AREAS = """ids => Object.fromEntries(ids.map(id => {
    const state = window.dichteMap.map.getFeatureState({ source: 'communes', id: Number(id) });
    return [id, [state.c, state.k]];
}))"""
# Predicates that are waited for must not be async: a promise is true, whatever it comes to.
_HAS_VENUES = """count => {
    const circles = window.dichteMap.map.queryRenderedFeatures({ layers: ['venues'] }).filter(f => f.state.r > 0);
    return new Set(circles.map(f => f.id)).size === count;
}"""
_IS_OUTLINED = """codes => {
    const lines = window.dichteMap.map.queryRenderedFeatures({ layers: ['chosen'] });
    return String([...new Set(lines.map(f => f.properties.code))]) === String(codes);
}"""
_PIXEL = """place => {
    const map = window.dichteMap.map, canvas = map.getCanvas();
    map.redraw();
    const at = map.project(place), ratio = canvas.width / canvas.clientWidth;
    const pen = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
    pen.drawImage(canvas, Math.round(at.x * ratio), Math.round(at.y * ratio), 1, 1, 0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""
_POINT = """place => {
    const map = window.dichteMap.map, box = map.getCanvas().getBoundingClientRect(), at = map.project(place);
    return [box.x + at.x, box.y + at.y];
}"""


class Screen:
    """One page of one reader."""

    def __init__(self, page: Page, address: str, truth: Truth) -> None:
        self.page, self.address, self.truth = page, address, truth

    # ── opening and waiting ─────────────────────────────────────────────────────────────────────

    def open(self, query: str = "") -> Screen:
        """Open the address with `query` and wait for the map."""
        self.page.goto(f"{self.address}/{query}")
        self.wait()
        return self

    def wait(self, layer: str = "", day: str = "") -> None:
        """Until the map shows (this layer and day) and has nothing left to draw."""
        self.page.wait_for_function(_IS_SHOWN, arg=f"{layer} {day}".strip())

    def wait_for_map_at_rest(self) -> None:
        self.page.wait_for_function(
            "() => { const m = window.dichteMap.map; return m && m.loaded() && !m.isMoving(); }"
        )

    def wait_for_venues(self, count: int) -> None:
        """Until the map has a circle for so many venues; they come after the communes."""
        self.page.wait_for_function(_HAS_VENUES, arg=count)

    def wait_for_charts(self) -> None:
        for chart in ("#curve", "#histogram"):
            expect(self.page.locator(f"{chart} .js-plotly-plot .main-svg").first).to_be_visible()

    def wait_for_address(self, **wanted: str) -> None:
        """Until the address holds these parameters; an empty one must be missing."""
        self.page.wait_for_function(
            """wanted => { const query = new URLSearchParams(location.search);
                return Object.entries(wanted).every(([name, value]) => (query.get(name) || '') === value); }""",
            arg=wanted,
        )

    # ── what is there ───────────────────────────────────────────────────────────────────────────

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.page.url).query))

    @property
    def title(self) -> Locator:
        return self.page.locator("h1")

    @property
    def day(self) -> Locator:
        """The day in words: in the header at a desk, on the timeline on a phone."""
        return self.page.locator(".day-shown:visible")

    @property
    def card(self) -> Locator:
        return self.page.locator("#place")

    @property
    def heading(self) -> Locator:
        """Whom or what the card is about."""
        return self.card.locator("h2")

    @property
    def figure(self) -> Locator:
        return self.card.locator(".figure strong")

    @property
    def legend(self) -> Locator:
        return self.page.locator("#legend")

    @property
    def ranking(self) -> Locator:
        return self.page.locator("#ranking")

    @property
    def rows(self) -> Locator:
        return self.page.locator("#ranking tbody tr:visible")

    @property
    def thumb(self) -> Locator:
        return self.page.locator("#day [role=slider]")

    def column(self, number: int) -> list[str]:
        """Texts of one column of the ranking, every row, hidden ones too."""
        return self.page.locator(f"#ranking tbody tr > :nth-child({number})").all_text_contents()

    def names(self) -> list[str]:
        """Names of the communes in the ranking, in its order, without their districts."""
        return self.page.locator("#ranking tbody .place-link").evaluate_all(
            "links => links.map(link => link.firstChild.textContent)"
        )

    def header(self, position: int) -> Locator:
        """Header of a column of the ranking; the rank is column 1."""
        return self.page.locator(f"#ranking thead th:nth-child({position})")

    # ── the map ─────────────────────────────────────────────────────────────────────────────────

    def map(self, expression: str, arg: Any = None) -> Any:
        """Evaluate `expression` over `map`, the MapLibre map, and `arg`."""
        return self.page.evaluate(f"arg => {{ const map = window.dichteMap.map; return {expression}; }}", arg)

    def classes(self) -> dict[str, int]:
        """Class of every commune as the map holds it, by feature id; each must have the colour of its class."""
        layer = area_layer(str(self.page.locator("#map").get_attribute("data-shown")).split()[0])
        assert layer.scale is not None
        areas = self.page.evaluate(_AREAS, [str(n) for n in self.truth.cube.units.unit_ids.tolist()])
        colours = dict(enumerate(layer.scale.colours))
        wrong = {n: state for n, state in areas.items() if colours.get(state[0], state[1]) != state[1]}
        assert wrong == {}
        return {n: c for n, (c, _) in areas.items()}

    def pixel(self, place: tuple[float, float]) -> tuple[int, ...]:
        """Red, green and blue that the map paints at a longitude and latitude."""
        return tuple(self.page.evaluate(_PIXEL, list(place)))

    def point(self, place: tuple[float, float]) -> tuple[float, float]:
        """Where on the page a longitude and latitude stands."""
        x, y = self.page.evaluate(_POINT, list(place))
        return x, y

    def click_map(self, place: tuple[float, float]) -> None:
        self.page.mouse.click(*self.point(place))

    def wait_for_outline(self, *codes: str) -> None:
        """Until the line of what is chosen is around the communes of these codes and around no other."""
        self.page.wait_for_function(_IS_OUTLINED, arg=list(codes))

    # ── gestures ────────────────────────────────────────────────────────────────────────────────

    def step(self, key: str, day: str, layer: str = LAYER) -> None:
        """Press `key` on the slider and wait until the map shows `day`, and the rest of the page has followed the thumb."""
        self.thumb.focus()
        self.page.keyboard.press(key)
        self.wait(layer, day)
        self.wait_for_address(day=day)

    def choose_layer(self, layer: str) -> None:
        self.page.locator(f"#layer input[value={layer}]").click()
        self.page.wait_for_function(
            f"() => document.querySelector('#map').dataset.shown.startsWith('{layer} ')"
        )
        self.wait()

    def choose_district(self, name: str) -> None:
        self.page.locator("#district").click()
        self.page.get_by_role("option", name=re.compile(f"{name}$")).click()

    def choose_last_day(self, words: str) -> None:
        """The end of the range of days, as it stands in its list: 30/06/2021."""
        self.page.locator("#last-day").click()
        self.page.locator("input.dash-dropdown-search").fill(words)
        self.page.get_by_role("option", name=words).click()

    def show_all_rows(self) -> None:
        """Every commune in the ranking, which starts with ten."""
        self.page.locator("#ranking [data-act=more][aria-expanded=false]").click()
        expect(self.page.locator("#ranking [data-act=more][aria-expanded=true]")).to_be_visible()

    def search(self, words: str) -> None:
        """Type into the search and take the first commune found, all by keyboard."""
        self.page.locator("#search").focus()
        self.page.keyboard.press("Enter")
        field = self.page.locator("input.dash-dropdown-search")
        expect(field).to_be_focused()
        self.page.keyboard.type(words)
        expect(self.page.locator(".dash-dropdown-option")).to_have_count(1)
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")

    def eye(self, key: str) -> Locator:
        return self.page.locator(f"#eye-{key} input")

    def active(self, expression: str) -> Any:
        """Evaluate `expression` over `it`, the element that has the focus."""
        return self.page.evaluate(f"() => {{ const it = document.activeElement; return {expression}; }}")
