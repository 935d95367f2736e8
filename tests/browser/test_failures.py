"""When something is missing: no WebGL, no connection, a file that does not come."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.screen import BROWSER, LAYER

pytestmark = BROWSER

NO_WEBGL = """const keep = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind.startsWith('webgl') ? null : keep.call(this, kind, ...more);
};"""


def test_without_webgl_a_picture_and_a_sentence_stand_in_and_the_ranking_works(screen, watch):
    watch.expect("WebGL", "webgl")
    screen.page.add_init_script(NO_WEBGL)
    screen.page.goto(screen.address)
    picture = screen.page.locator("#map img.static-map")
    expect(picture).to_be_visible()
    screen.page.wait_for_function("() => document.querySelector('img.static-map').naturalWidth > 0")
    expect(screen.page.locator("#map .static-note")).to_have_text(
        "Trình duyệt này không có WebGL, nên bản đồ là ảnh tĩnh. Bảng xếp hạng có đủ số liệu."
    )
    expect(picture).to_have_attribute("alt", "Bản đồ các xã")
    screen.ranking.locator(".place-link", has_text="Quang Châu").click()
    expect(screen.heading).to_have_text("Xã Quang Châu")
    expect(screen.figure).to_have_text("181")


def test_without_webgl_the_picture_follows_the_day(screen, watch, truth):
    watch.expect("WebGL", "webgl")
    screen.page.add_init_script(NO_WEBGL)
    screen.page.goto(screen.address)
    picture = screen.page.locator("#map img.static-map")
    expect(picture).to_be_visible()
    screen.page.get_by_role("button", name="Tiến một ngày").click()
    screen.page.wait_for_function("() => document.querySelector('img.static-map').src.includes('day=2021-05-26')")
    expect(screen.figure).to_have_text(str(truth.province_cases("2021-05-26")))


def test_a_lost_connection_keeps_the_screen_says_so_and_recovers(screen, watch, truth):
    watch.expect("net::ERR_INTERNET_DISCONNECTED", "the server did not respond", "Failed to fetch")
    screen.open()
    screen.wait_for_charts()
    line = screen.page.locator(".lost-line")
    expect(line).to_be_hidden()
    screen.page.context.set_offline(True)
    expect(line).to_be_visible()
    expect(line).to_contain_text("Mất kết nối")
    screen.step("ArrowRight", "2021-05-26")
    assert screen.classes() == truth.classes(LAYER, "2021-05-26")
    expect(screen.rows).to_have_count(10)
    screen.page.context.set_offline(False)
    expect(line).to_be_hidden()
    screen.step("ArrowRight", "2021-05-27")
    expect(screen.figure).to_have_text(str(truth.province_cases("2021-05-27")))


def test_a_layer_that_did_not_come_is_fetched_again_by_the_next_gesture(screen, watch, truth):
    watch.expect("checkins.bin", "net::ERR_FAILED")
    screen.open()
    screen.page.route("**/checkins.bin", lambda route: route.abort())
    screen.page.locator("#layer input[value=checkins]").click()
    expect(screen.page.locator(".lost-line")).to_be_visible()
    screen.page.unroute("**/checkins.bin")
    screen.thumb.focus()
    screen.page.keyboard.press("ArrowRight")
    expect(screen.page.locator(".lost-line")).to_be_hidden()
    screen.wait("checkins", "2021-05-26")
    assert screen.classes() == truth.classes("checkins", "2021-05-26")


def test_a_failed_answer_of_the_server_is_told_until_the_next_good_one(screen, watch, truth):
    watch.expect("_dash-update-component", "500", "Callback error updating")
    screen.open()
    screen.wait_for_charts()
    screen.page.route("**/_dash-update-component*", lambda route: route.fulfill(status=500, body="broken"))
    screen.step("ArrowRight", "2021-05-26")
    line = screen.page.locator(".failed-line")
    expect(line).to_be_visible()
    screen.page.unroute("**/_dash-update-component*")
    screen.step("ArrowRight", "2021-05-27")
    expect(line).to_be_hidden()
    expect(screen.figure).to_have_text(str(truth.province_cases("2021-05-27")))
