"""`python -m data key` and `python -m data refresh`, on a store of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.__main__ import main
from tests.copies import copied


@pytest.fixture
def var(untouched, tmp_path: Path, monkeypatch) -> Path:
    """A copy of the built store that the commands work on."""
    folder = copied(untouched, tmp_path / "var").var_dir
    monkeypatch.setenv("DICHTE_VAR", str(folder))
    return folder


def test_a_key_is_made_listed_and_revoked(var, capsys) -> None:
    assert main(["key", "create", "qr-checkins", "--label", "tests"]) == 0
    token = capsys.readouterr().out.splitlines()[0]
    assert re.fullmatch("dichte_[0-9a-f]{12}_[0-9a-f]{64}", token)
    _, key_id, secret = token.split("_")
    main(["key", "list"])
    listed = capsys.readouterr().out
    assert f"{key_id}\tqr-checkins\t" in listed
    assert "1 keys, 1 of them work" in listed
    assert secret not in listed
    assert main(["key", "revoke", key_id]) == 0
    assert "\trevoked " in capsys.readouterr().out
    main(["key", "list"])
    assert "1 keys, 0 of them work" in capsys.readouterr().out


def test_a_key_of_an_unknown_source_is_not_made_and_near_ones_are_named(var, capsys) -> None:
    assert main(["key", "create", "qr-chekins", "--label", "tests"]) == 2
    assert "qr-checkins" in capsys.readouterr().err
    main(["key", "list"])
    assert "0 keys" in capsys.readouterr().out


def test_revoking_what_is_no_key_fails_with_a_sentence(var, capsys) -> None:
    assert main(["key", "revoke", "000000000000"]) == 2
    assert "python -m data key list" in capsys.readouterr().err


def test_refresh_names_the_snapshot_it_made(var, capsys) -> None:
    assert main(["refresh"]) == 0
    assert re.match(r"snapshot [0-9a-f]{12}, \d{4}-", capsys.readouterr().out)
