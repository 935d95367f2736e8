"""Slider key → map repainted, 209 communes: Dichte against the same map in Plotly, fed by `Patch`, step by step."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from bench.base import Benchmark, Figure, Report, require_equal, spread, times
from bench.chromium import PLOTLY_MAP, Step, calm, chromium, new_page, open_dichte, open_plotly, step
from bench.rivals.plotly_patch import looks
from bench.serve import Served, serving
from data.settings import Settings
from data.store import open_store
from layers import AREA_LAYERS
from layers.areas import class_matrix
from layers.base import Layer

STEPS = 24
PLAYED = 60
RIVAL = "Plotly, geometry by URL, Patch of z"
QUERY = "show=areas,districts"
"""No venues: the rival has none."""


@dataclass(frozen=True)
class Runner:
    """One way under measurement: its page, its server, and how its classes are read back from the map."""

    page: Page
    server: Served
    classes: str

    def step(self, key: str = "ArrowRight") -> Step:
        """One key press once everything before has settled, with this page in front."""
        self.page.bring_to_front()
        calm(self.page)
        return step(self.page, key)

    def shown(self) -> list[Any]:
        """Class (Dichte) or colour (the rival) of every commune, as the map holds it now."""
        found: list[Any] = self.page.evaluate(self.classes)
        return found


def run(settings: Settings) -> Report:
    """Single steps in turn, then sixty days by each."""
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        ours = dichte_runner(browser, stack.enter_context(serving("dichte")), settings)
        rival = rival_runner(browser, stack, ours.page)
        report = _single_steps(ours, rival, settings)
        report.notes.append(f"Chromium {browser.version}, software GL")
        _note_late(ours, rival, report, "single steps")
        for each in (ours, rival):
            each.page.bring_to_front()
            _go_to(each.page, settings, -PLAYED - 1)
        _played(ours, rival, report)
        _note_late(ours, rival, report, "playing")
    return report


def _note_late(ours: Runner, rival: Runner, report: Report, when: str) -> None:
    """Maps painted when no step was being measured: other than 0, the clock stopped too early."""
    for each in (ours, rival):
        calm(each.page)
    late = [each.page.evaluate("benchClock.late") for each in (ours, rival)]
    report.notes.append(
        f"{when}: {late[0]} maps of Dichte and {late[1]} of the rival painted after the clock had stopped"
    )


def dichte_runner(browser: Browser, server: Served, settings: Settings) -> Runner:
    page = new_page(browser)
    open_dichte(page, f"{server.url}/?{QUERY}")
    thumb(page)
    ids = open_store(settings).cube().units.unit_ids.tolist()
    states = f"{ids}.map((id) => dichteMap.map.getFeatureState({{ source: 'communes', id }}).c)"
    return Runner(page, server, states)


def rival_runner(browser: Browser, stack: ExitStack, ours: Page) -> Runner:
    """The same size in px and the same camera as the page of Dichte."""
    camera = ours.evaluate(
        "(({ clientWidth: width, clientHeight: height }, { lng: lon, lat }, zoom) => ({ width, height, lon, lat, zoom }))"
        "(dichteMap.map.getContainer(), dichteMap.map.getCenter(), dichteMap.map.getZoom())"
    )
    server = stack.enter_context(serving("plotly_patch", **camera))
    page = new_page(browser)
    open_plotly(page, server.url)
    thumb(page)
    painted = f"Object.values({PLOTLY_MAP}.getStyle().sources)[0].data.features"
    order = "(a, b) => a.id - b.id"
    colours = f"{painted}.toSorted({order}).map((f) => f.properties.fc)"
    return Runner(page, server, colours)


def thumb(page: Page) -> None:
    page.locator("#day [role=slider]").focus()


def _single_steps(ours: Runner, rival: Runner, settings: Settings) -> Report:
    """STEPS steps of each, one after the other; after each the classes must be those of the store."""
    report, ours_steps, rival_steps = Report(), list[Step](), list[Step]()
    layer, store = AREA_LAYERS[0], open_store(settings)
    days, matrix = store.cube().days, class_matrix(layer.series(store), layer.scale)
    day = days.index(min(max(settings.opening_day, days[0]), days[-1]))
    for each in (ours, rival):
        each.step()
    for n in range(STEPS):
        ours_steps.append(ours.step())
        rival_steps.append(rival.step())
        require_same(ours, rival, layer, matrix[day + 2 + n].tolist(), str(days[day + 2 + n]))
    report.checks.append(
        f"class and colour of {matrix.shape[1]} communes after each of {STEPS} steps, read from both maps and the store"
    )
    mine, other = [s.ms for s in ours_steps], [s.ms for s in rival_steps]
    report.samples |= {"dichte_ms": mine, "plotly_ms": other}
    what = "slider key → map idle again, 209 communes"
    report.figures.append(Figure(what, spread(mine), "≥ 6×", RIVAL, spread(other), times(mine, other)))
    over = [_bytes(r, s) for r, s in ((ours, ours_steps), (rival, rival_steps))]
    what = "bytes over the wire from key to repaint, both ways, mean of a step"
    report.figures.append(Figure(what, f"{over[0]:.0f} B", "0 B", RIVAL, f"{over[1]:.0f} B"))
    return report


def require_same(ours: Runner, rival: Runner, layer: Layer, codes: list[int], when: str) -> None:
    """Both maps must hold the classes of the store: ours as classes, the rival's as their colours."""
    colours = looks(layer)
    require_equal(ours.shown(), codes, f"classes on the map of Dichte, {when}")
    require_equal(
        _hex(rival.shown()), [colours[code] for code in codes], f"colours on the rival's map, {when}"
    )


