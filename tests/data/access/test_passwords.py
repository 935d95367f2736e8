"""Passwords: argon2id with a pepper, read by Flask-Security too; weak ones are told."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_security import Security, UserDatastore, UserMixin, verify_password

from data.access.passwords import Flaw, flaw_of, hashed, matches, one_time_password

PEPPER = "p" * 43
GOOD = "bốn chiếc thuyền 8"


def test_a_password_matches_its_own_hash_alone() -> None:
    made = hashed(GOOD, PEPPER)
    assert made.startswith("$argon2id$")
    assert matches(GOOD, made, PEPPER)
    assert not matches(GOOD + " ", made, PEPPER)
    assert not matches(GOOD, made, "q" * 43)


def test_nothing_matches_where_there_is_no_hash_or_none_that_can_be_read() -> None:
    assert not matches("", None, PEPPER)
    assert not matches(GOOD, "plain", PEPPER)


def test_marks_may_be_typed_in_either_way() -> None:
    import unicodedata

    assert matches(
        unicodedata.normalize("NFD", GOOD), hashed(unicodedata.normalize("NFC", GOOD), PEPPER), PEPPER
    )


def test_flask_security_reads_the_same_hashes() -> None:
    class User(UserMixin):
        fs_uniquifier = ""

    app = Flask(__name__)
    app.config.update(SECRET_KEY="k", SECURITY_PASSWORD_SALT=PEPPER)
    security = Security(app, UserDatastore(User, None), register_blueprint=False)
    with app.test_request_context():
        plain = security.password_util.normalize(GOOD)
        assert verify_password(plain, hashed(GOOD, PEPPER))
        assert not verify_password(plain, hashed("other than that", PEPPER))


@pytest.mark.parametrize(
    ("password", "flaw"),
    [
        ("elevenchars", Flaw.SHORT),
        ("x" * 129, Flaw.LONG),
        ("cdc.tinh-1234", Flaw.LOGIN),
        ("matkhau12345", Flaw.COMMON),
        ("Password2026!", Flaw.COMMON),
        ("BacGiang2021!", Flaw.COMMON),
        ("123456789012", Flaw.COMMON),
        ("aaaaaaaaaaaab", Flaw.COMMON),
        (GOOD, None),
        ("correct horse battery", None),
    ],
)
def test_a_weak_password_is_told(password, flaw) -> None:
    assert flaw_of(password, "cdc.tinh") is flaw


def test_one_time_passwords_are_good_and_never_the_same() -> None:
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50
    assert {flaw_of(each, "cdc") for each in made} == {None}
