"""The data desk in Chromium: a good file, a dirty one, a hopeless one, by mouse, by keyboard and by thumb."""

from __future__ import annotations

import itertools
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Route, expect

from layers.text import text
from tests.browser.conftest import opening, serving, watching
from tests.browser.desk import BLUEZONE, Steward
from tests.browser.screen import AFTER_SETTLING_MS, BROWSER
from tests.browser.test_keyboard import focus_is_visible
from tests.browser.watch import Watch
from tests.wire import desk as files

pytestmark = BROWSER

PLACED = "Placed: 4 rows are no longer held."

_SALT = itertools.count(1)


@pytest.fixture(scope="module")
def desk_var(settings, tmp_path_factory) -> Path:
    """A copy of the built store that the tests of this file may write into."""
    folder = tmp_path_factory.mktemp("desk") / "var"
    shutil.copytree(settings.var_dir, folder, ignore=shutil.ignore_patterns("*-wal", "*-shm", "lock"))
    return folder


@pytest.fixture(scope="module")
def desk_address(settings, desk_var, tmp_path_factory) -> Iterator[str]:
    """Address of an app on that copy, with a small limit for files; a traceback in its log is a failure."""
    log = tmp_path_factory.mktemp("server") / "log"
    with serving(settings, desk_var, log, "/desk", DICHTE_UPLOAD_MB="1") as address:
        yield address
    assert files.secrets(log.read_text(errors="replace")) == []


@pytest.fixture
def desk_watch(desk_address) -> Iterator[Watch]:
    with watching(desk_address) as watch:
        yield watch


@pytest.fixture
def stewards(browser, desk_address, desk_watch) -> Iterator[Callable[..., Steward]]:
    """`stewards(size=(390, 844))`: a steward with a browser of their own."""
    with opening(browser, desk_watch, lambda page: Steward(page, desk_address)) as make:
        yield make


@pytest.fixture
def steward(stewards) -> Steward:
    return stewards()


@pytest.fixture
def phone(stewards) -> Steward:
    return stewards(size=(390, 844), has_touch=True, is_mobile=True)


def good() -> bytes:
    """A good file of its own: none of its rows came before."""
    return files.good(next(_SALT))


def dirty() -> bytes:
    return files.dirty(next(_SALT))


def test_a_good_file_is_looked_at_committed_and_seen_in_the_ledger_and_on_the_map(steward) -> None:
    steward.bring(good(), lang="vi").is_called()
    expect(steward.at(".preview-table tbody tr")).to_have_count(40)
    expect(steward.at("[data-desk=commit]")).to_have_text("Nhập 40 dòng")
    steward.commit()
    expect(steward.at(".receipt h2")).to_have_text("Đã nhập to-khai.csv")
    steward.at(
        ".receipt a",
    ).filter(has_text="Xem trong sổ tệp").click()
    expect(steward.at(".panel h2")).to_have_text("to-khai.csv")
    expect(steward.at(".ledger-table tbody tr").first).to_contain_text("Người Thử")
    steward.at(".panel a").filter(has_text="Xem trên bản đồ").click()
    expect(steward.at(".header .day-shown")).to_have_text("Thứ Ba 25/05/2021")


def test_nothing_is_committed_without_a_name_and_the_page_asks_for_it(steward) -> None:
    steward.bring(good())
    steward.at("[data-desk=commit]").click()
    expect(steward.at(".who-missing")).to_have_text(text("desk.who_missing", "en"))
    expect(steward.who).to_be_focused()
    steward.is_called()
    expect(steward.at(".who-missing")).to_have_text("")
    steward.commit()


def fill_place(steward) -> Locator:
    """Commit the dirty file that is looked at, go to four of its held rows, and fill in where they belong."""
    steward.is_called().commit()
    steward.at(".receipt a").filter(has_text="Work through 7 held rows").click()
    expect(steward.at(".list h2")).to_have_text("7 held rows")
    steward.at(".held-groups a").filter(has_text="Ba Đồn / Quảng Châu").click()
    expect(steward.at(".panel h2")).to_be_focused()
    form = steward.open_form("desk-place")
    steward.pick("desk-commune", "quang chau")
    form.locator("input[name=why]").fill("công văn 12")
    return form


