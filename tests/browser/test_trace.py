"""The tracer's desk in Chromium: from a case to its F2s by mouse, by keyboard and by thumb."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from data.settings import Settings
from data.store import open_store
from data.tracing.case import trace_case
from data.tracing.onward import trace_onward
from data.tracing.person_code import person_code
from geo.exposure_rule import ExposureRule
from layers.text import number, text
from tests.browser.conftest import opening, serving, watching
from tests.browser.screen import BROWSER
from tests.browser.test_keyboard import focus_is_visible
from tests.browser.tracer import Tracer
from tests.browser.watch import Watch

pytestmark = BROWSER

QUANG_CHAU = "07807"
FIRST, MET, MAPPED = 102, 144, 163
"""Of Quang Châu: the first case published, the first one that met anybody, one whose venues are on the map."""

every_language = pytest.mark.parametrize("lang", ["vi", "en"])


@pytest.fixture(scope="module")
def trace_var(settings, tmp_path_factory) -> Path:
    """A copy of the built store: looks are written into it."""
    folder = tmp_path_factory.mktemp("trace") / "var"
    shutil.copytree(settings.var_dir, folder, ignore=shutil.ignore_patterns("*-wal", "*-shm", "lock"))
    return folder


@pytest.fixture(scope="module")
def trace_address(settings: Settings, trace_var: Path, tmp_path_factory) -> Iterator[str]:
    """Address of an app on that copy; a traceback in its log is a failure."""
    log = tmp_path_factory.mktemp("server") / "log"
    with serving(settings, trace_var, log, "/trace") as address:
        yield address


@pytest.fixture
def trace_watch(trace_address) -> Iterator[Watch]:
    with watching(trace_address) as watch:
        yield watch


@pytest.fixture
def tracers(browser, trace_address, trace_watch) -> Iterator[Callable[..., Tracer]]:
    """`tracers(size=(390, 844))`: a tracer with a browser of their own."""
    with opening(browser, trace_watch, lambda page: Tracer(page, trace_address)) as make:
        yield make


@pytest.fixture
def tracer(tracers) -> Tracer:
    return tracers()


@pytest.fixture
def phone(tracers) -> Tracer:
    return tracers(size=(390, 844), has_touch=True, is_mobile=True)


@pytest.fixture(scope="module")
def traced_store(trace_var, settings):
    store = open_store(Settings(var_dir=trace_var, libraries=settings.libraries))
    yield store
    store.engine.dispose()


@every_language
def test_from_the_first_case_of_quang_chau_to_f2s_by_mouse(lang, tracer, traced_store) -> None:
    tracer.open(f"?lang={lang}").is_called()
    tracer.choose("commune", QUANG_CHAU)
    expect(tracer.at(".trace-tab .list h2")).to_contain_text(number(2789, lang))
    tracer.link(text("trace.case.number", lang, number=str(FIRST))).click()
    expect(tracer.at(".summary")).to_have_text(text("trace.case.no_stays", lang))
    tracer.link(text("trace.case.number", lang, number=str(MET))).click()
    expect(tracer.heading).to_be_focused()
    found = trace_case(traced_store, MET, ExposureRule())
    assert found is not None
    expect(tracer.people).to_have_count(len(found.met))
    expect(tracer.people.first).to_contain_text(person_code(found.met[0].person_id))
    tracer.link(text("trace.people.ask_f2", lang)).click()
    onward = trace_onward(traced_store, MET, ExposureRule())
    assert onward is not None
    expect(tracer.at(".generations [aria-current]")).to_have_text(
        text("trace.people.f2", lang, people=number(len(onward.met), lang))
    )
    code = person_code(onward.met[0].person_id)
    expect(tracer.people.first).to_contain_text(code)
    tracer.link(code).click()
    expect(tracer.heading).to_contain_text(code)
    tracer.at(".trace-way a").first.click()
    expect(tracer.people.first).to_contain_text(code)


def test_the_same_way_by_keyboard_alone(tracer) -> None:
    tracer.open("?lang=en")
    tracer.tab_to("it.id === 'trace-who'")
    tracer.page.keyboard.type("Người Thử")
    tracer.tab_to("it.id === 'trace-purpose'")
    tracer.page.keyboard.type("ổ dịch")
    tracer.page.keyboard.press("Enter")
    expect(tracer.at(".tracer-line")).to_contain_text("Người Thử")
    tracer.tab_to("it.name === 'record'")
    tracer.page.keyboard.type(str(MET))
    tracer.page.keyboard.press("Enter")
    expect(tracer.at("table.cases tbody tr")).to_have_count(1)
    tracer.tab_to(f"it.textContent === 'Case {MET}'")
    tracer.page.keyboard.press("Enter")
    expect(tracer.heading).to_be_focused()
    tracer.tab_to("it.textContent === 'Find F2'")
    assert focus_is_visible(tracer)
    tracer.page.keyboard.press("Enter")
    expect(tracer.at("#people")).to_be_focused()
    tracer.tab_to("it.classList.contains('code')")
    code = tracer.active("it.textContent")
    tracer.page.keyboard.press("Enter")
    expect(tracer.heading).to_contain_text(code)
    expect(tracer.heading).to_be_focused()


def test_circles_and_bars_lead_to_the_row_of_their_stay(tracer) -> None:
    tracer.open(f"?case={MAPPED}")
    tracer.click_circle("2")
    expect(tracer.at("#stay-2")).to_be_focused()
    tracer.at(".track [data-row=stay-5]").first.click()
    expect(tracer.at("#stay-5")).to_be_focused()
    expect(tracer.at("#stay-5")).to_be_in_viewport()


def test_the_map_draws_a_circle_a_venue_and_a_line_between_stays(tracer, traced_store) -> None:
    tracer.open(f"?case={MAPPED}").wait_for_map()
    found = trace_case(traced_store, MAPPED, ExposureRule())
    assert found is not None
    venues = {stay.venue.venue_id for stay in found.stays if stay.venue.has_point}
    assert tracer.at(".trace-map").get_attribute("data-drawn") == str(len(venues))
    lines = tracer.page.evaluate(
        "async () => (await window.dichteTraceMap.map.getSource('path').getData()).features.length"
    )
    assert lines == 1


def test_without_webgl_the_table_stands_alone_and_says_so(tracer, trace_watch) -> None:
    trace_watch.expect("WebGL", "webgl")
    tracer.page.add_init_script(
        "HTMLCanvasElement.prototype.getContext = function () { return null; };"
        "if (window.OffscreenCanvas) OffscreenCanvas.prototype.getContext = function () { return null; };"
    )
    tracer.open(f"?case={MAPPED}&lang=en")
    expect(tracer.at(".trace-map.no-webgl")).to_have_text(text("trace.map.no_webgl", "en"))
    expect(tracer.at("table.stays tbody tr")).to_have_count(7)


# ── who asks ────────────────────────────────────────────────────────────────────────────────────


def test_people_need_a_name_and_a_purpose_and_are_gone_when_one_stops(tracer) -> None:
    tracer.open(f"?case={MET}&lang=en")
    expect(tracer.at(".people-hidden")).to_be_visible()
    tracer.at("#trace-who").fill("Người Thử")
    tracer.at(".tracer button[type=submit]").click()
    expect(tracer.people).to_have_count(0)
    tracer.is_called()
    expect(tracer.people).not_to_have_count(0)
    tracer.page.reload()
    expect(tracer.people).not_to_have_count(0)
    expect(tracer.at("#trace-who")).to_have_value("Người Thử")
    tracer.at("[data-trace=forget]").click()
    expect(tracer.at(".people-hidden")).to_be_visible()
    tracer.page.reload()
    expect(tracer.at(".people-hidden")).to_be_visible()


# ── the definition ──────────────────────────────────────────────────────────────────────────────


def test_a_number_of_the_definition_is_changed_seen_and_taken_back(tracer) -> None:
    tracer.open(f"?case={MAPPED}&lang=en")
    before = tracer.at(".summary").text_content()
    tracer.at(".rule-form summary").click()
    field = tracer.at(".rule-form input[name=window_days_before]")
    field.fill("0")
    field.press("Enter")
    expect(tracer.at(".rule-numbers .is-changed")).to_have_text(re.compile("0 days before onset.*3"))
    expect(tracer.at(".summary")).not_to_have_text(before or "")
    assert "window_days_before%3D0" in tracer.page.url
    expect(field).to_be_visible()
    tracer.at(".rule-form a").click()
    expect(tracer.at(".summary")).to_have_text(before or "")
    assert "rule=" not in tracer.page.url


def test_a_preset_is_chosen_and_a_number_beyond_its_limits_is_not_taken(tracer) -> None:
    tracer.open(f"?case={MAPPED}&lang=en")
    tracer.at(".rule-form summary").click()
    tracer.at(".rule-form select").select_option("same_day")
    expect(tracer.at(".rule-bar > .still > b")).to_contain_text("NHS")
    expect(tracer.at(".rule-form input[name=tail_minutes]")).to_be_disabled()
    field = tracer.at(".rule-form input[name=onward_days]")
    field.fill("99")
    field.press("Enter")
    assert field.evaluate("field => !field.validity.valid")
    tracer.page.wait_for_timeout(300)
    assert "onward_days" not in tracer.page.url


# ── the address, the connection ─────────────────────────────────────────────────────────────────


def test_the_address_follows_and_back_goes_back(tracer) -> None:
    tracer.open("?lang=en")
    tracer.choose("district", "222")
    expect(tracer.at(".trace-tab .list h2")).to_contain_text("4,441")
    tracer.at("table.cases a").first.click()
    expect(tracer.heading).to_be_visible()
    assert re.search(r"district=222.*case=\d+", tracer.page.url)
    tracer.page.go_back()
    expect(tracer.heading).to_have_count(0)
    tracer.page.go_back()
    expect(tracer.at(".trace-tab .list h2")).to_contain_text("5,488")


def test_the_other_language_keeps_what_is_looked_at(tracer) -> None:
    tracer.open(f"?case={MET}").is_called()
    tracer.at("a[data-trace=language]").click()
    expect(tracer.heading).to_have_text(re.compile(f"^Case {MET}"))
    expect(tracer.people).not_to_have_count(0)


def test_a_lost_connection_is_said_and_unsaid(tracer, trace_watch) -> None:
    trace_watch.expect("ERR_INTERNET_DISCONNECTED", "Failed to fetch", "error")
    tracer.open("?lang=en")
    tracer.page.context.set_offline(True)
    tracer.at("table.cases a").first.click()
    expect(tracer.at(".lost-line")).to_be_visible()
    tracer.page.context.set_offline(False)
    tracer.at("table.cases a").nth(1).click()
    expect(tracer.at(".lost-line")).to_be_hidden()


@pytest.mark.parametrize("search", ["", f"?case={MAPPED}"])
def test_every_stop_on_the_desk_shows_its_focus(search, tracer) -> None:
    tracer.open(search)
    unseen = []
    for _ in range(40):
        tracer.page.keyboard.press("Tab")
        if tracer.active("it === document.body"):
            break
        if not focus_is_visible(tracer):
            unseen.append(tracer.active("it.outerHTML.slice(0, 120)"))
    assert unseen == []


# ── the phone, and narrow screens ───────────────────────────────────────────────────────────────


@every_language
@pytest.mark.parametrize(
    "search", [f"commune={QUANG_CHAU}", f"case={MAPPED}", "rule=corona_warn_app,tail_minutes=5"]
)
def test_nothing_is_wider_than_a_phone(search, lang, phone) -> None:
    phone.open(f"?{search}&lang={lang}")
    assert not phone.is_wider_than_the_screen()


def test_a_case_is_traced_on_a_phone(phone) -> None:
    phone.open(f"?commune={QUANG_CHAU}&lang=en")
    expect(phone.at("#trace-who")).to_be_hidden()
    phone.at(".tracer .fold-open").tap()
    phone.is_called()
    expect(phone.at("#trace-who")).to_be_hidden()
    expect(phone.at(".tracer .fold-open")).to_be_focused()
    phone.at(f"table.cases a >> text='Case {MET}'").tap()
    expect(phone.heading).to_be_focused()
    expect(phone.at(".trace-tab > .list")).to_be_hidden()
    phone.at(".generations a").nth(1).tap()
    expect(phone.at(".generations [aria-current]")).to_contain_text("F2")
    expect(phone.people.first).to_be_visible()
    assert not phone.is_wider_than_the_screen()
    phone.at(".trace-way a").last.tap()
    expect(phone.at(".trace-tab > .list")).to_be_visible()


def test_the_map_takes_two_fifths_of_a_phone(phone) -> None:
    phone.open(f"?case={MAPPED}").wait_for_map()
    box = phone.at(".trace-map").bounding_box()
    assert box is not None
    assert 0.38 < box["height"] / 844 < 0.42


def test_text_at_twice_its_size_stays_within_the_screen(tracers) -> None:
    small = tracers(size=(720, 450))
    for search in ("", f"?case={MAPPED}", "?rule=same_day"):
        small.open(search)
        assert not small.is_wider_than_the_screen(), search
