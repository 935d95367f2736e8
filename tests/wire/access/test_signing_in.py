"""Signing in: password, authenticator, a password of one's own, and only then the map."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callbacks.access.limits import LIMITER
from data.access.rights import Role
from data.days import now
from layers.text import text


def test_from_the_first_password_to_the_map(person, events) -> None:
    somebody = person("cdc", Role.COMMITTEE)
    assert not somebody.is_in()
    assert somebody.give_password().headers["Location"] == "/second-factor/new"
    assert not somebody.is_in()
    assert somebody.set_up().status_code == 200
    assert somebody.open("/").headers["Location"] == "/change-password"
    assert somebody.change_password().headers["Location"] == "/"
    assert somebody.is_in()
    assert events == [("second_factor_set", "cdc"), ("sign_in", "cdc"), ("password_changed", "cdc")]


def test_later_sign_ins_ask_for_password_and_code(person, server) -> None:
    somebody = person().arrive()
    somebody.client = server.test_client()
    assert somebody.give_password().headers["Location"] == "/second-factor"
    assert not somebody.is_in()
    assert somebody.send("/second-factor", code=somebody.code()).headers["Location"] == "/"
    assert somebody.is_in()


def test_a_password_alone_shows_no_figure(person, server) -> None:
    somebody = person().arrive()
    somebody.client = server.test_client()
    somebody.give_password()
    for path in ("/_dash-layout", "/map.svg", "/export/table.csv"):
        assert somebody.open(path).status_code == 401


def test_until_the_first_password_is_changed_nothing_may_be_done(person) -> None:
    somebody = person()
    somebody.give_password()
    somebody.set_up()
    assert somebody.open("/map.svg").status_code == 403
    assert (
        somebody.open("/desk?lang=en").headers["Location"]
        == "/change-password?next=%2Fdesk%3Flang%3Den&lang=en"
    )


def answers(somebody, login: str, password: str) -> tuple[int, str]:
    answer = somebody.send("/sign-in", login=login, password=password)
    page = answer.get_data(as_text=True)
    token = page.partition('name="csrf_token"')[2].partition(">")[0]
    return answer.status_code, page.replace(token, "").replace(f'value="{login}"', "")


def test_unknown_login_wrong_password_switched_off_and_locked_get_the_same_answer(person, change) -> None:
    somebody, off, locked = person("cdc"), person("off"), person("locked")
    change("off", is_active=False)
    change("locked", locked_until=now().replace(tzinfo=None) + timedelta(minutes=5))
    said = {
        answers(somebody, "nobody.here", "x"),
        answers(somebody, "cdc", "x"),
        answers(somebody, "off", off.password),
        answers(somebody, "locked", locked.password),
    }
    assert len(said) == 1
    assert text("access.error.sign_in", "vi") in said.pop()[1]


def test_five_wrong_passwords_lock_even_the_right_one(person, server) -> None:
    somebody = person().arrive()
    somebody.client = server.test_client()
    for _ in range(5):
        somebody.send("/sign-in", login=somebody.login, password="x")
    assert somebody.give_password().status_code == 200
    assert not somebody.is_in()


def test_a_lock_ends_by_itself(person, change, server) -> None:
    somebody = person().arrive()
    change("cdc", failures=5, locked_until=now().replace(tzinfo=None) - timedelta(seconds=1))
    somebody.client = server.test_client()
    assert somebody.sign_in().headers["Location"] == "/"


def test_wrong_codes_lock_like_wrong_passwords(person, server) -> None:
    somebody = person().arrive()
    somebody.client = server.test_client()
    for _ in range(5):
        somebody.give_password()
        somebody.send("/second-factor", code="000000")
        server.extensions[LIMITER].reset()  # whoever has all day is locked out all the same
    assert somebody.give_password().status_code == 200


def test_a_code_works_once(person, server) -> None:
    somebody = person().arrive()
    somebody.client = server.test_client()
    somebody.give_password()
    code = somebody.code()
    assert somebody.send("/second-factor", code=code).status_code == 303
    somebody.client = server.test_client()
    somebody.give_password()
    assert somebody.send("/second-factor", code=code).status_code == 200
    assert not somebody.is_in()


def test_a_recovery_code_stands_in_once(person, server) -> None:
    somebody = person()
    somebody.give_password()
    page = somebody.set_up().get_data(as_text=True)
    code = page.partition("<li>")[2].partition("</li>")[0]
    somebody.change_password()
    for is_right in (True, False):
        somebody.client = server.test_client()
        somebody.give_password()
        somebody.send("/second-factor/recovery", code=code)
        assert somebody.is_in() is is_right


def test_another_authenticator_can_not_be_set_up_over_the_first(person, server) -> None:
    somebody = person().arrive()
    somebody.client = server.test_client()
    somebody.give_password()
    assert somebody.open("/second-factor/new").headers["Location"] == "/sign-in"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("new", "again", "key"),
    [
        ("short", "short", "access.flaw.short"),
        ("cdc-1234567", "cdc-1234567", "access.flaw.short"),
        ("123456789012", "123456789012", "access.flaw.common"),
        ("ba chiec thuyen tren song", "ba chiec thuyen tren bien", "access.error.again"),
    ],
)
def test_a_password_that_can_not_be_used_is_told_why(new, again, key, lang, person) -> None:
    somebody = person()
    somebody.give_password()
    somebody.set_up()
    answer = somebody.send(f"/change-password?lang={lang}", password=somebody.password, new=new, again=again)
    assert text(key, lang) in answer.get_data(as_text=True)


def test_the_own_password_is_asked_for_before_it_changes(person) -> None:
    somebody = person().arrive()
    somebody.password = "not the one"
    assert somebody.change_password("bon chiec thuyen 8 tren song").status_code == 200


def test_a_failed_sign_in_tells_the_login_only_where_there_is_one(person, events) -> None:
    somebody = person("cdc")
    somebody.send("/sign-in", login="cdc", password="x")
    somebody.send("/sign-in", login="my secret, typed too early", password="x")
    assert events == [("sign_in_failed", "cdc"), ("sign_in_failed", "")]