def test_a_dirty_file_marks_each_bad_cell_in_words_and_its_rows_can_be_worked_through(steward) -> None:
    steward.open(f"?lang=en&source={BLUEZONE}").drop_file(dirty())
    expect(steward.at(".bad-cell")).to_have_count(7)
    expect(steward.at(".bad-cell").first).to_contain_text("is no district of the province")
    fill_place(steward)
    steward.send("desk-place")
    expect(steward.said).to_have_text(PLACED)
    expect(steward.said).to_be_focused()
    expect(steward.at(".list h2")).to_have_text("3 held rows")


def test_whoever_types_on_while_an_answer_is_on_its_way_keeps_the_focus(steward) -> None:
    form = fill_place(steward.bring(dirty()))
    waiting: list[Route] = []
    steward.page.route("**/_dash-update-component", lambda route: waiting.append(route))
    form.locator("input[name=why]").press("Enter")
    steward.who.press("End")
    steward.who.press_sequentially(" Hai")
    steward.page.unroute("**/_dash-update-component")
    for route in waiting:
        route.continue_()
    expect(steward.said).to_have_text(PLACED)
    steward.page.wait_for_timeout(AFTER_SETTLING_MS)
    steward.page.keyboard.type(" Ba")
    expect(steward.who).to_have_value("Người Thử Hai Ba")


def test_whoever_waits_for_an_answer_is_taken_to_it(steward) -> None:
    fill_place(steward.bring(dirty())).locator("input[name=why]").press("Enter")
    expect(steward.said).to_be_focused()


def test_a_cell_is_corrected_without_its_old_text_being_shown(steward) -> None:
    steward.bring(dirty()).is_called().commit()
    steward.at(".receipt a").filter(has_text="held rows").click()
    steward.at(".held-groups tr").filter(has_text="Unreadable telephone").locator("a").click()
    field = steward.open_form("desk-correct").locator('input[name="cell:Số điện thoại"]')
    expect(field).to_have_value("")
    steward.send("desk-correct")
    expect(steward.said).to_have_text(text("desk.correct.nothing", "en"))
    steward.open_form("desk-correct") if not field.is_visible() else None
    field.fill("0900000888")
    steward.send("desk-correct")
    expect(steward.said).to_have_text(text("desk.correct.released", "en"))


def test_a_file_is_withdrawn_with_a_reason_after_being_told_what_will_happen(steward) -> None:
    steward.bring(good()).is_called().commit()
    steward.at(".receipt a").filter(has_text="ledger").click()
    form = steward.open_form("desk-withdraw")
    expect(steward.at(".panel")).to_contain_text("rows of the file leave the tables")
    steward.send("desk-withdraw")
    expect(steward.said).to_have_count(0)
    form.locator("input[name=why]").fill("sai nguồn")
    steward.send("desk-withdraw")
    expect(steward.said).to_contain_text("Withdrawn:")
    expect(steward.at(".panel .warn-line")).to_contain_text("sai nguồn")
    expect(steward.at("form[data-ask=desk-withdraw]")).to_have_count(0)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_hopeless_file_is_refused_with_a_sentence_and_the_next_can_be_chosen_at_once(lang, steward) -> None:
    steward.open(f"?lang={lang}&source={BLUEZONE}").choose_file(files.hopeless(), "sai.csv")
    expect(steward.at(".refused[role=alert] h2")).to_contain_text("sai.csv")
    expect(steward.at(".refused-words")).to_contain_text("no row of 5 can be read")
    expect(steward.at(".refused")).to_contain_text(text("desk.refused_remedy", lang))
    steward.choose_file(good())
    expect(steward.at(".preview")).to_be_visible()


def test_a_file_in_an_old_encoding_is_read_once_the_steward_says_which(steward) -> None:
    content = good().decode("utf-8")
    old = content.replace("Nếnh", "Nenh").encode("cp1258", "replace")
    steward.open(f"?lang=en&source={BLUEZONE}").choose_file(old)
    choice = steward.at("form[data-ask=again] select")
    expect(choice).to_be_visible()
    assert "windows-1258" in choice.locator("option").all_text_contents()
    choice.select_option("windows-1258")
    steward.at("form[data-ask=again] button").click()
    expect(steward.at(".preview, .refused:not(:has(form))")).to_be_visible()


