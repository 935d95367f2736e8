"""The tracer's desk in the words of a tracer: open, say who one is, choose a case, look at people."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

_POINT = """mark => {
    const map = window.dichteTraceMap.map, box = map.getCanvas().getBoundingClientRect();
    const feature = map.queryRenderedFeatures({ layers: ['stops'] }).find(f => f.properties.mark === mark);
    const at = map.project(feature.geometry.coordinates);
    return [box.x + at.x, box.y + at.y];
}"""


class Tracer:
    """One page of one tracer."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address

    def open(self, search: str = "") -> Tracer:
        self.page.goto(f"{self.address}/trace{search}")
        expect(self.at(".trace-tab")).to_be_visible()
        return self

    def at(self, css: str) -> Locator:
        return self.page.locator(css)

    @property
    def heading(self) -> Locator:
        """What the open panel is about."""
        return self.at(".trace-panel h2")

    @property
    def people(self) -> Locator:
        return self.at("table.people tbody tr")

    def is_called(self, name: str = "Người Thử", purpose: str = "ổ dịch Quang Châu") -> Tracer:
        self.at("#trace-who").fill(name)
        self.at("#trace-purpose").fill(purpose)
        self.at("#trace-purpose").press("Enter")
        expect(self.at(".tracer-line")).not_to_have_class("tracer-line is-missing")
        return self

    def choose(self, name: str, value: str) -> None:
        """Choose in a list of the filter."""
        self.at(f".trace-filter select[name={name}]").select_option(value)

    def link(self, words: str) -> Locator:
        return self.page.get_by_role("link", name=words, exact=True)

    def wait_for_map(self) -> None:
        self.page.wait_for_function("() => document.querySelector('.trace-map')?.dataset.drawn")

    def click_circle(self, mark: str) -> None:
        self.wait_for_map()
        x, y = self.page.evaluate(_POINT, mark)
        self.page.mouse.click(x, y)

    def active(self, expression: str) -> Any:
        """Evaluate `expression` over `it`, the element that has the focus."""
        return self.page.evaluate(f"() => {{ const it = document.activeElement; return {expression}; }}")

    def tab_to(self, expression: str, most: int = 120) -> None:
        """Press Tab until `expression` holds of `it`, the element with the focus."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.active(expression):
                return
        raise AssertionError(f"expected a tab stop where {expression}, got none in {most}")

    def is_wider_than_the_screen(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))
