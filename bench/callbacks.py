"""District filter and change of metric → repaint, the server's answers included; and each Dash callback by itself."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import cycle, islice
from statistics import median
from typing import Any

import numpy as np
from flask.testing import FlaskClient
from playwright.sync_api import Locator, Page
from sqlalchemy import Connection, select

from app import create_app
from bench.base import Benchmark, Figure, Report, p95, require_equal, spread, times
from bench.chromium import calm, chromium, taken
from bench.serve import serving
from bench.slider import Runner, dichte_runner, require_same, rival_runner
from callbacks.access.demands import demand_of_callback
from data import schema
from data.access.rights import Right
from data.measures import NEW_CASES
from data.settings import Settings
from data.store import Store, open_store
from data.view import Choices, default_view, every_parameter
from layers import AREA_LAYERS
from layers.areas import class_matrix

CALLS = 200
TURNS = 12
RIVAL = "Plotly, Patch of z"


def run(settings: Settings) -> Report:
    """First without a browser, then in one."""
    report = Report()
    _server_side(settings, report)
    _cube_against_sql(settings, report)
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        ours = dichte_runner(browser, stack.enter_context(serving("dichte")), settings)
        rival = rival_runner(browser, stack, ours.page)
        _metric_changes(ours, rival, settings, report)
        _district_filters(ours.page, report)
        report.notes.append(f"Chromium {browser.version}, software GL")
    return report


# ── in the browser ────────────────────────────────────────────────────────────────────────────────


def _metric_changes(ours: Runner, rival: Runner, settings: Settings, report: Report) -> None:
    """The radio buttons in turn; every matrix has been fetched once before the clock counts."""
    samples: dict[str, list[float]] = {"dichte": [], "plotly": [], "answered": []}
    codes = _opening_classes(settings)
    for turn in range(TURNS + len(AREA_LAYERS)):
        n = (turn + 1) % len(AREA_LAYERS)
        painted, answered = _click(ours.page, ours.page.locator("#layer input").nth(n))
        other, _ = _click(rival.page, rival.page.locator("#layer input").nth(n))
        require_same(ours, rival, AREA_LAYERS[n], codes[n], f"opening day of {AREA_LAYERS[n].key}")
        if turn >= len(AREA_LAYERS):
            for name, value in (("dichte", painted), ("plotly", other), ("answered", answered)):
                samples[name].append(value)
    report.samples |= {f"metric_{name}_ms": each for name, each in samples.items()}
    ours_ms, rival_ms = samples["dichte"], samples["plotly"]
    report.checks.append(
        "class and colour of every commune after each metric change, both maps and the store"
    )
    figure = Figure(
        "metric change → map repainted",
        spread(ours_ms),
        "≤ 150 ms",
        RIVAL,
        spread(rival_ms),
        times(ours_ms, rival_ms),
    )
    report.figures += [
        figure,
        Figure(
            "metric change → the last answer of the server arrived", spread(samples["answered"]), "≤ 150 ms"
        ),
    ]


def _opening_classes(settings: Settings) -> list[list[int]]:
    """Classes of every layer on the day that both pages open with."""
    store = open_store(settings)
    days = store.cube().days
    row = days.index(min(max(settings.opening_day, days[0]), days[-1]))
    return [class_matrix(layer.series(store), layer.scale)[row].tolist() for layer in AREA_LAYERS]


def _district_filters(page: Page, report: Report) -> None:
    """Options of the dropdown, by a click; opening the list is not measured."""
    painted, answered = list[float](), list[float]()
    for turn in range(TURNS):
        calm(page)
        page.locator("#district").click()
        options = page.locator("[data-radix-popper-content-wrapper] [role=option]")
        options.first.wait_for()
        ms, all_ms = _click(page, options.nth(turn % options.count()))
        painted.append(ms)
        answered.append(all_ms)
    report.samples |= {"district_ms": painted, "district_answered_ms": answered}
    report.figures.append(Figure("district filter → map repainted", spread(painted), "≤ 150 ms"))
    report.figures.append(
        Figure("district filter → the last answer of the server arrived", spread(answered), "≤ 150 ms")
    )


def _click(page: Page, target: Locator) -> tuple[float, float]:
    """ms from the click until the map was painted, and until the last answer had arrived too."""
    page.bring_to_front()
    calm(page)
    page.evaluate("benchClock.arm('click')")
    target.click()
    painted = taken(page).ms
    page.wait_for_function("() => benchClock.run.answers < benchClock.answers")
    calm(page)
    return painted, max(painted, page.evaluate("benchClock.lastAnswer - benchClock.run.begun"))


# ── without one ───────────────────────────────────────────────────────────────────────────────────


def _server_side(settings: Settings, report: Report) -> None:
    """CALLS calls of every callback of the map that runs on the server, on changing days, layers and districts."""
    app = create_app(settings)
    with app.server.app_context():
        context = app.server.extensions["dichte"]
        views = list(islice(_views(context.choices()), CALLS))
    client = app.server.test_client()
    for wired in client.get("/_dash-dependencies").get_json():
        if wired["clientside_function"] or demand_of_callback(wired["output"], "/") != Right.MAP:
            continue
        bodies = [request_body(wired, view) for view in views]
        _post(client, bodies[0])
        milliseconds = [_timed(client, body) for body in bodies]
        report.samples[f"server_{wired['output']}_ms"] = milliseconds
        report.figures.append(
            Figure(f"server side, {wired['output']}, {CALLS} calls", spread(milliseconds, digits=1))
        )


def _views(choices: Choices) -> Iterator[dict[str, str]]:
    span = (choices.last_day - choices.first_day).days + 1
    districts = cycle(["", *sorted(choices.districts)])
    for n, layer, district in zip(range(10**6), cycle(choices.layers), districts, strict=False):
        day = choices.first_day + timedelta(days=n % span)
        yield every_parameter(default_view(choices).but(layer=layer, day=day, district=district or None))


def request_body(wired: dict[str, Any], view: dict[str, str]) -> dict[str, Any]:
    """The request that Dash's renderer would send."""
    values = {
        "asked.data": view,
        "charts-ready.data": True,
        "view.data": view,
        "url.pathname": "/",
        "url.search": "?day=" + view["day"],
    }
    inputs, state = (
        [each | {"value": values.get(f"{each['id']}.{each['property']}")} for each in wired[kind]]
        for kind in ("inputs", "state")
    )
    component, _, name = wired["output"].rpartition(".")
    changed = [f"{each['id']}.{each['property']}" for each in wired["inputs"][:1]]
    return {
        "output": wired["output"],
        "outputs": {"id": component, "property": name},
        "inputs": inputs,
        "state": state,
        "changedPropIds": changed,
    }


