"""Days: slider, step buttons, playing. What moves in the browser, and what the server is asked for."""

from __future__ import annotations

import re

import numpy as np
from playwright.sync_api import expect

from tests.browser.screen import BROWSER, FIRST, LAST, LAYER

pytestmark = BROWSER


def worst_commune(truth, day: str) -> str:
    values = truth.matrix(LAYER).values[truth.row(day)]
    return truth.cube.units.communes[int(np.nanargmax(values))].name


def test_an_arrow_key_takes_the_whole_screen_to_the_next_day(screen, truth):
    screen.open()
    screen.step("ArrowRight", "2021-05-26")
    assert screen.classes() == truth.classes(LAYER, "2021-05-26")
    expect(screen.day).to_have_text("Thứ Tư 26/05/2021")
    expect(screen.thumb).to_have_attribute("aria-valuetext", "Thứ Tư 26/05/2021")
    screen.wait_for_address(day="2021-05-26")
    assert truth.province_cases("2021-05-26") != 351
    expect(screen.figure).to_have_text(str(truth.province_cases("2021-05-26")))
    values = np.sort(np.nan_to_num(truth.matrix(LAYER).values[truth.row("2021-05-26")]))
    largest = f"{values[-1]:,.1f}".translate(str.maketrans(",.", ".,"))
    expect(screen.rows.first.locator("td.number").first).to_have_text(largest)
    assert screen.names()[0] == worst_commune(truth, "2021-05-26")


def test_home_and_end_go_to_the_first_and_the_last_day(screen, truth):
    screen.open()
    for key, day in (("Home", FIRST), ("End", LAST)):
        screen.step(key, day)
        assert screen.classes() == truth.classes(LAYER, day)
        screen.wait_for_address(day=day)


def test_the_map_repaints_without_asking_the_server(screen, truth, watch):
    screen.open()
    screen.wait_for_charts()
    mark = watch.mark
    for day in ("2021-05-26", "2021-05-27", "2021-05-28"):
        screen.step("ArrowRight", day)
    expect(screen.figure).to_have_text(str(truth.province_cases("2021-05-28")))
    asked = watch.since(mark)
    assert asked
    assert {request.url.split("?")[0].rpartition("/")[2] for request in asked} == {"_dash-update-component"}
    assert screen.classes() == truth.classes(LAYER, "2021-05-28")


def test_the_map_repaints_even_while_the_server_never_answers(screen, truth):
    screen.open()
    screen.wait_for_charts()
    screen.page.route("**/_dash-update-component*", lambda route: None)
    screen.step("ArrowLeft", "2021-05-24")
    assert screen.classes() == truth.classes(LAYER, "2021-05-24")
    expect(screen.day).to_have_text("Thứ Hai 24/05/2021")
    screen.wait_for_address(day="2021-05-24")


def test_step_buttons_and_keys_go_one_day_back_and_on(screen):
    screen.open()
    screen.page.get_by_role("button", name="Tiến một ngày").click()
    screen.wait(LAYER, "2021-05-26")
    screen.page.get_by_role("button", name="Lùi một ngày").click()
    screen.wait(LAYER, "2021-05-25")
    screen.active("it.blur()")
    screen.page.keyboard.press(",")
    screen.wait(LAYER, "2021-05-24")
    screen.page.keyboard.press(".")
    screen.wait(LAYER, "2021-05-25")


def test_presses_in_quick_succession_all_count(screen):
    screen.open()
    screen.page.locator("[data-act=forward]").evaluate("it => { for (let n = 0; n < 3; n++) it.click(); }")
    screen.wait(LAYER, "2021-05-28")


def test_a_step_beyond_the_last_day_stays_on_it(screen):
    screen.open(f"?day={LAST}")
    screen.page.get_by_role("button", name="Tiến một ngày").click()
    screen.page.get_by_role("button", name="Lùi một ngày").click()
    screen.wait(LAYER, "2021-07-12")


def test_playing_ends_on_the_last_day_with_its_figures(screen, truth):
    screen.open("?day=2021-07-09")
    play = screen.page.locator("[data-act=play]")
    play.click()
    screen.wait(LAYER, LAST)
    expect(play).to_have_attribute("aria-pressed", "false")
    expect(play).to_have_accessible_name("Phát")
    assert screen.classes() == truth.classes(LAYER, LAST)
    assert truth.province_cases(LAST) != truth.province_cases("2021-07-09")
    expect(screen.figure).to_have_text(str(truth.province_cases(LAST)))
    screen.wait_for_address(day=LAST)


def test_playing_passes_every_day_of_the_range(screen):
    screen.page.add_init_script(
        """window.days = [];
        addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
            const thumb = document.querySelector('#day [role=slider]');
            const now = thumb && thumb.getAttribute('aria-valuenow');
            if (now && now !== window.days.at(-1)) window.days.push(now);
        }).observe(document.body, { subtree: true, childList: true, attributes: true }));"""
    )
    screen.open("?day=2021-06-05&from=2021-06-01&to=2021-06-09")
    screen.page.locator("[data-act=play]").click()
    screen.wait(LAYER, "2021-06-09")
    first = screen.truth.row("2021-06-05")
    assert screen.page.evaluate("window.days") == [str(first + n) for n in range(5)]


def test_pause_holds_the_day(screen):
    screen.page.clock.install()
    screen.open()
    play = screen.page.locator("[data-act=play]")
    play.click()
    expect(play).to_have_accessible_name("Dừng")
    expect(play).to_have_attribute("aria-pressed", "true")
    expect(screen.day).not_to_have_text("Thứ Ba 25/05/2021")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "false")
    # A step that was under way arrives, and the server answers for the day that it ends on.
    expect(screen.page.locator("body")).not_to_have_class(re.compile(r"\basking\b"))
    held = screen.day.text_content()
    screen.page.clock.run_for(5000)
    assert screen.day.text_content() == held


def test_the_speed_button_plays_twice_and_four_times_as_fast_and_returns(screen):
    screen.page.add_init_script(
        """window.paces = []; const keep = window.setInterval;
        window.setInterval = (act, pace, ...more) => { window.paces.push(pace); return keep(act, pace, ...more); };"""
    )
    screen.open()
    screen.wait_for_charts()
    speed, play = screen.page.locator("[data-act=speed]"), screen.page.locator("[data-act=play]")
    paces = []
    for words in ("1×", "2×", "4×"):
        expect(speed).to_have_text(words)
        play.click()
        paces.append(screen.page.evaluate("window.paces.at(-1)"))
        play.click()
        speed.click()
    expect(speed).to_have_text("1×")
    assert paces[1] == paces[0] / 2
    assert paces[2] <= paces[0] / 4


def test_the_slider_keeps_to_the_range_of_days(screen, truth):
    screen.open("?day=2021-06-05&from=2021-06-01&to=2021-06-10")
    screen.step("Home", "2021-06-01")
    screen.step("End", "2021-06-10")
    assert screen.classes() == truth.classes(LAYER, "2021-06-10")
