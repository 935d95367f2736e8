"""Attempts: five are free, then a lock that doubles; at once or one after the other is the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from data import schema
from data.access import sign_in
from data.access.account import find_account
from data.access.accounts import create_account, set_own_password
from data.access.attempts import attempt, lock_after, signed_in, was_right
from data.access.rights import Role
from data.access.sign_in import check_password, check_second_factor, set_authenticator, use_code
from data.engine import writing

PEPPER, PASSWORD = "p" * 43, "bon chiec thuyen 8"
NOW = datetime(2026, 5, 1, 8, 0)


@pytest.fixture
def account(engine: Engine):
    with writing(engine) as connection:
        create_account(connection, "cdc", "CDC", [Role.ANALYST], [], None, PEPPER)
        set_own_password(connection, 1, PASSWORD, PEPPER)
    return the(engine)


def the(engine: Engine):
    with engine.connect() as connection:
        return find_account(connection, "login", "cdc")


@pytest.mark.parametrize(
    ("failures", "minutes"), [(4, None), (5, 15), (6, 30), (7, 60), (8, 120), (50, 24 * 60), (10**6, 24 * 60)]
)
def test_the_lock_doubles_up_to_a_day(failures, minutes) -> None:
    assert lock_after(failures) == (None if minutes is None else timedelta(minutes=minutes))


def test_the_fifth_wrong_try_locks_and_a_lock_counts_nothing(engine, account) -> None:
    with writing(engine) as connection:
        for _ in range(5):
            assert attempt(connection, 1, NOW)
        assert attempt(connection, 1, NOW) is None
        assert attempt(connection, 1, NOW + timedelta(minutes=14, seconds=59)) is None
        again = attempt(connection, 1, NOW + timedelta(minutes=15))
    assert again is not None
    assert the(engine).failures == 6
    assert the(engine).locked_until == NOW + timedelta(minutes=45)


def test_a_right_password_takes_its_own_try_back_and_no_other(engine, account) -> None:
    with writing(engine) as connection:
        for _ in range(4):
            attempt(connection, 1, NOW)
        tried = attempt(connection, 1, NOW)
        assert tried
        was_right(connection, tried)
    assert (the(engine).failures, the(engine).locked_until) == (4, None)


def test_a_right_password_lifts_no_lock_that_another_try_set(engine, account) -> None:
    with writing(engine) as connection:
        tried = attempt(connection, 1, NOW)
        for _ in range(4):
            attempt(connection, 1, NOW)
        assert tried
        was_right(connection, tried)
    assert the(engine).locked_until == NOW + timedelta(minutes=15)


def test_a_whole_sign_in_clears_the_count(engine, account) -> None:
    with writing(engine) as connection:
        attempt(connection, 1, NOW)
        signed_in(connection, 1, NOW)
    assert (the(engine).failures, the(engine).signed_in_at) == (0, NOW)


def test_many_at_once_get_no_more_tries_than_five(engine, account, monkeypatch) -> None:
    tried = []
    monkeypatch.setattr(sign_in, "matches", lambda _p, password_hash, _k: bool(tried.append(password_hash)))
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda _: check_password(engine, "cdc", "x", PEPPER), range(40)))
    assert len(tried) == 40
    assert sum(each is not None for each in tried) == 5


@pytest.mark.parametrize("who", ["unknown", "locked", "off", "expired", "wrong"])
def test_every_refusal_does_the_work_of_one_comparison(who, engine, account, monkeypatch) -> None:
    values = {
        "locked": {"locked_until": datetime(2100, 1, 1)},
        "off": {"is_active": False},
        "expired": {"expires_on": datetime(2020, 1, 1).date()},
    }
    with writing(engine) as connection:
        connection.execute(update(schema.account).values(values.get(who, {"failures": 0})))
    compared = []
    true = sign_in.matches

    def counted(*given):
        compared.append(given)
        return true(*given)

    monkeypatch.setattr(sign_in, "matches", counted)
    login = "nobody" if who == "unknown" else "cdc"
    password = "x" if who == "wrong" else PASSWORD
    assert check_password(engine, login, password, PEPPER) is None
    assert len(compared) == 1


def test_the_right_password_is_the_account(engine, account) -> None:
    found = check_password(engine, " CDC ", PASSWORD, PEPPER)
    assert found is not None
    assert found.login == "cdc"
    assert the(engine).failures == 0


def test_the_second_factor_counts_too_and_a_lock_ends_it(engine, account) -> None:
    for _ in range(5):
        assert not check_second_factor(engine, account, lambda: False)
    assert not check_second_factor(engine, account, lambda: True)


def test_a_half_minute_is_used_once_and_never_an_earlier_one(engine, account) -> None:
    assert use_code(engine, 1, 100)
    assert not use_code(engine, 1, 100)
    assert not use_code(engine, 1, 99)
    assert use_code(engine, 1, 101)


def test_the_first_authenticator_stays(engine, account) -> None:
    assert set_authenticator(engine, 1, "first")
    assert not set_authenticator(engine, 1, "second")
    assert the(engine).totp_secret == "first"