def _post(client: FlaskClient, body: dict[str, Any]) -> None:
    answer = client.post("/_dash-update-component", json=body, headers={"Accept-Encoding": "gzip"})
    require_equal(answer.status_code, 200, f"status of {body['output']}: {json.dumps(body['inputs'])[:200]}")


def _timed(client: FlaskClient, body: dict[str, Any]) -> float:
    begun = time.perf_counter()
    _post(client, body)
    return 1000 * (time.perf_counter() - begun)


def _cube_against_sql(settings: Settings, report: Report) -> None:
    """One day of one measure: from the cube, and by a query, as a dashboard without a cube would read it."""
    store = open_store(settings)
    cube = store.cube()
    ours, rival = list[float](), list[float]()
    days = list(islice(cycle(cube.days), CALLS))
    with store.read() as connection:
        for day in days:
            begun = time.perf_counter()
            series = _by_cube(store, day)
            ours.append(1000 * (time.perf_counter() - begun))
            begun = time.perf_counter()
            by_query = _by_query(connection, day)
            rival.append(1000 * (time.perf_counter() - begun))
            require_equal(np.nan_to_num(series, nan=-1).tolist(), by_query, f"new cases of {day}")
    report.checks.append(
        f"new cases of {len(cube.units.communes)} communes on {len(set(days))} days, from the cube and by SQL"
    )
    what = f"one day of one measure read, {CALLS} times"
    report.figures.append(
        Figure(
            what,
            f"{median(ours):.3f} ms, p95 {p95(ours):.3f} ms",
            "",
            "SQL in SQLite",
            spread(rival, digits=2),
            times(ours, rival),
        )
    )
    report.samples |= {"cube_ms": ours, "sql_ms": rival}


def _by_cube(store: Store, day: date) -> np.ndarray[Any, np.dtype[np.float64]]:
    """As a callback reads it: the newest snapshot is asked for, then the cube answers."""
    series = store.cube().measures[NEW_CASES]
    return series.values[series.row(day)]


def _by_query(connection: Connection, day: date) -> list[float]:
    r = schema.rollup_cell.c
    query = select(r.value).where(r.measure == NEW_CASES, r.day == day).order_by(r.unit_id)
    return [-1.0 if value is None else value for value in connection.execute(query).scalars()]


BENCHMARK = Benchmark("callbacks", "filters and metric changes, and the server's part of them", run)
