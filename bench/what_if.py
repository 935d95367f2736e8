"""What if: from a slider's step to the exposed people, on the server and to the eye, against the definition in SQL."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import Connection, func, select

from app import create_app
from bench.base import Benchmark, Figure, Report, require_equal, spread, times
from bench.chromium import chromium, new_page
from bench.serve import serving
from data import schema
from data.exposures import contacts
from data.settings import Settings
from data.stays import prepare
from data.store import open_store
from geo.exposure_rule import DEFAULT_RULE, ExposureRule, rule_text
from layers.text import number, text

DAY = date(2021, 5, 25)
TARGET = "≤ 200 ms at 1.5M check-ins"
RIVAL = "SQL in SQLite"
SLIDERS = ("min_overlap_minutes", "tail_minutes", "imputed_percent", "window_days_before")
STEPS = {"min_overlap_minutes": 1, "tail_minutes": 5, "imputed_percent": 5, "window_days_before": 1}
"""How far one press of an arrow moves each."""

TURNS = 8
"""Positions of each slider, none of them asked for before."""

T = TypeVar("T")

_FIGURE = "document.querySelector('.what-if-result .figure strong').textContent"
_ARM = f"""() => {{
    const before = {_FIGURE};
    window.followed = new Promise((done) => addEventListener("keydown", (event) => {{
        const look = new MutationObserver(() => {{
            if ({_FIGURE} === before) return;
            look.disconnect();
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - event.timeStamp)));
        }});
        look.observe(document.body, {{ childList: true, subtree: true, characterData: true }});
    }}, {{ once: true, capture: true }}));
}}"""


@dataclass(frozen=True)
class Asked:
    """One position of a slider and the people exposed there, counted by SQL, and how long that took, ms."""

    rule: ExposureRule
    people: int
    sql_ms: float


def run(settings: Settings) -> Report:
    """First the server alone, then a key on a thumb until the number is painted."""
    report = Report()
    client = create_app(settings).server.test_client()
    with open_store(settings).read() as connection, chromium() as browser, serving("dichte") as served:
        checkins = connection.execute(select(func.count()).select_from(schema.checkin)).scalar_one()
        _ask(client, DEFAULT_RULE)
        page = new_page(browser)
        for slider in SLIDERS:
            asked = [_by_sql(connection, rule) for rule in _rules(slider)]
            _on_the_server(client, slider, asked, report)
            _to_the_eye(page, f"{served.url}/trace?tab=what-if&lang=en&day={DAY}", slider, asked, report)
        report.notes.append(f"{checkins:,} check-ins; Chromium {browser.version}, software GL")
    report.checks.append(
        f"people exposed at {TURNS} positions of {len(SLIDERS)} sliders: SQL, server and screen"
    )
    return report


def _rules(slider: str) -> list[ExposureRule]:
    """Where the slider stands after one press of an arrow, two, and so on."""
    usual, step = getattr(DEFAULT_RULE, slider), STEPS[slider]
    return [replace(DEFAULT_RULE, **{slider: usual + step * n}) for n in range(1, TURNS + 1)]


def _timed(way: Callable[[], T]) -> tuple[T, float]:
    begun = time.perf_counter()
    return way(), 1000 * (time.perf_counter() - begun)


def _by_sql(connection: Connection, rule: ExposureRule) -> Asked:
    def count() -> int:
        prepare(connection, rule)
        met = contacts(rule, DAY - timedelta(rule.display_days), DAY).subquery()
        return connection.execute(select(func.count(met.c.person_id.distinct()))).scalar_one()

    return Asked(rule, *_timed(count))


def _on_the_server(client: FlaskClient, slider: str, asked: list[Asked], report: Report) -> None:
    taken = list[float]()
    for each in asked:
        answer, ms = _timed(partial(_ask, client, each.rule))
        require_equal(
            f'"{number(each.people, "en")}"' in answer, True, f"people exposed by {rule_text(each.rule)}"
        )
        taken.append(ms)
    sql = [each.sql_ms for each in asked]
    report.samples |= {f"{slider}_server_ms": taken, f"{slider}_sql_ms": sql}
    what = f"what if, {slider}: the server's answer"
    report.figures.append(Figure(what, spread(taken), TARGET, RIVAL, spread(sql), times(taken, sql)))


def _ask(client: FlaskClient, rule: ExposureRule) -> str:
    answer = client.get(
        "/trace/what-if", query_string={"lang": "en", "day": str(DAY), "rule": rule_text(rule)}
    )
    require_equal(answer.status_code, 200, f"status of {rule_text(rule)}")
    return str(answer.get_json()["result"])


def _to_the_eye(page: Page, url: str, slider: str, asked: list[Asked], report: Report) -> None:
    page.goto(url)
    thumb = page.get_by_role("slider", name=text(f"what_if.{slider}", "en"))
    page.wait_for_function("() => document.querySelector('.what-if-curve .js-plotly-plot .main-svg')")
    thumb.focus()
    taken = list[float]()
    for each in asked:
        page.wait_for_timeout(400)
        page.evaluate(_ARM)
        page.keyboard.press("ArrowRight")
        taken.append(page.evaluate("() => window.followed"))
        require_equal(page.evaluate(f"() => {_FIGURE}"), number(each.people, "en"), f"on screen, {each.rule}")
    report.samples[f"{slider}_screen_ms"] = taken
    report.figures.append(Figure(f"what if, {slider}: key → number painted", spread(taken), TARGET))


BENCHMARK = Benchmark("what_if", "what if: exposed people follow the sliders", run)
