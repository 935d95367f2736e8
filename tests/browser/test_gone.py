"""After a run of retention: what is not known any more is read on the map, at the desk and on a phone."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from app import create_app
from layers.text import text
from tests.browser.conftest import opening, watching
from tests.browser.screen import BROWSER
from tests.browser.tracer import Tracer

pytestmark = BROWSER
GONE = "27/05/2021"


@pytest.fixture(scope="module")
def address(bereft_settings) -> Iterator[str]:
    """Address of an app whose check-ins of days before 27 May are deleted."""
    app = create_app(bereft_settings)
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def opened(browser, address):
    """`opened(size=(390, 844))`: a page of a fresh browser."""
    with watching(address) as watch, opening(browser, watch, lambda page: page) as make:
        yield make


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_legend_follows_the_day_to_those_that_are_gone_and_back(opened, address, lang) -> None:
    page = opened()
    page.goto(f"{address}/?rule=same_day&day=2021-05-20&lang={lang}")
    legend = page.locator("#legend")
    expect(legend).to_contain_text(GONE)
    expect(legend).to_contain_text(text("gone.venues_unknown", lang))
    page.goto(f"{address}/?rule=same_day&day=2021-07-10&lang={lang}")
    expect(legend).to_contain_text(text("notice.rule", lang, rule="").rstrip(". "))
    expect(legend).not_to_contain_text(GONE)


def test_the_desk_says_it_on_a_phone_without_a_way_sideways(opened, address) -> None:
    tracer = Tracer(opened(size=(390, 844), has_touch=True, is_mobile=True), address)
    for tab in ("venues", "what-if"):
        tracer.open(f"?tab={tab}&day=2021-05-20")
        expect(tracer.at(".gone-line")).to_contain_text(GONE)
        assert tracer.page.evaluate("document.scrollingElement.scrollWidth") == 390


def test_numbers_that_follow_the_hand_stay_unknown(opened, address) -> None:
    tracer = Tracer(opened(), address).open("?tab=what-if&day=2021-05-20&lang=en")
    unknown = text("gone.unknown", "en")
    expect(tracer.at(".what-if-result .figure")).to_have_text(unknown)
    with tracer.page.expect_response("**/trace/what-if?**"):
        tracer.page.get_by_role("button", name="Same place, same day (NHS)").click()
    expect(tracer.at(".what-if-result .figure")).to_have_text(unknown)
    expect(tracer.at(".what-if-heard")).to_contain_text(text("gone.people_unknown", "en"))
