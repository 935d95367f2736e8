"""Keys of the push API: shown once, kept as a digest, refused for any reason alike."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from data import api_keys, schema
from data.api_keys import create_key, find_key, list_keys, revoke_key
from data.errors import KeyRefused


def test_a_key_tells_whose_it_is(connection) -> None:
    key = find_key(connection, create_key(connection, "qr-checkins", "Bluezone operations"))
    assert key is not None
    assert (key.source, key.label, key.revoked_at) == ("qr-checkins", "Bluezone operations", None)


def test_a_key_has_a_secret_of_256_bits_that_is_never_the_same(connection) -> None:
    tokens = {create_key(connection, "qr-checkins", "x") for _ in range(20)}
    assert len(tokens) == 20
    assert all(re.fullmatch("dichte_[0-9a-f]{12}_[0-9a-f]{64}", token) for token in tokens)


def test_the_store_keeps_no_secret(connection) -> None:
    secret = create_key(connection, "qr-checkins", "x").split("_")[2]
    assert secret not in str(connection.execute(select(schema.api_key)).all())


def test_one_wrong_digit_of_the_secret_is_refused(connection) -> None:
    token = create_key(connection, "qr-checkins", "x")
    assert find_key(connection, token[:-1] + ("0" if token[-1] != "0" else "1")) is None


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "dichte_",
        "dichte__",
        f"dichte_{'0' * 12}_{'0' * 64}",
        f"dichte_{'٣' * 12}_{'0' * 64}",
        "\x00",
    ],
)
def test_what_is_no_key_is_refused(token, connection) -> None:
    create_key(connection, "qr-checkins", "x")
    assert find_key(connection, token) is None


def test_the_secret_of_one_key_does_not_open_another(connection) -> None:
    first, second = (create_key(connection, "qr-checkins", "x").split("_") for _ in range(2))
    assert find_key(connection, f"dichte_{first[1]}_{second[2]}") is None


def test_a_secret_is_compared_in_constant_time_though_there_is_no_such_key(connection, monkeypatch) -> None:
    compared: list[tuple[str, str]] = []
    monkeypatch.setattr(api_keys.hmac, "compare_digest", lambda a, b: compared.append((a, b)) or a == b)
    find_key(connection, create_key(connection, "qr-checkins", "x"))
    find_key(connection, f"dichte_{'0' * 12}_{'0' * 64}")
    find_key(connection, "nothing")
    assert [len(a) == len(b) == 64 for a, b in compared] == [True] * 3


def test_a_revoked_key_is_refused_and_stays_in_the_list(connection) -> None:
    token = create_key(connection, "qr-checkins", "x")
    revoked = revoke_key(connection, token.split("_")[1])
    assert revoked.revoked_at is not None
    assert find_key(connection, token) is None
    assert list_keys(connection) == (revoked,)


def test_revoking_twice_keeps_the_first_time(connection) -> None:
    key_id = create_key(connection, "qr-checkins", "x").split("_")[1]
    assert revoke_key(connection, key_id) == revoke_key(connection, key_id)


def test_revoking_a_key_that_is_not_there_says_where_to_look(connection) -> None:
    with pytest.raises(KeyRefused, match="python -m data key list"):
        revoke_key(connection, "000000000000")


def test_revoking_by_the_whole_key_does_not_repeat_its_secret(connection) -> None:
    token = create_key(connection, "qr-checkins", "x")
    with pytest.raises(KeyRefused) as refused:
        revoke_key(connection, token)
    assert token.split("_")[2] not in str(refused.value)


@pytest.mark.parametrize("label", ["", "x" * 81, "two\nlines"])
def test_a_label_that_can_not_be_shown_is_refused(label, connection) -> None:
    with pytest.raises(KeyRefused, match="Expected a label of 1 to 80"):
        create_key(connection, "qr-checkins", label)
