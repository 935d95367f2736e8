"""On paper: the map as a picture, with title, legend and source; nothing to press."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.screen import BROWSER

pytestmark = BROWSER


def test_paper_has_title_day_map_and_legend_and_no_controls(screen):
    screen.open()
    screen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    screen.page.emulate_media(media="print")
    picture = screen.page.locator("#map-print")
    expect(picture).to_be_visible()
    screen.page.wait_for_function("() => document.querySelector('#map-print').naturalWidth > 100")
    colours = screen.page.evaluate(
        """async () => {
            const picture = document.querySelector('#map-print');
            await picture.decode();
            const canvas = Object.assign(document.createElement('canvas'), { width: 60, height: 60 });
            const pen = canvas.getContext('2d');
            pen.drawImage(picture, 0, 0, 60, 60);
            const dots = pen.getImageData(0, 0, 60, 60).data, found = new Set();
            for (let n = 0; n < dots.length; n += 4) found.add(`${dots[n]} ${dots[n + 1]} ${dots[n + 2]}`);
            return found.size;
        }"""
    )
    assert colours > 20
    for place in (screen.title, screen.day, screen.legend, screen.legend.locator(".origin")):
        expect(place).to_be_visible()
    for control in (
        ".timeline",
        ".search",
        ".language",
        ".downloads",
        "#layer",
        "#ranking",
        ".maplibregl-ctrl",
    ):
        expect(screen.page.locator(control).first).to_be_hidden()


def test_paper_is_one_page(screen):
    screen.open()
    screen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    sheet = screen.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
