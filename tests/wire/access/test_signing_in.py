"""Signing in: password, authenticator, a password of one's own, and only then the map."""

from __future__ import annotations

from data.access.rights import Role


def test_from_the_first_password_to_the_map(person) -> None:
    somebody = person("cdc", Role.COMMITTEE)
    assert not somebody.is_in()
    assert somebody.give_password().headers["Location"] == "/second-factor/new"
    assert not somebody.is_in()
    codes = somebody.set_up()
    assert codes.status_code == 200
    assert len(somebody.open("/").headers["Location"]) > 0
    assert somebody.change_password().headers["Location"] == "/"
    assert somebody.is_in()
