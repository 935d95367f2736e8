"""Chromium with software GL, pages side by side, and the stopwatch of clock.js in each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-component-update",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]
VIEWPORT = {"width": 1440, "height": 900}
CLOCK = (Path(__file__).parent / "clock.js").read_text(encoding="utf-8")
DRAWN = "(({ shown, drawn }) => !!drawn && shown === drawn)(document.getElementById('map')?.dataset ?? {})"


@dataclass(frozen=True)
class Step:
    """One gesture: ms until the map was painted, and the moments of both, epoch s."""

    ms: float
    begun: float
    painted: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for the time of the block: the system's Chromium, or Playwright's own."""
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = playwright.chromium.launch(executable_path=found, args=ARGS)
        try:
            yield browser
        finally:
            browser.close()


def new_page(browser: Browser, script: str = "") -> Page:
    """A page in a context of its own: no cache, no state of another page."""
    page = browser.new_context(viewport=VIEWPORT).new_page()
    page.add_init_script(CLOCK + script)
    return page


def open_dichte(page: Page, url: str) -> None:
    """Open Dichte, wait for the first map and for the charts after it, and give the clock the map."""
    page.goto(url)
    page.wait_for_function(f"() => {DRAWN}")
    page.wait_for_function("() => document.querySelectorAll('.js-plotly-plot .main-svg').length > 0")
    page.evaluate(
        """() => benchClock.watch(dichteMap.map, () =>
        document.getElementById('map').dataset.shown + document.getElementById('map').dataset.district)"""
    )
    calm(page)


PLOTLY_MAP = "document.querySelector('.js-plotly-plot')?._fullLayout?.map?._subplot?.map"


def open_plotly(page: Page, url: str) -> None:
    """Open the Plotly map, wait until it is drawn, and give the clock the MapLibre map inside."""
    page.goto(url)
    page.wait_for_function(f"() => {PLOTLY_MAP}?.loaded() && {PLOTLY_MAP}.getStyle().layers.length > 1")
    page.evaluate(
        f"""() => {{
        const map = {PLOTLY_MAP}, graph = document.querySelector('.js-plotly-plot');
        map.on('sourcedataloading', () => {{ benchClock.isReloaded = true; }});
        const shown = () => graph.data[0].z.bdata || Array.from(graph.data[0].z).join();
        benchClock.watch(map, shown, () => benchClock.isReloaded);
        }}"""
    )
    calm(page)


def calm(page: Page) -> None:
    """Wait until no callback is under way and the page has nothing left to do.

    The graphics process is shared by both pages and has work left when the scripts are done, so no step begins
    within 400 ms of the one before, whichever page that was on: a hand is no faster.
    """
    page.wait_for_function("() => benchClock.asking === 0 && !document.body.classList.contains('asking')")
    page.wait_for_timeout(400)
    page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    )


def step(page: Page, key: str) -> Step:
    """Press `key` where the focus is; the time until the map was painted."""
    page.evaluate("benchClock.arm('keydown')")
    page.keyboard.press(key)
    return taken(page)


def taken(page: Page) -> Step:
    """What the clock says of the gesture it was armed for."""
    said: dict[str, Any] = page.evaluate("benchClock.done")
    return Step(said["ms"], said["from"], said["to"])