def _hex(colours: object) -> list[str]:
    """Plotly writes colours as rgb(…) or as given."""
    assert isinstance(colours, list)
    return [_one_hex(str(colour)) for colour in colours]


def _one_hex(colour: str) -> str:
    if colour.startswith("#"):
        return colour.lower()
    parts = colour[colour.index("(") + 1 : colour.index(")")].split(",")[:3]
    return "#" + "".join(f"{round(float(part)):02x}" for part in parts)


def _bytes(runner: Runner, steps: list[Step]) -> float:
    """Bytes of the requests that came while a step was being painted, per step."""
    log = runner.server.log()
    within = [r for r in log if any(s.begun <= r.at <= s.painted for s in steps)]
    return sum(r.up + r.down for r in within) / len(steps)


def _go_to(page: Page, settings: Settings, row: int) -> None:
    """Move the slider to a day counted from the end, unmeasured."""
    days = open_store(settings).cube().days
    calm(page)
    page.evaluate(f"dash_clientside.set_props('day', {{ value: {len(days) + row} }})")
    page.wait_for_function(
        f"() => document.querySelector('#day [role=slider]').ariaValueNow === '{len(days) + row}'"
    )
    calm(page)
    thumb(page)
    page.evaluate("benchClock.late = 0")


def _played(ours: Runner, rival: Runner, report: Report) -> None:
    """Sixty days: the next key as soon as the day before is painted."""
    seconds = []
    for each in (ours, rival):
        each.page.bring_to_front()
        steps = [step(each.page, "ArrowRight") for _ in range(PLAYED)]
        seconds.append(steps[-1].painted - steps[0].begun)
    report.samples |= {"dichte_played_s": seconds[:1], "plotly_played_s": seconds[1:]}
    what = f"{PLAYED} days played, each as soon as the one before is painted"
    report.figures.append(
        Figure(what, f"{seconds[0]:.1f} s", "≤ 6 s", RIVAL, f"{seconds[1]:.1f} s", seconds[1] / seconds[0])
    )


BENCHMARK = Benchmark("slider", "slider key to map repainted", run)
