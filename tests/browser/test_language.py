"""Two languages: the whole screen in the one or the other, and a link between them that keeps the view."""

from __future__ import annotations

import re
import unicodedata

import pytest
from playwright.sync_api import expect

from layers.text import catalog
from tests.browser.screen import BROWSER, OPENING

pytestmark = BROWSER

_TEXTS = """() => {
    const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const box = walk.currentNode.parentElement;
        if (!box.closest('script, style, #_dash-app-content > noscript')) found.push(walk.currentNode.textContent.trim());
    }
    for (const it of document.body.querySelectorAll('*'))
        for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext'])
            if (it.getAttribute(name)) found.push(it.getAttribute(name).trim());
    return [...new Set(found.filter(text => text))];
}"""
VIEW = "?layer=declarations_per_1k&day=2021-05-25&opacity=60"
DASH_ENGLISH = {"start", "date", "select", "clear", "options"}
"""Words that Dash's own components would say of themselves."""


def texts(screen) -> list[str]:
    """Every text of the page, shown or spoken, the shut parts too."""
    found: list[str] = screen.page.evaluate(_TEXTS)
    return found


def messages(lang: str) -> list[str]:
    found = [m.string for m in catalog(lang) if m.id]
    return [s for strings in found for s in ((strings,) if isinstance(strings, str) else strings)]


def words(text: str) -> set[str]:
    return {w for w in re.findall(r"[^\W\d_]+", re.sub(r"\{.*?\}", " ", text).lower()) if len(w) > 2}


def names(truth) -> set[str]:
    """Names of places and of things that are called the same in both languages."""
    return truth.names | truth.venue_names | {"Bắc Giang", "An toàn COVID"}


def without_names(text: str, truth) -> str:
    text = re.sub("“[^”]*”", " ", text)  # what a source wrote
    for name in sorted(names(truth), key=len, reverse=True):
        text = text.replace(name, " ")
    return text


def is_vietnamese(text: str) -> bool:
    marks = {"\u0300", "\u0301", "\u0302", "\u0303", "\u0306", "\u0309", "\u031b", "\u0323"}
    return "đ" in text.lower() or any(c in marks for c in unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("query", ["&district={}", "&commune={}", "&panel=held"])
def test_the_english_page_has_no_vietnamese_but_names(screen, truth, query):
    query = query.format(
        truth.district("Việt Yên") if "district" in query else truth.commune("Quang Châu", "Việt Yên")
    )
    screen.open(f"{VIEW}&lang=en{query}")
    screen.wait_for_charts()
    held = screen.card.locator(".held-table td:nth-child(2)").evaluate_all(
        "cells => cells.map(cell => cell.firstChild.textContent.trim())"
    )
    found = [text for text in texts(screen) if text not in held and is_vietnamese(without_names(text, truth))]
    assert found == []


@pytest.mark.parametrize("query", ["", "&panel=held"])
def test_the_vietnamese_page_has_no_english(screen, truth, query):
    screen.open(f"{VIEW}{query}")
    screen.wait_for_charts()
    vietnamese = {w for m in messages("vi") for w in words(m)} | {
        w for name in names(truth) for w in words(name)
    }
    english = ({w for m in messages("en") for w in words(m)} | DASH_ENGLISH) - vietnamese
    assert {"cases", "download", "boundaries"} <= english
    found = [text for text in texts(screen) if words(without_names(text, truth)) & english]
    assert found == []


def test_the_language_link_keeps_the_view_and_turns_the_whole_page(screen, truth):
    screen.open(f"{VIEW}&district={truth.district('Việt Yên')}")
    expect(screen.page.locator("html")).to_have_attribute("lang", "vi")
    before = screen.query
    classes = screen.classes()
    screen.page.get_by_role("link", name="tiếng Anh").click()
    expect(screen.page.locator("html")).to_have_attribute("lang", "en")
    screen.wait("declarations_per_1k", OPENING)
    expect(screen.title).to_have_text("Epidemiological map of Bắc Giang")
    screen.wait_for_address(lang="en")
    assert screen.query == before | {"lang": "en"}
    assert screen.classes() == classes
    screen.page.get_by_role("link", name="Vietnamese").click()
    expect(screen.page.locator("html")).to_have_attribute("lang", "vi")
    expect(screen.title).to_have_text("Bản đồ dịch tễ tỉnh Bắc Giang")


def test_a_day_chosen_by_hand_goes_along_into_the_other_language(screen):
    screen.open()
    screen.step("ArrowRight", "2021-05-26")
    screen.page.get_by_role("link", name="tiếng Anh").click()
    expect(screen.day).to_have_text("Wednesday 26/05/2021")
