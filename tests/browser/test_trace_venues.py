"""Venues, networks and what-if in Chromium: looked at, decided on, taken away, tried out, by mouse, keyboard and thumb."""

# ruff: noqa: F811
from __future__ import annotations

import csv
import io
import re
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Route, expect

from data.tracing.listed import listed_venues
from data.tracing.looks import recent
from data.tracing.what_if import what_if
from geo.exposure_rule import PRESETS, ExposureRule
from layers.text import number, text
from tests.browser.screen import AFTER_SETTLING_MS, BROWSER, PATIENCE_MS
from tests.browser.test_keyboard import focus_is_visible
from tests.browser.test_trace import (  # noqa: F401
    phone,
    trace_address,
    trace_var,
    trace_watch,
    traced_store,
    tracer,
    tracers,
)
from tests.callbacks.trace.fake import MAY_25

pytestmark = BROWSER

VIET_YEN, QUANG_CHAU = "222", "07807"
RULE = ExposureRule()
_COUNT_FLYING = """(() => {
    // Counted in the page: Playwright hears that a request is over later than the page does.
    const plain = window.fetch, flown = window.flown = { asked: 0, now: 0, most: 0 };
    window.fetch = (...given) => {
        if (!String(given[0]).includes('trace/what-if')) return plain(...given);
        flown.asked += 1;
        flown.most = Math.max(flown.most, flown.now += 1);
        return plain(...given).finally(() => { flown.now -= 1; });
    };
})();"""
every_language = pytest.mark.parametrize("lang", ["vi", "en"])


@pytest.fixture(scope="module")
def busiest(traced_store):
    """The venue with most people exposed on 25 May."""
    return listed_venues(traced_store, MAY_25, RULE, None)[0]


def figure(tracer) -> str:
    return tracer.at(".what-if-result .figure strong").inner_text()


def pick(tracer, dropdown: str, words: str) -> None:
    """Open a list, type into its search, and take the first that fits, all by keyboard."""
    tracer.at(f"#{dropdown}").focus()
    tracer.page.keyboard.press("Enter")
    expect(tracer.at("input.dash-dropdown-search")).to_be_focused()
    tracer.page.keyboard.type(words)
    expect(tracer.at(".dash-dropdown-option")).to_have_count(1)
    tracer.page.keyboard.press("ArrowDown")
    tracer.page.keyboard.press("Enter")


# ── venues ──────────────────────────────────────────────────────────────────────────────────────


@every_language
def test_from_the_list_to_a_venue_its_hours_and_back(lang, tracer, traced_store, busiest) -> None:
    count = len(listed_venues(traced_store, MAY_25, RULE, None))
    tracer.open(f"?tab=venues&lang={lang}")
    expect(tracer.at(".list h2")).to_contain_text(text("exposed.title", lang, count, day="25/05/2021"))
    tracer.at(".exposed-table tbody a").first.click()
    expect(tracer.heading).to_have_text(busiest.venue.name)
    expect(tracer.heading).to_be_focused()
    expect(tracer.at(".panel .figure strong")).to_have_text(number(busiest.people_exposed, lang))
    expect(tracer.at(".hours-chart .js-plotly-plot")).to_be_visible()
    expect(tracer.at(".exposed-table tr[aria-current]")).to_contain_text(busiest.venue.name)
    tracer.link(text("trace.shut", lang)).click()
    expect(tracer.heading).to_have_count(0)


def test_the_list_is_sorted_stepped_and_limited_to_a_place(tracer, traced_store) -> None:
    tracer.open("?tab=venues&lang=en")
    tracer.at("th .sorts").first.click()
    expect(tracer.at("th[aria-sort=ascending]")).to_contain_text("Venue")
    tracer.at(".day-steps a.step").first.click()
    expect(tracer.at(".list h2")).to_contain_text("24/05/2021")
    pick(tracer, "trace-district", "Việt Yên")
    expect(tracer.page).to_have_url(re.compile(f"district={VIET_YEN}"))
    units = traced_store.cube().units
    inside = frozenset(c.unit_id for c in units.communes if c.district_code == VIET_YEN)
    count = len(listed_venues(traced_store, MAY_25.replace(day=24), RULE, inside))
    expect(tracer.at(".list h2")).to_contain_text(text("exposed.title", "en", count, day="24/05/2021"))
    assert "sort=name" in tracer.page.url


