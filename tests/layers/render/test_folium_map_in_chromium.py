"""The exported file as a reader opens it: in a browser, with no network."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from layers.render.folium_map import folium_html
from tests.layers.render import country

pytestmark = pytest.mark.browser
LIBRARIES = Path(os.environ.get("DICHTE_LIBRARIES", "node_modules"))


@dataclass
class Visit:
    """An open page, and everything it asked for or complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def visit(browser, tmp_path):
    """Write the map, open it without a network, hand back what happened."""
    context = browser.new_context(viewport={"width": 1000, "height": 700}, offline=True)

    def opened(html: str) -> Visit:
        path = tmp_path / "map.html"
        path.write_text(html, encoding="utf-8")
        visit = Visit(context.new_page())
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        visit.page.on("console", lambda message: visit.complaints.append(message.text))
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on(
            "dialog", lambda dialog: (visit.complaints.append(f"dialog {dialog.message}"), dialog.dismiss())
        )
        visit.page.goto(path.as_uri())
        visit.requests.remove(path.as_uri())
        return visit

    yield opened
    context.close()


def _html(names=country.NAMES, venue="Chợ Trung Tâm", **changes) -> str:
    layers = [country.drawn(), country.venues(venue)]
    return folium_html(layers, country.sheet(names=names, **changes), country.geometry(), LIBRARIES)


def test_the_map_opens_without_a_request_or_a_complaint(visit):
    seen = visit(_html())
    assert seen.requests == []
    assert seen.complaints == []


def test_all_communes_and_venues_are_drawn_with_their_fills(visit):
    page = visit(_html()).page
    fills = [path.get_attribute("fill") for path in page.locator("path.commune").all()]
    assert fills == [
        "#fbfaf5",
        "#fed976",
        "#bd0026",
        "url(#dichte-no_report)",
        "url(#dichte-late)",
        "url(#dichte-suppressed)",
    ]
    assert page.locator("path.venue").count() == 2


def test_communes_lie_where_their_coordinates_say(visit):
    boxes = [path.bounding_box() for path in visit(_html()).page.locator("path.commune").all()]
    assert boxes[0]["x"] < boxes[1]["x"] < boxes[2]["x"]
    assert boxes[3]["y"] < boxes[0]["y"]


def test_pointing_at_a_commune_shows_name_and_value(visit):
    page = visit(_html()).page
    page.locator("path.commune").nth(1).hover(position={"x": 8, "y": 8})
    tip = page.locator(".leaflet-tooltip").inner_text()
    assert tip.split("\n") == ["Xã Chợ Gạo, Huyện Núi", "12,5 ca trên 100.000 dân"]


@pytest.mark.parametrize("position", range(6))
def test_a_hostile_name_is_shown_as_words_and_nothing_runs(visit, position):
    seen = visit(_html(names=country.HOSTILE, venue=country.HOSTILE[position]))
    seen.page.locator("path.commune").nth(position).hover(position={"x": 8, "y": 8})
    expect(seen.page.locator(".leaflet-tooltip b")).to_have_count(1)
    assert seen.page.locator(".leaflet-tooltip img, .leaflet-tooltip script").count() == 0
    assert (seen.requests, seen.complaints) == ([], [])


def test_an_injected_handler_would_be_stopped_by_the_policy(visit):
    seen = visit(_html())
    seen.page.evaluate(
        "document.querySelector('h1').innerHTML = '<img src=data:, onerror=\"window.ran = 1\">'"
    )
    seen.page.wait_for_timeout(100)
    assert seen.page.evaluate("window.ran") is None


def test_a_province_of_209_communes_of_60_corners_with_300_venues_is_no_larger_than_700_kb():
    units, shapes, drawn, venues = country.province(communes=209, corners=60, venues=300)
    html = folium_html([drawn, venues], country.sheet(units=units), shapes, LIBRARIES)
    assert html.count('"coordinates": [') == 209 + 300 + 2
    assert len(html.encode()) <= 700_000
