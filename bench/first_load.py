"""First map in a cold browser: time and bytes until it is drawn, against the Plotly map of the same communes."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser

from bench.base import Benchmark, Figure, Report, require_equal, spread, times
from bench.chromium import DRAWN, PLOTLY_MAP, chromium, new_page
from bench.serve import Request, Served, serving
from data.settings import Settings
from data.store import open_store
from layers import AREA_LAYERS
from layers.areas import class_matrix

LOADS = 7
SHOWN_REQUESTS = 14
RIVAL = "Plotly map, geometry by URL"

PLOTLY_DRAWN = f"{PLOTLY_MAP}?.loaded() && {PLOTLY_MAP}.getStyle().layers.length > 1"
WATCH = """
(() => {
  const look = () => {
    if (window.benchDrawn) return;
    let drawn = false;
    try { drawn = %s; } catch { drawn = false; }
    if (drawn) window.benchDrawn = performance.now();
  };
  const everyFrame = () => { look(); if (!window.benchDrawn) requestAnimationFrame(everyFrame); };
  requestAnimationFrame(everyFrame);
  new MutationObserver(look).observe(document, { subtree: true, attributeFilter: ["data-drawn"] });
})();
"""
"""Looks at every frame, and as soon as the map says that it is drawn; ms since navigation began."""

OUR_CLASSES = "ids => ids.map((id) => dichteMap.map.getFeatureState({ source: 'communes', id }).c)"


@dataclass(frozen=True)
class Load:
    """One cold load: ms until the map was drawn, and what had been asked for by then and after."""

    ms: float
    before: list[Request]
    after: list[Request]

    @property
    def kilobytes(self) -> float:
        return sum(request.down for request in self.before) / 1000


def run(settings: Settings) -> Report:
    """LOADS cold loads of each, in turn; the first of each warms the server and is left out."""
    ours, rival = list[Load](), list[Load]()
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        dichte, plotly = stack.enter_context(serving("dichte")), stack.enter_context(serving("plotly_patch"))
        for _ in range(LOADS + 1):
            ours.append(_load(browser, dichte, DRAWN, settings))
            rival.append(_load(browser, plotly, PLOTLY_DRAWN, None))
        version = browser.version
    report = _report(ours[1:], rival[1:])
    report.notes.append(f"Chromium {version}, software GL, localhost, {LOADS} cold contexts each")
    return report


def _load(browser: Browser, server: Served, drawn: str, settings: Settings | None) -> Load:
    page = new_page(browser, WATCH % drawn)
    page.goto(server.url)
    page.wait_for_function("() => window.benchDrawn")
    begun, ms = page.evaluate("[performance.timeOrigin / 1000, benchDrawn]")
    if settings is not None:
        _check(page.evaluate(OUR_CLASSES, _ids(settings)), settings)
        page.wait_for_function("() => document.querySelectorAll('.js-plotly-plot .main-svg').length > 0")
    log = server.log(since=begun)
    page.context.close()
    until = begun + ms / 1000
    return Load(ms, [r for r in log if r.at <= until], [r for r in log if r.at > until])


def _ids(settings: Settings) -> list[int]:
    ids: list[int] = open_store(settings).cube().units.unit_ids.tolist()
    return ids


def _check(classes: list[int], settings: Settings) -> None:
    """The first map must hold the classes of the opening day: an empty one is drawn sooner."""
    store, layer = open_store(settings), AREA_LAYERS[0]
    days = store.cube().days
    row = days.index(min(max(settings.opening_day, days[0]), days[-1]))
    require_equal(
        classes, class_matrix(layer.series(store), layer.scale)[row].tolist(), "classes on the first map"
    )


def _report(ours: list[Load], rival: list[Load]) -> Report:
    report = Report()
    report.checks.append("the first map holds the classes of the opening day, all communes")
    mine, other = [load.ms for load in ours], [load.ms for load in rival]
    report.samples |= {"dichte_ms": mine, "plotly_ms": other}
    report.figures.append(
        Figure(
            "first map, cold browser, localhost",
            spread(mine),
            "≤ 1.5 s",
            RIVAL,
            spread(other),
            times(mine, other),
        )
    )
    sizes = [[load.kilobytes for load in loads] for loads in (ours, rival)]
    report.samples |= {"dichte_kb": sizes[0], "plotly_kb": sizes[1]}
    kb = [f"{median(size):.0f} kB" for size in sizes]
    what = "bytes over the wire before the map is drawn, workers included"
    report.figures.append(Figure(what, kb[0], "≤ 700 kB", RIVAL, kb[1], times(*sizes)))
    later = median(sum(request.down for request in load.after) / 1000 for load in ours)
    report.figures.append(Figure("bytes after the first map, until the charts stand", f"{later:.0f} kB"))
    report.notes += _by_size(ours[-1])
    return report


def _by_size(load: Load) -> list[str]:
    """The largest requests before the map was drawn."""
    sizes: Counter[str] = Counter()
    for request in load.before:
        sizes[request.path] += request.down
    return [f"{size / 1000:7.1f} kB  {path}" for path, size in sizes.most_common(SHOWN_REQUESTS)]


BENCHMARK = Benchmark("first_load", "first map in a cold browser", run)