def test_hours_of_another_day_stand_in_the_table(tracer, busiest) -> None:
    tracer.open(f"?tab=venues&lang=en&venue={busiest.venue.venue_id}")
    tracer.at("summary").filter(has_text=text("exposed.hours_table", "en")).click()
    before = tracer.at(".hours-table").inner_text()
    tracer.at("#venue-hours-day").focus()
    tracer.page.keyboard.press("Enter")
    expect(tracer.at(".dash-dropdown-option").first).to_be_visible()
    tracer.page.keyboard.press("ArrowDown")
    tracer.page.keyboard.press("Enter")
    expect(tracer.at(".hours-table")).not_to_have_text(before)
    expect(tracer.at(".hours-table tbody tr").first).to_be_visible()


def test_people_are_shown_only_once_it_is_said_who_asks_and_for_what(tracer, busiest, traced_store) -> None:
    tracer.open(f"?tab=venues&lang=en&venue={busiest.venue.venue_id}")
    expect(tracer.at(".panel .people-hidden")).to_be_visible()
    assert tracer.people.count() == 0
    tracer.is_called()
    expect(tracer.people.first).to_contain_text("P-")
    [look] = recent(traced_store, 1)
    assert (look.act, look.what, look.key) == ("look", "venue", str(busiest.venue.venue_id))


def fill_decision(tracer) -> Locator:
    """Open the form of a decision and fill it in, as far as pressing the button."""
    tracer.at("summary").filter(has_text=text("action.choose", "en")).click()
    form = tracer.at("form[data-ask=trace-decide]")
    form.locator("select").select_option("close_disinfect")
    form.locator("input[name=why]").fill("ổ dịch, công văn 12")
    return form


def test_a_decision_is_made_by_a_person_and_stays_in_the_history(tracer, busiest) -> None:
    tracer.open(f"?tab=venues&lang=en&venue={busiest.venue.venue_id}")
    form = fill_decision(tracer)
    form.locator("button[type=submit]").click()
    expect(tracer.at(".said p")).to_have_text(text("action.by_missing", "en"))
    tracer.is_called("Nguyễn Thử")
    form = fill_decision(tracer)
    form.locator("button[type=submit]").click()
    words = text("action.close_disinfect", "en")
    expect(tracer.at(".said p")).to_have_text(text("action.done", "en", action=words))
    expect(tracer.at(".exposed-table tr[aria-current] .action-chip")).to_have_text(words)
    tracer.at("summary").filter(has_text="History").click()
    expect(tracer.at(".history li").first).to_contain_text("Nguyễn Thử")


def test_whoever_types_on_while_an_answer_is_on_its_way_keeps_the_focus(tracer, busiest) -> None:
    tracer.open(f"?tab=venues&lang=en&venue={busiest.venue.venue_id}")
    form = fill_decision(tracer)
    waiting: list[Route] = []
    tracer.page.route("**/_dash-update-component", lambda route: waiting.append(route))
    form.locator("button[type=submit]").click()
    tracer.at("#trace-who").press_sequentially("Nguyễn")
    tracer.page.unroute("**/_dash-update-component")
    for route in waiting:
        route.continue_()
    expect(tracer.at(".said p")).to_have_text(text("action.by_missing", "en"))
    tracer.page.wait_for_timeout(AFTER_SETTLING_MS)
    tracer.page.keyboard.type(" Thử")
    expect(tracer.at("#trace-who")).to_have_value("Nguyễn Thử")


def test_whoever_waits_for_an_answer_is_taken_to_it(tracer, busiest) -> None:
    tracer.open(f"?tab=venues&lang=en&venue={busiest.venue.venue_id}")
    form = fill_decision(tracer)
    form.locator("input[name=why]").press("Enter")
    expect(tracer.at(".said p")).to_be_focused()


# ── files ───────────────────────────────────────────────────────────────────────────────────────


def press(tracer, title: str, words: str) -> None:
    """Open the form of that title, if it is shut, and press its button."""
    form = tracer.at("details.take").filter(has_text=title)
    if not form.evaluate("it => it.open"):
        form.locator("summary").click()
    form.get_by_role("button", name=words, exact=True).click()


def content(download: Download) -> list[list[str]]:
    return list(csv.reader(io.StringIO(Path(download.path()).read_text("utf-8-sig"))))


