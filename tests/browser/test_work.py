"""The commune's work list in Chromium: ticked off by keyboard and by thumb, read in both languages, told to tracers."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Locator, Page, expect
from werkzeug.serving import make_server

from app import create_app
from callbacks.access.reader import recognise_by
from data.access.reader import DEMONSTRATION, Reader
from data.access.rights import Role, rights_of
from data.access.sight import Sight
from data.store import Store
from data.tracing.actions import decide
from data.tracing.answers import ListedVenue
from data.tracing.listed import listed_venues
from data.work.tick import MOST_NOTE, tick
from geo.exposure_rule import ExposureRule
from layers.text import text
from tests.browser.conftest import opening, watching
from tests.browser.screen import BROWSER
from tests.browser.test_keyboard import focus_is_visible
from tests.browser.tracer import Tracer
from tests.callbacks.trace.fake import MAY_25

pytestmark = BROWSER

NAME, ROLES, RULE = "Cán bộ xã", frozenset({Role.COMMUNE_OFFICER}), ExposureRule()
every_language = pytest.mark.parametrize("lang", ["vi", "en"])


@dataclass
class Served:
    """An app whose reader a test may change, and two venues of one commune that each test decides on anew."""

    address: str
    store: Store
    venues: tuple[ListedVenue, ...]
    reader: Reader


@pytest.fixture(scope="module")
def served(settings, tmp_path_factory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("work") / "var"
    left = shutil.ignore_patterns("*-wal", "*-shm", "lock", "compressed", "lake")
    shutil.copytree(settings.var_dir, folder, ignore=left)
    app = create_app(replace(settings, var_dir=folder))
    store = app.server.extensions["dichte"].store
    first, *others = listed_venues(store, MAY_25, RULE, None)
    second = next(each for each in others if each.venue.unit_id == first.venue.unit_id)
    officer = Reader(NAME, ROLES, rights_of(ROLES), Sight(frozenset({first.venue.unit_id})), 5)
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    found = Served(f"http://127.0.0.1:{server.server_port}", store, (first, second), officer)
    recognise_by(app.server, lambda: found.reader)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()


@pytest.fixture
def decided(served) -> Iterator[Served]:
    """Both venues wait; whoever looks is the officer again afterwards."""
    officer = served.reader
    for each in served.venues:
        decide(served.store, each.venue.venue_id, "close_disinfect", "Tổ truy vết", "", RULE)
    yield served
    served.reader = officer


@pytest.fixture
def pages(browser, served):
    with watching(served.address) as watch, opening(browser, watch, lambda page: page) as make:
        yield make


def card(page: Page, served: Served, n: int = 0) -> Locator:
    return page.locator(".task").filter(
        has=page.get_by_role("heading", name=served.venues[n].venue.name, exact=True)
    )


def tab_to(page: Page, name: str, most: int = 40) -> None:
    """Press Tab until the element with the focus says `name`."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in page.evaluate("() => document.activeElement.innerText || document.activeElement.name"):
            return
    raise AssertionError(f"expected a tab stop {name}, got none in {most}")


@dataclass
class Looked:
    """A page as the helpers of the keyboard know it."""

    page: Page


@every_language
def test_a_decision_is_ticked_off_by_keyboard_alone_and_taken_back(pages, decided, lang) -> None:
    page = pages()
    page.goto(f"{decided.address}/work?lang={lang}")
    expect(card(page, decided)).to_have_class("task open")
    tab_to(page, "note")
    assert focus_is_visible(Looked(page))
    page.keyboard.type("xong cả hai ca")
    tab_to(page, text("work.do.done", lang))
    assert focus_is_visible(Looked(page))
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text(text("work.ticked.done", lang))
    expect(page.locator("#said")).to_be_focused()
    expect(card(page, decided)).to_have_class("task done")
    expect(card(page, decided)).to_contain_text(NAME)
    expect(card(page, decided)).to_contain_text("xong cả hai ca")
    expect(card(page, decided, 1)).to_have_class("task open")
    tab_to(page, text("work.do.open", lang))
    page.keyboard.press("Space")
    expect(page.locator("#said")).to_have_text(text("work.ticked.open", lang))
    expect(card(page, decided)).to_have_class("task open")