def test_a_file_that_is_too_large_is_never_sent(steward, desk_watch) -> None:
    steward.open(f"?lang=en&source={BLUEZONE}")
    mark = desk_watch.mark
    steward.choose_file(b"x" * (2**20 + 1))
    expect(steward.at(".drop-failed")).to_contain_text("larger than 1 MB")
    assert [r.url for r in desk_watch.since(mark) if "upload" in r.url] == []


def test_sending_can_be_stopped(steward) -> None:
    steward.open(f"?lang=en&source={BLUEZONE}")
    steward.page.route("**/desk/upload", lambda route: None)
    steward.choose_file(files.good())
    expect(steward.at(".sending-name")).to_have_text("to-khai.csv")
    expect(steward.at("[data-desk=stop-sending]")).to_be_focused()
    steward.page.keyboard.press("Enter")
    expect(steward.at("[data-desk=choose-file]")).to_be_visible()


def test_a_sending_that_breaks_off_says_that_nothing_was_kept(steward, desk_watch) -> None:
    desk_watch.expect("/desk/upload", "ERR_CONNECTION_RESET")
    steward.open(f"?lang=en&source={BLUEZONE}")
    steward.page.route("**/desk/upload", lambda route: route.abort("connectionreset"))
    steward.choose_file(files.good())
    expect(steward.at(".drop-failed")).to_have_text(text("desk.sending_broke", "en"))


def test_a_preview_and_the_name_survive_a_reload_and_can_be_discarded(steward) -> None:
    steward.bring(good()).is_called("Trần Mẫu")
    steward.who.blur()
    steward.page.reload()
    expect(steward.at(".preview")).to_be_visible()
    expect(steward.who).to_have_value("Trần Mẫu")
    steward.at("[data-desk=discard]").click()
    expect(steward.at("[data-desk=choose-file]")).to_be_visible()
    expect(steward.at(".preview")).to_have_count(0)


def test_the_address_follows_and_back_goes_back(steward) -> None:
    steward.open("?lang=en")
    steward.at(".desk-tabs a").filter(has_text="Ledger").click()
    expect(steward.at(".ledger-table")).to_be_visible()
    steward.at(".ledger-table a").first.click()
    expect(steward.at(".panel")).to_be_visible()
    assert re.search(r"tab=ledger.*file=\d+", steward.page.url)
    steward.page.go_back()
    expect(steward.at(".panel")).to_have_count(0)
    steward.page.go_back()
    expect(steward.at(".drop")).to_be_visible()


def test_the_other_language_keeps_the_address(steward) -> None:
    steward.open("?tab=held&file=1&reason=district_outside_province")
    steward.at("a[data-desk=language]").click()
    expect(steward.at("h1")).to_have_text("Data desk")
    expect(steward.at(".chip[aria-current]")).to_contain_text("District outside the province")


def test_a_source_is_found_by_typing_without_tone_marks(steward) -> None:
    steward.open()
    steward.pick("desk-source", "quet qr")
    expect(steward.at(".desk-expects")).to_be_visible()
    assert "source=qr-" in steward.page.url


def test_a_template_is_downloaded(steward) -> None:
    steward.open(f"?lang=en&source={BLUEZONE}")
    with steward.page.expect_download() as started:
        steward.at(".desk-links a").first.click()
    assert started.value.suggested_filename == f"{BLUEZONE}.csv"


def test_nothing_of_the_map_is_fetched_for_the_desk(steward, desk_watch) -> None:
    steward.open("?tab=held")
    steward.page.wait_for_load_state("networkidle")
    fetched = [request.url for request in desk_watch.requests]
    assert [url for url in fetched if re.search("maplibre|plotly|geometry|values|venues|map.js", url)] == []


def test_a_lost_connection_is_said_and_unsaid(steward, desk_watch) -> None:
    desk_watch.expect("ERR_INTERNET_DISCONNECTED", "Failed to fetch", "error")
    steward.open("?lang=en")
    steward.page.context.set_offline(True)
    steward.at(".desk-tabs a").filter(has_text="Ledger").click()
    expect(steward.at(".lost-line")).to_be_visible()
    steward.page.context.set_offline(False)
    steward.at(".desk-tabs a").filter(has_text="Held rows").click()
    expect(steward.at(".lost-line")).to_be_hidden()


# ── the keyboard alone ──────────────────────────────────────────────────────────────────────────