def test_a_tracing_list_is_taken_away_only_in_somebodys_name(
    tracer, trace_watch, traced_store, busiest
) -> None:
    trace_watch.expect("403")
    tracer.open(f"?tab=venues&lang=en&venue={busiest.venue.venue_id}")
    press(tracer, text("take.venue", "en"), text("take.csv", "en"))
    said = tracer.at("form[data-export=venue] .take-said")
    expect(said).to_have_text(text("take.who_missing", "en"))
    tracer.is_called()
    expect(tracer.people.first).to_be_visible()
    with tracer.page.expect_download() as download:
        press(tracer, text("take.venue", "en"), text("take.csv", "en"))
    assert download.value.suggested_filename == f"venue-{busiest.venue.venue_id}-2021-05-25.csv"
    expect(said).to_have_text(text("take.done", "en", name=download.value.suggested_filename))
    assert (
        sum(bool(row) and row[0].startswith("P-") for row in content(download.value))
        == busiest.people_exposed
    )
    assert recent(traced_store, 1)[0].act == "export"


@every_language
def test_the_notice_is_what_its_preview_shows(lang, tracer, busiest) -> None:
    tracer.open(f"?tab=venues&lang={lang}&venue={busiest.venue.venue_id}").is_called()
    tracer.at("#venue-notice").click()
    expect(tracer.at(".notice-table tbody tr").first).to_be_visible()
    shown = [row.locator("td").all_inner_texts() for row in tracer.at(".notice-table tbody tr").all()]
    with tracer.page.expect_download() as download:
        tracer.page.get_by_role("button", name=text("public_notice.do", lang)).click()
    taken = content(download.value)[1:]
    # When it was written differs by what lies between looking and taking.
    assert [[cell or "–" for cell in row[:10]] for row in taken] == [row[:10] for row in shown]


# ── networks ────────────────────────────────────────────────────────────────────────────────────


def test_a_network_is_counted_for_everybody_and_drawn_for_a_tracer(tracer) -> None:
    tracer.open(f"?tab=network&lang=en&commune={QUANG_CHAU}&day=2021-05-20")
    expect(tracer.at(".network-counts tbody tr")).to_have_count(3)
    assert tracer.at(".js-plotly-plot").count() == 0
    tracer.is_called()
    expect(tracer.at(".network .js-plotly-plot .scatterlayer")).to_be_visible()
    minutes = [int(m.replace(",", "")) for m in tracer.at(".edge-table td:nth-child(3)").all_inner_texts()]
    assert minutes == sorted(minutes, reverse=True)
    assert len(minutes) > 1
    tracer.at("select[name=generations]").select_option("1")
    expect(tracer.at(".network-counts tbody tr")).to_have_count(2)
    tracer.at(".edge-table tbody a").first.click()
    expect(tracer.heading).to_contain_text("P-")


# ── what if ─────────────────────────────────────────────────────────────────────────────────────


def expected(store, lang: str = "en", **changes: int) -> str:
    return number(what_if(store, MAY_25, replace(RULE, **changes), None, 2.0).people_exposed, lang)


def test_the_counts_follow_the_keyboard_and_the_words_of_the_slider_too(tracer, traced_store) -> None:
    tracer.open("?tab=what-if&lang=en")
    assert figure(tracer) == expected(traced_store)
    thumb = tracer.page.get_by_role("slider", name=text("what_if.min_overlap_minutes", "en"))
    thumb.focus()
    assert focus_is_visible(tracer)
    for _ in range(5):
        tracer.page.keyboard.press("ArrowRight")
    expect(tracer.at(".what-if-result .figure strong")).to_have_text(
        expected(traced_store, min_overlap_minutes=15)
    )
    expect(thumb).to_have_attribute("aria-valuetext", "15 min")
    expect(tracer.at(".what-if-slider output").first).to_have_text("15 min")
    expect(tracer.at(".what-if-heard")).to_contain_text("by default")


def test_a_dragged_slider_asks_one_question_at_a_time_and_ends_at_the_last(tracer, traced_store) -> None:
    tracer.page.add_init_script(_COUNT_FLYING)
    tracer.open("?tab=what-if&lang=en")
    thumb = tracer.page.get_by_role("slider", name=text("what_if.min_overlap_minutes", "en"))
    expect(tracer.at(".what-if-curve .js-plotly-plot")).to_be_visible()
    box = thumb.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tracer.page.mouse.move(x, y)
    tracer.page.mouse.down()
    for n in range(40):
        tracer.page.mouse.move(x + 4 * n, y)
    tracer.page.mouse.up()
    # The thumb is drawn by a task of its own after the last move: where it ends is waited for, as is the answer.
    answers = Counter[int]()
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < deadline:
        minutes = int(thumb.get_attribute("aria-valuenow"))
        answers[minutes] += 1
        if minutes > 20 and figure(tracer) == expected(traced_store, min_overlap_minutes=minutes):
            break
    else:
        pytest.fail(f"expected the exposed people of the last position, got {figure(tracer)} at {answers}")
    flown = tracer.page.evaluate("() => window.flown")
    assert flown["asked"] > 0 and flown["most"] == 1


