"""The first page: what a reader sees before any gesture."""

from __future__ import annotations

import sys

import pytest
from playwright.sync_api import expect

from layers.palette import CASES
from tests.browser.screen import BROWSER, LAYER, OPENING

pytestmark = BROWSER

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
_IS_MARKED = """() => {
    const middle = css => { const box = document.querySelector(css).getBoundingClientRect(); return box.x + box.width / 2; };
    return Math.abs(middle('.day-marker') - middle('#day [role=slider]')) < 2;
}"""
WORDS = {
    "vi": ("Bản đồ dịch tễ tỉnh Bắc Giang", "Thứ Ba 25/05/2021", "351 ca mới", "Ca bệnh 7 ngày"),
    "en": ("Epidemiological map of Bắc Giang", "Tuesday 25/05/2021", "351 new cases", "Cases in 7 days"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", WORDS)
def test_the_first_page_tells_title_day_cases_legend_and_the_worst_commune(reader, lang, size):
    screen = reader(size=SIZES[size]).open("" if lang == "vi" else "?lang=en")
    title, day, cases, legend = WORDS[lang]
    expect(screen.title).to_be_visible()
    expect(screen.title).to_have_text(title)
    expect(screen.page).to_have_title(title)
    expect(screen.day).to_have_text(day)
    expect(screen.card.locator(".figure")).to_have_text(cases)
    expect(screen.card.locator(".figure")).to_be_in_viewport(ratio=1)
    expect(screen.legend.locator("strong").first).to_have_text(legend)
    expect(screen.legend.locator(".ramp-box .swatch")).to_have_count(len(CASES) + 1)
    assert screen.names()[0] == "Quang Châu"


def test_every_commune_has_the_class_that_the_matrix_says(screen, truth):
    screen.open()
    expected = truth.classes(LAYER, OPENING)
    assert len(expected) == 209
    assert len(set(expected.values())) > 4
    assert screen.classes() == expected


def test_the_map_paints_the_colours_of_the_legend(screen, truth):
    screen.open("?show=areas&opacity=100")
    worst, spared = truth.commune("Quang Châu", "Việt Yên"), truth.commune("Vân Sơn", "Sơn Động")
    classes = screen.truth.classes(LAYER, OPENING)
    ids = {c.code: str(c.unit_id) for c in truth.cube.units.communes}
    assert (classes[ids[worst]], classes[ids[spared]]) == (len(CASES), 0)
    assert screen.pixel(truth.point(worst)) == rgb(CASES[-1])
    assert min(screen.pixel(truth.point(spared))) > 240


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def test_no_byte_comes_from_another_host(screen, address):
    session = screen.page.context.new_cdp_session(screen.page)
    asked, weight = [], []
    session.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    session.on("Network.loadingFinished", lambda event: weight.append(event["encodedDataLength"]))
    session.send("Network.enable")
    screen.open()
    sys.stdout.write(
        f"{sum(weight) / 1000:.0f} kB over the wire before the map was shown, {len(weight)} answers\n"
    )
    screen.wait_for_charts()
    assert len(asked) > 20
    assert [url for url in asked if not url.startswith((f"{address}/", "data:", "blob:"))] == []


def test_the_charts_come_after_the_map_and_show_the_day(screen):
    screen.open()
    screen.wait_for_charts()
    expect(screen.page.locator("#histogram .bars .point")).to_have_count(76)
    expect(screen.thumb).to_be_visible()
    screen.page.wait_for_function(_IS_MARKED)


def test_the_page_is_made_once(screen, watch):
    screen.open()
    screen.wait_for_charts()
    pages = [r for r in watch.requests if '"output":"page.children"' in (r.post_data or "")]
    assert len(pages) == 1