@every_language
@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_nothing_reaches_beyond_the_edge_and_a_thumb_finds_the_buttons(
    pages, decided, lang, width
) -> None:
    numbers = re.compile(r'name="decision" value="(\d+)"')
    page = pages(size=(width, 844), has_touch=True, is_mobile=True)
    page.goto(f"{decided.address}/work?lang={lang}")
    action_id = int(numbers.findall(page.content())[0])
    tick(decided.store, action_id, "not_possible", "W" * 60, "W" * MOST_NOTE)
    page.reload()
    expect(page.locator(".task.not_possible .note")).to_be_visible()
    assert page.evaluate("() => [innerWidth, document.scrollingElement.scrollWidth]") == [width, width]
    heights = page.locator("button, nav a, input:not([type=hidden])").evaluate_all(
        "all => all.map(it => it.getBoundingClientRect().height)"
    )
    assert heights and min(heights) >= 40
    card(page, decided, 1).get_by_role("button", name=text("work.do.not_possible", lang)).tap()
    expect(page.locator("#said")).to_have_text(text("work.ticked.not_possible", lang))
    # The words stand before the styles do.
    page.wait_for_load_state("load")
    assert page.evaluate("() => document.scrollingElement.scrollWidth") == width


def test_the_language_and_the_day_are_turned_and_the_list_stays(pages, decided) -> None:
    page = pages()
    page.goto(f"{decided.address}/work")
    page.get_by_role("link", name="← 24/05/2021").click()
    expect(page.locator(".days b")).to_have_text("Thứ Hai 24/05/2021")
    page.locator("header nav a").click()
    expect(page.locator(".days b")).to_have_text("Monday 24/05/2021")
    expect(page.get_by_role("heading", level=1)).to_have_text(text("work.title", "en"))
    assert page.evaluate("() => document.documentElement.lang") == "en"


def test_from_the_map_to_the_list_to_the_venue_on_the_map(pages, decided) -> None:
    page = pages()
    page.goto(f"{decided.address}/?lang=en")
    page.get_by_role("link", name=text("work.link", "en")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(text("work.title", "en"))
    card(page, decided).get_by_role("link").click()
    expect(page.locator("#place h2")).to_have_text(decided.venues[0].venue.name)


def test_in_the_demonstration_a_name_is_asked_for_and_stands_in_the_next_form(pages, decided) -> None:
    decided.reader = DEMONSTRATION
    page = pages()
    page.goto(f"{decided.address}/work?lang=en")
    done = card(page, decided).get_by_role("button", name=text("work.do.done", "en"), exact=True)
    done.click()
    expect(card(page, decided).locator("input[name=by]")).to_be_focused()
    expect(card(page, decided)).to_have_class("task open")
    card(page, decided).locator("input[name=by]").fill("Người Thử")
    done.click()
    expect(card(page, decided)).to_have_class("task done")
    expect(card(page, decided, 1).locator("input[name=by]")).to_have_value("Người Thử")


@every_language
def test_the_tracer_reads_in_words_what_the_commune_said(pages, decided, lang) -> None:
    page = pages()
    page.goto(f"{decided.address}/work?lang={lang}")
    card(page, decided).get_by_role("button", name=text("work.do.done", lang), exact=True).click()
    expect(card(page, decided)).to_have_class("task done")
    decided.reader = DEMONSTRATION
    tracer = Tracer(page, decided.address).open(f"?tab=venues&lang={lang}&day=2021-05-25")
    state, waiting = (text(f"action.commune.{each}", lang) for each in ("done", "open"))
    row = tracer.at(".exposed-table tr").filter(has_text=decided.venues[0].venue.name).first
    expect(row.locator(".action-chip")).to_have_text(text("action.close_disinfect", lang))
    expect(row.locator(".commune-said")).to_contain_text(state)
    other = tracer.at(".exposed-table tr").filter(has_text=decided.venues[1].venue.name).first
    expect(other.locator(".commune-said")).to_have_text(waiting)
    tracer.open(f"?tab=venues&lang={lang}&venue={decided.venues[0].venue.venue_id}")
    expect(tracer.at(".trace-panel p.commune-said")).to_contain_text(state)
