"""Sessions: begun anew, ended by time, by hand, by an administrator; the cookie and the tokens of forms."""

from __future__ import annotations

import time
from datetime import date

import pytest

from callbacks.access import session as sessions
from data.access.account import find_account
from data.access.accounts import end_sessions, reset_password, switch
from data.access.rights import Role
from data.engine import writing

COOKIE = "__Host-dichte"


@pytest.fixture
def later(monkeypatch):
    """`later(3600)`: the clock of sessions goes on by an hour."""
    start, gone = time.time, [0.0]
    monkeypatch.setattr(sessions.time, "time", lambda: start() + gone[0])

    def go_on(seconds: float) -> None:
        gone[0] += seconds

    return go_on


def cookie_of(somebody) -> str:
    return somebody.client.get_cookie(COOKIE).value


def with_cookie(server, value: str) -> bool:
    """Whether somebody with a copy of the cookie gets in."""
    client = server.test_client()
    client.set_cookie(COOKIE, value, secure=True)
    return client.get("/", base_url="https://localhost").status_code == 200


def test_the_cookie_is_for_this_host_alone_and_no_script(person) -> None:
    set_cookie = person().open("/sign-in").headers["Set-Cookie"]
    assert set_cookie.startswith(f"{COOKIE}=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(set_cookie.split("; "))
    assert "Domain" not in set_cookie
    assert "Expires" not in set_cookie


def test_nothing_of_the_session_before_stays_after_signing_in(person, server) -> None:
    somebody = person()
    somebody.open("/sign-in")
    before = cookie_of(somebody)
    somebody.arrive()
    assert cookie_of(somebody) != before
    assert not with_cookie(server, before)


def test_a_session_ends_after_half_an_hour_of_nothing(person, later) -> None:
    somebody = person().arrive()
    later(29 * 60)
    assert somebody.is_in()
    later(29 * 60)
    assert somebody.is_in()
    later(31 * 60)
    assert not somebody.is_in()


def test_a_session_ends_after_its_hours_however_busy(person, later, with_accounts) -> None:
    somebody = person().arrive()
    for _ in range(int(with_accounts.session_hours * 3)):
        assert somebody.is_in()
        later(20 * 60)
    later(60)
    assert not somebody.is_in()


def test_the_second_factor_comes_within_minutes_of_the_password(person, later) -> None:
    somebody = person()
    somebody.give_password()
    later(11 * 60)
    assert somebody.open("/second-factor/new").headers["Location"] == "/sign-in"


def test_a_copy_of_the_cookie_is_worth_nothing_after_signing_out(person, server, events) -> None:
    somebody = person().arrive()
    copy = cookie_of(somebody)
    assert with_cookie(server, copy)
    token = (
        somebody.open("/change-password")
        .get_data(as_text=True)
        .partition('csrf_token" type="hidden" value="')[2]
    )
    answer = somebody.client.post(
        "/sign-out", data={"csrf_token": token.partition('"')[0]}, base_url="https://localhost"
    )
    assert answer.headers["Location"].startswith("/sign-in?out=1")
    assert not somebody.is_in()
    assert not with_cookie(server, copy)
    assert events[-1] == ("sign_out", "cdc")


@pytest.mark.parametrize("what", ["reset", "off", "expired"])
def test_an_administrator_ends_all_sessions_at_once(what, person, engine, change) -> None:
    somebody = person().arrive()
    if what == "expired":
        change("cdc", expires_on=date(2020, 1, 1))
    with writing(engine) as connection:
        if what == "reset":
            reset_password(connection, "cdc", "p" * 43)
        if what == "off":
            switch(connection, "cdc", False)
    assert not somebody.is_in()


def test_another_password_ends_the_other_sessions_and_keeps_this_one(person, server) -> None:
    somebody = person().arrive()
    copy = cookie_of(somebody)
    somebody.change_password("bon chiec thuyen 8 tren song")
    assert somebody.is_in()
    assert not with_cookie(server, copy)


@pytest.mark.parametrize("path", ["/sign-in", "/second-factor/new", "/change-password", "/sign-out"])
def test_a_form_without_its_token_does_nothing(path, person) -> None:
    somebody = person()
    if path == "/second-factor/new":
        somebody.give_password()
    if path in ("/change-password", "/sign-out"):
        somebody.arrive()
    fields = {
        "login": "cdc",
        "password": somebody.password,
        "new": "bon chiec thuyen 8",
        "again": "bon chiec thuyen 8",
    }
    answer = somebody.client.post(path, data=fields | {"code": "000000"}, base_url="https://localhost")
    assert answer.status_code in (200, 400)
    assert 'id="error"' in answer.get_data(as_text=True)


def test_a_token_of_another_session_is_none(person, server) -> None:
    mine, theirs = person("cdc"), person("other")
    token = (
        theirs.open("/sign-in").get_data(as_text=True).partition('type="hidden" value="')[2].partition('"')[0]
    )
    mine.open("/sign-in")
    fields = {"login": "cdc", "password": mine.password, "csrf_token": token}
    assert mine.client.post("/sign-in", data=fields, base_url="https://localhost").status_code == 200


def test_no_token_in_an_address_or_a_header_says_who_it_is(person, server, engine) -> None:
    somebody = person().arrive()
    with engine.connect() as connection:
        mark = find_account(connection, "login", "cdc").uniquifier
    client = server.test_client()
    assert client.get(f"/?auth_token={mark}", base_url="https://localhost").status_code == 302
    headers = {"Authentication-Token": mark, "Authorization": f"Bearer {mark}"}
    assert client.get("/map.svg", base_url="https://localhost", headers=headers).status_code == 401
    assert somebody.is_in()


def test_end_sessions_ends_them(person, engine) -> None:
    somebody = person("cdc", Role.COMMITTEE).arrive()
    with writing(engine) as connection:
        end_sessions(connection, find_account(connection, "login", "cdc").account_id)
    assert not somebody.is_in()