def tab_to(steward: Steward, expression: str, most: int = 60) -> None:
    """Press Tab until `expression` holds of `it`, the element with the focus."""
    for _ in range(most):
        steward.page.keyboard.press("Tab")
        if steward.active(expression):
            assert focus_is_visible(steward), steward.active("it.outerHTML")
            return
    raise AssertionError(f"expected a tab stop where {expression}, got none in {most}")


def test_the_whole_way_from_a_source_to_a_receipt_by_keyboard(steward) -> None:
    steward.open("?lang=en")
    tab_to(steward, "it === document.querySelector('input#desk-who, #desk-who input')")
    steward.page.keyboard.type("Người Thử")
    tab_to(steward, "it.id === 'desk-source'")
    steward.pick("desk-source", "khai bao y te tren bluezone")
    expect(steward.at(".desk-expects")).to_be_visible()
    tab_to(steward, "it.dataset.desk === 'choose-file'")
    with steward.page.expect_file_chooser() as chooser:
        steward.page.keyboard.press("Enter")
    buffer = good()
    chooser.value.set_files([{"name": "to-khai.csv", "mimeType": "text/csv", "buffer": buffer}])
    expect(steward.at(".preview")).to_be_visible()
    expect(steward.at("#desk-work h2").first).to_be_focused()
    tab_to(steward, "it.dataset.desk === 'commit'")
    steward.page.keyboard.press("Enter")
    expect(steward.at(".receipt h2")).to_be_focused()


@pytest.mark.parametrize("search", ["", f"?source={BLUEZONE}", "?tab=ledger&file=1", "?tab=held"])
def test_every_stop_on_the_desk_shows_its_focus(search, steward) -> None:
    steward.open(search)
    unseen = []
    for _ in range(40):
        steward.page.keyboard.press("Tab")
        if steward.active("it === document.body"):
            break
        if not focus_is_visible(steward):
            unseen.append(steward.active("it.outerHTML.slice(0, 120)"))
    assert unseen == []


# ── the phone, and narrow screens ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("search", [f"source={BLUEZONE}", "tab=ledger&file=1", "tab=held"])
def test_nothing_is_wider_than_a_phone(search, lang, phone) -> None:
    phone.open(f"?{search}&lang={lang}")
    assert not phone.is_wider_than_the_screen()


def test_a_file_is_looked_at_and_committed_on_a_phone(phone) -> None:
    phone.bring(dirty()).is_called()
    assert not phone.is_wider_than_the_screen()
    button = phone.at("[data-desk=commit]").bounding_box()
    assert button is not None and button["height"] >= 44
    forecast, preview = phone.at(".forecast").bounding_box(), phone.at(".preview").bounding_box()
    assert forecast is not None and preview is not None and forecast["y"] < preview["y"]
    phone.commit()
    phone.at(".receipt a").filter(has_text="held rows").click()
    expect(phone.at(".held-groups tbody tr").first).to_be_visible()
    assert not phone.is_wider_than_the_screen()


def test_text_at_twice_its_size_stays_within_the_screen(stewards) -> None:
    small = stewards(size=(720, 450))
    for search in (f"?source={BLUEZONE}", "?tab=ledger&file=1", "?tab=held"):
        small.open(search)
        assert not small.is_wider_than_the_screen(), search


# ── privacy ─────────────────────────────────────────────────────────────────────────────────────


def test_nothing_personal_comes_back_to_the_browser_or_stays_on_disk(steward, desk_var) -> None:
    bodies: list[str] = []
    steward.page.on(
        "response",
        lambda r: bodies.append(r.text()) if "_dash-update" in r.url or "upload" in r.url else None,
    )
    steward.bring(dirty()).is_called().commit()
    steward.at(".receipt a").filter(has_text="held rows").click()
    steward.at(".held-groups tr").filter(has_text="Unreadable telephone").locator("a").click()
    steward.open_form("desk-correct")
    steward.page.wait_for_load_state("networkidle")
    stored = steward.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    answers = [json.dumps(json.loads(body), ensure_ascii=False) for body in bodies]
    seen = [steward.page.content(), stored, *answers]
    assert len(bodies) > 3
    assert any("•••" in answer for answer in answers)
    assert [found for words in seen if (found := files.secrets(words))] == []
    assert list((desk_var / "spool").glob("*")) == []
    for path in desk_var.rglob("*"):
        if path.is_file():
            assert files.secrets(path.read_bytes()) == [], path
