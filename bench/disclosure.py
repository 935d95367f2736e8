"""What scope and suppression cost: cube, answers of the map, the guard and tracing, reader beside reader."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from app import create_app
from bench.base import Benchmark, Figure, Report, require_equal, spread, times
from bench.callbacks import request_body
from bench.disclosure_equal import require_same_cube, require_same_matrix, require_same_traces
from bench.disclosure_guard import SITE, three_clients
from callbacks.access.reader import recognise_by
from data.access.acting import TRACER
from data.access.reader import Reader
from data.access.rights import PUBLIC_RIGHTS
from data.access.sight import PUBLIC, WHOLE, Sight
from data.cube import Cube
from data.measures import NEW_CASES
from data.protected import protect
from data.settings import Settings
from data.store import Store, open_store
from data.tracing.case import trace_case
from data.tracing.cases import find_cases
from data.tracing.listed import listed_venues
from data.tracing.world import world_of
from data.view import default_view, every_parameter
from geo.exposure_rule import DEFAULT_RULE
from layers import AREA_LAYERS

FIRST, AGAIN = 5, 200
ANSWERS = ("place.children", "ranking.children", "legend.children")

Ways = Mapping[str, Callable[[], object]]


def run(settings: Settings) -> Report:
    """The whole is timed in every turn beside what is protected."""
    report = Report()
    cube = open_store(settings).cube()
    cases = {
        d.code: np.nansum(cube.measures[NEW_CASES].values[:, cube.units.columns(d.code)])
        for d in cube.units.districts
    }
    code = max(cases, key=lambda each: cases[each])
    district = Sight(frozenset(cube.units.unit_ids[cube.units.columns(code)].tolist()))
    sights = {"whole": WHOLE, "public": PUBLIC, "one district": district}
    _cubes(settings, sights, report)
    _map(settings, sights, code, report)
    _tracing(settings, report)
    _guard(settings, code, report)
    return report


def _beside(
    report: Report, what: str, ways: Ways, turns: int, before: Callable[[], object] = lambda: None
) -> None:
    """Every way once a turn, the first to begin with changing; the first named is the rival of the others."""
    samples: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(turns * len(ways)):
        name = list(ways)[(turn + turn // len(ways)) % len(ways)]
        before()
        begun = time.perf_counter()
        ways[name]()
        samples[name].append(1000 * (time.perf_counter() - begun))
    rival, *others = ways
    for name in others:
        ours, theirs = (spread(samples[each], digits=2) for each in (name, rival))
        ratio = times(samples[name], samples[rival])
        report.figures.append(Figure(f"{what}, {name}", ours, "", rival, theirs, ratio))
    report.samples |= {f"{what}, {name} (ms)": each for name, each in samples.items()}


def _cubes(settings: Settings, sights: Mapping[str, Sight], report: Report) -> None:
    store = open_store(settings)
    for name in list(sights)[1:]:
        shown = require_same_cube(store.cube(), store.seen_by(sights[name]).cube(), name)
        report.checks.append(f"cube of {name}: exact inside, {shown} figures shown outside and exact")
    fresh = {n: lambda sight=sight: open_store(settings).seen_by(sight).cube() for n, sight in sights.items()}
    again = {n: lambda sight=sight: store.seen_by(sight).cube() for n, sight in sights.items()}
    _beside(report, "cube, first", fresh, FIRST)
    alone = {n: lambda sight=sight: protect(store.cube(), sight, ()) for n, sight in sights.items()}
    _beside(report, "of it, protecting", {"whole": fresh["whole"]} | dict(list(alone.items())[1:]), FIRST)
    _beside(report, "cube, again", again, AGAIN)


def _map(settings: Settings, sights: Mapping[str, Sight], code: str, report: Report) -> None:
    """Place, ranking, legend and matrix: from a store that was just opened, and again."""
    server = create_app(settings).server
    client, context = server.test_client(), server.extensions["dichte"]
    wired = {each["output"]: each for each in client.get("/_dash-dependencies").get_json()}
    view = default_view(context.choices())

    def ask(name: str, what: str, **changes: str) -> bytes:
        sight = sights[name]
        recognise_by(server, lambda: Reader(name, frozenset(), PUBLIC_RIGHTS, sight))
        if what in wired:
            asked = request_body(wired[what], every_parameter(view.but(**changes)))
            return _answer(client.post("/_dash-update-component", json=asked))
        snapshot = context.store.seen_by(sight).cube().snapshot.id
        return _answer(client.get(f"/values/{snapshot}/{what}.bin"))

    def reopen() -> None:
        server.extensions["dichte"] = replace(context, store=open_store(settings))

    _same_answers(context.store.cube(), sights, code, ask, report)
    for what in (*ANSWERS, view.layer):
        ways = {name: lambda name=name, what=what: ask(name, what) for name in sights}
        said = f"values/{what}.bin" if what == view.layer else what.partition(".")[0]
        _beside(report, f"{said}, first", ways, FIRST, reopen)
        _beside(report, f"{said}, again", ways, AGAIN)


def _same_answers(
    cube: Cube, sights: Mapping[str, Sight], code: str, ask: Callable[..., bytes], report: Report
) -> None:
    shown = 0
    for layer in AREA_LAYERS:
        for name in list(sights)[1:]:
            inside = np.isin(cube.units.unit_ids, sorted(sights[name].units or ()))
            shown += require_same_matrix(
                cube, ask("whole", layer.key), ask(name, layer.key), inside, layer.key
            )
    report.checks.append(f"matrices: the same inside, {shown} values of Sundays shown outside and exact")
    for what in ANSWERS[:2]:
        require_equal(ask("one district", what, district=code), ask("whole", what, district=code), what)
    report.checks.append(
        "place and ranking of the district, byte for byte, to its own reader and to the whole one"
    )


def _tracing(settings: Settings, report: Report) -> None:
    """Within the three communes of the busiest venues; meetings are in memory, and the scope is found first or again."""
    store, day = open_store(settings), settings.opening_day
    listed = listed_venues(store, day, DEFAULT_RULE, None)
    units = frozenset(list(dict.fromkeys(each.venue.unit_id for each in listed))[:3])
    stores = {
        name: store.seen_by(s, TRACER) for name, s in (("whole", WHOLE), ("three communes", Sight(units)))
    }
    days, world = store.cube().days, world_of(stores["whole"], DEFAULT_RULE)
    cases = [c.case_id for c in find_cases(store, units, days[0], days[-1], 10**6, 0)[0] if c.visits]
    found = require_same_traces(stores["whole"], stores["three communes"], cases[0])
    report.checks.append(f"tracing: {found} cases, venues and one case in three communes as in the whole")
    parts: dict[str, Callable[[Store], object]] = {
        "list of 50 cases": lambda s: find_cases(s, None, days[0], days[-1], 50, 0),
        "one case": lambda s: trace_case(s, cases[0], DEFAULT_RULE),
        "venues of a day": lambda s: listed_venues(s, day, DEFAULT_RULE, None),
    }
    for what, part in parts.items():
        ways = {name: lambda part=part, s=s: part(s) for name, s in stores.items()}
        _beside(report, f"tracing, {what}, first", ways, FIRST, world.scopes.clear)
        _beside(report, f"tracing, {what}, again", ways, AGAIN // 4)


def _guard(settings: Settings, code: str, report: Report) -> None:
    """The bare frame of the page, which costs next to nothing itself."""
    with three_clients(settings, code) as clients:
        ways = {n: lambda c=c: _answer(c.get("/_dash-layout", base_url=SITE)) for n, c in clients.items()}
        require_equal(len({way() for way in ways.values()}), 1, "frames of the page")
        report.checks.append("the frame of the page, byte for byte, to all three")
        _beside(report, "guard, the frame of the page", ways, AGAIN)


def _answer(response: Any) -> bytes:
    require_equal(response.status_code, 200, "status")
    return bytes(response.get_data())


BENCHMARK = Benchmark("disclosure", "what scope and suppression cost", run)