def test_applying_puts_the_rule_into_the_address_of_the_whole_desk(tracer, traced_store) -> None:
    tracer.open("?tab=what-if&lang=en")
    expect(tracer.at(".if-used")).to_be_visible()
    thumb = tracer.page.get_by_role("slider", name=text("what_if.tail_minutes", "en"))
    thumb.focus()
    tracer.page.keyboard.press("Home")
    count = expected(traced_store, tail_minutes=0)
    expect(tracer.at(".what-if-result .figure strong")).to_have_text(count)
    expect(tracer.at(".if-used")).not_to_be_visible()
    tracer.link(text("what_if.apply", "en")).click()
    expect(tracer.page).to_have_url(re.compile("rule=bac_giang(,|%2C)tail_minutes(=|%3D)0"))
    expect(tracer.at(".if-used")).to_be_visible()
    assert figure(tracer) == count
    tracer.link(text("trace.tab.venues", "en")).click()
    venues = listed_venues(traced_store, MAY_25, replace(RULE, tail_minutes=0), None)
    expect(tracer.at(".list h2")).to_contain_text(text("exposed.title", "en", len(venues), day="25/05/2021"))


def test_a_definition_in_use_elsewhere_moves_the_sliders_and_frees_those_it_uses(
    tracer, traced_store
) -> None:
    tracer.open("?tab=what-if&lang=en&rule=bac_giang,tail_minutes%3D5")
    tracer.at("[data-preset]").nth(2).click()
    same_day = what_if(traced_store, MAY_25, PRESETS["same_day"], None, 2.0)
    expect(tracer.at(".what-if-result .figure strong")).to_have_text(number(same_day.people_exposed, "en"))
    expect(tracer.at(".what-if-slider.is-unused")).to_have_count(2)
    tracer.at("[data-preset]").first.click()
    expect(tracer.at(".what-if-result .figure strong")).to_have_text(expected(traced_store))
    expect(tracer.at(".what-if-slider.is-unused")).to_have_count(0)
    expect(tracer.at(".what-if-slider output").nth(1)).to_have_text("30 min")


def test_a_server_that_does_not_answer_is_said_and_the_next_answer_unsays_it(tracer, trace_watch) -> None:
    trace_watch.expect("what-if", "Failed to load")
    tracer.open("?tab=what-if&lang=en")
    before = figure(tracer)
    tracer.page.route("**/trace/what-if?*", lambda route: route.abort())
    tracer.page.get_by_role("slider", name=text("what_if.min_overlap_minutes", "en")).focus()
    tracer.page.keyboard.press("End")
    expect(tracer.at(".what-if-late")).to_be_visible()
    assert figure(tracer) == before
    tracer.page.unroute("**/trace/what-if?*")
    tracer.page.keyboard.press("ArrowLeft")
    expect(tracer.at(".what-if-late")).not_to_be_visible()
    assert figure(tracer) != before


# ── by thumb ────────────────────────────────────────────────────────────────────────────────────


@every_language
@pytest.mark.parametrize(
    "search",
    ["tab=venues", "tab=venues&venue=9", f"tab=network&commune={QUANG_CHAU}&day=2021-05-20", "tab=what-if"],
)
def test_a_phone_shows_everything_without_scrolling_sideways(lang, search, phone) -> None:
    phone.open(f"?{search}&lang={lang}")
    phone.at(".tracer .fold-open").tap()
    phone.is_called()
    assert not phone.is_wider_than_the_screen()


def test_a_phone_sorts_by_a_list_and_keeps_the_numbers_in_sight_while_sliding(phone) -> None:
    phone.open("?tab=venues&lang=en")
    phone.at("select[name=sort]").select_option("name")
    expect(phone.page).to_have_url(re.compile("sort=name"))
    phone.open("?tab=what-if&lang=en")
    thumb = phone.page.get_by_role("slider", name=text("what_if.window_days_before", "en"))
    expect(phone.at(".what-if-curve .js-plotly-plot")).to_be_visible()
    expect(thumb).to_have_attribute("aria-valuetext", "3 d")
    thumb.evaluate("it => it.scrollIntoView({ block: 'center' })")
    expect(thumb).to_be_in_viewport()
    expect(phone.at(".what-if-result .figure")).to_be_in_viewport()
