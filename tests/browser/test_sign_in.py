"""Signing in, in a browser: from the first password to the map, in both languages, at a desk and with a phone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Browser, Page, expect

from data.access.accounts import create_account, switch
from data.access.rights import Role
from data.access.secrets import load_secrets
from data.build import store_engine
from data.engine import writing
from data.settings import Settings
from layers.text import text
from tests.browser.conftest import opening, serving, watching
from tests.browser.screen import BROWSER

pytestmark = BROWSER

DESK, PHONE = {"size": (1440, 900)}, {"size": (390, 844), "has_touch": True, "is_mobile": True}
SCREENS = pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
LANGUAGES = pytest.mark.parametrize("lang", ["vi", "en"])
OWN_PASSWORD = "ba chiec thuyen 7 tren song"


@pytest.fixture(scope="module")
def own(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("accounts") / "var"
    shutil.copytree(settings.var_dir, folder, ignore=shutil.ignore_patterns("*-wal", "*-shm", "lock"))
    return replace(settings, var_dir=folder)


@pytest.fixture(scope="module")
def with_accounts(own: Settings) -> Iterator[str]:
    log = own.var_dir.parent / "log"
    with serving(own, own.var_dir, log, "/sign-in", DICHTE_ACCESS="accounts") as address:
        yield address


@pytest.fixture
def visitor(browser: Browser, with_accounts: str) -> Iterator[Callable[..., Page]]:
    with watching(with_accounts) as watch, opening(browser, watch, lambda page: page) as make:
        make.watch = watch  # type: ignore[attr-defined]
        yield make


def password_of(settings: Settings, login: str, *roles: Role) -> str:
    """The first password of a new account."""
    with store_engine(settings) as engine, writing(engine) as connection:
        pepper = load_secrets(settings.secrets_path).password
        return create_account(connection, login, f"Trực ban {login}", roles, [], None, pepper)


def is_whole_on_screen(page: Page) -> bool:
    """Nothing is wider than the screen, once the styles are there: the words come before them."""
    page.wait_for_load_state("load")
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def fill(page: Page, key: str, value: str, lang: str) -> None:
    page.get_by_label(text(key, lang), exact=True).fill(value)


def press(page: Page, key: str, lang: str) -> None:
    page.get_by_role("button", name=text(key, lang), exact=True).click()


def arrive(page: Page, address: str, login: str, password: str, lang: str) -> TOTP:
    """From the first password to the map, as far as a person types and presses."""
    page.goto(f"{address}/?lang={lang}")
    expect(page.get_by_role("heading", level=1)).to_have_text(text("access.title.sign_in", lang))
    assert is_whole_on_screen(page)
    fill(page, "access.login", login, lang)
    fill(page, "access.password", password, lang)
    press(page, "access.sign_in", lang)
    expect(page.get_by_role("heading", level=1)).to_have_text(text("access.title.set_up", lang))
    assert is_whole_on_screen(page)
    totp = TOTP(key=page.locator("#key").inner_text().replace("-", ""))
    fill(page, "access.code", str(totp.generate().token), lang)
    press(page, "access.continue", lang)
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name=text("access.codes.kept", lang)).click()
    fill(page, "access.old_password", password, lang)
    for key in ("access.new_password", "access.new_again"):
        fill(page, key, OWN_PASSWORD, lang)
    press(page, "access.change", lang)
    page.wait_for_selector("#map[data-drawn]")
    return totp


@SCREENS
@LANGUAGES
def test_from_the_first_password_to_the_map_and_out(screen, lang, visitor, own, with_accounts) -> None:
    login = f"{lang}-{screen['size'][0]}"
    page = visitor(**screen)
    arrive(page, with_accounts, login, password_of(own, login, Role.COMMITTEE), lang)
    assert is_whole_on_screen(page)
    expect(page.locator(".account summary")).to_have_text(f"Trực ban {login}")
    expect(page.locator("a[href^='desk']")).to_have_count(0)
    page.locator(".account summary").click()
    press(page, "access.sign_out", lang)
    expect(page.get_by_role("status")).to_have_text(text("access.signed_out", lang))
    page.goto(f"{with_accounts}/?lang={lang}")
    expect(page).to_have_url(re.compile("/sign-in"))


def test_the_end_of_a_session_is_said_with_a_way_back_to_the_same_view(visitor, own, with_accounts) -> None:
    page = visitor(**DESK)
    arrive(page, with_accounts, "night", password_of(own, "night", Role.COMMITTEE), "vi")
    # Dash reads a refused answer twice, and complains the second time.
    visitor.watch.expect("401", "Unauthorized", "body stream already read")
    with store_engine(own) as engine, writing(engine) as connection:
        switch(connection, "night", False)
    page.get_by_role("button", name=re.compile("Quang Châu")).first.click()
    over = page.get_by_role("alert").filter(has_text=text("access.session_over", "vi"))
    expect(over).to_be_visible()
    expect(page.locator(".failed-line")).to_be_hidden()
    over.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/sign-in\?.*next=%2F%3F.*commune"))
