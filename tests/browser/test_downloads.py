"""Downloads: the menu gives files of what is on the screen."""

from __future__ import annotations

import csv
import io
import json
import re

from playwright.sync_api import expect

from tests.browser.screen import BROWSER

pytestmark = BROWSER


def download(screen, name: str):
    """Open the menu if it is shut, take the file; its suggested name and its bytes."""
    menu = screen.page.locator(".downloads")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    with screen.page.expect_download() as started:
        menu.get_by_role("link", name=name).click()
    return started.value.suggested_filename, started.value.path().read_bytes()


def test_the_csv_has_the_number_that_the_ranking_shows(screen):
    screen.open()
    name, body = download(screen, "CSV")
    assert re.search(r"2021-?05-?25.*\.csv$", name)
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert len(rows) == 209
    found = next(row for row in rows if row["name"] == "Quang Châu")
    shown = (
        screen.ranking.locator("tbody tr", has_text="Quang Châu").locator("td.number").first.text_content()
    )
    assert shown == "3.101,2"
    assert f"{float(found['value']):,.1f}".translate(str.maketrans(",.", ".,")) == shown


def test_a_file_is_of_the_day_and_layer_now_on_the_screen(screen, truth):
    screen.open()
    screen.choose_layer("new_cases")
    screen.step("ArrowRight", "2021-05-26", "new_cases")
    _, body = download(screen, "CSV")
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert {row["day"] for row in rows} == {"2021-05-26"}
    assert {row["metric"] for row in rows} == {"new_cases"} or "Ca mới trong ngày" in rows[0]["metric"]
    sums = sum(float(row["value"] or 0) for row in rows)
    assert sums == truth.matrix("new_cases").values[truth.row("2021-05-26")].sum()


def test_the_geojson_has_every_commune_with_its_shape(screen):
    screen.open()
    name, body = download(screen, "GeoJSON")
    assert name.endswith(".geojson")
    features = json.loads(body)["features"]
    assert len(features) == 209
    assert {f["geometry"]["type"] for f in features} <= {"Polygon", "MultiPolygon"}


def test_the_html_map_opens_by_itself_and_asks_no_host_for_anything(screen, reader, tmp_path):
    screen.open()
    name, body = download(screen, "HTML")
    assert name.endswith(".html")
    path = tmp_path / name
    path.write_bytes(body)
    page = screen.page.context.new_page()
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    expect(page.locator("path.leaflet-interactive").first).to_be_visible()
    expect(page.locator("body")).to_contain_text("Bản đồ dịch tễ tỉnh Bắc Giang")
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert errors == []
