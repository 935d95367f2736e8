"""`python -m data user`: nothing is asked, a password is shown once, a failure is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from data import schema
from data.__main__ import main
from data.access.account import find_account
from data.access.passwords import matches
from data.access.secrets import load_secrets
from data.build import store_engine
from data.migrate import upgrade
from data.settings import Settings
from tests.world import write_places


@pytest.fixture
def settings(tmp_path: Path, monkeypatch) -> Settings:
    settings = Settings(var_dir=tmp_path)
    with store_engine(settings) as engine:
        upgrade(engine)
        with engine.begin() as connection:
            write_places(connection)
    monkeypatch.setenv("DICHTE_VAR", str(tmp_path))
    monkeypatch.delenv("DICHTE_DATABASE_URL", raising=False)
    return settings


def run(capsys, *arguments: str) -> list[str]:
    code = main(["user", *arguments])
    told = capsys.readouterr()
    assert code == 0, told.err
    return told.out.splitlines()


def account(settings: Settings, login: str = "cdc"):
    with store_engine(settings) as engine, engine.connect() as connection:
        return find_account(connection, "login", login)


def test_create_shows_a_password_that_works(settings, capsys) -> None:
    password, once = run(
        capsys, "create", "cdc", "--signs-as", "CDC trực 1", "--role", "committee", "--expires", "2027-01-31"
    )
    assert "this once" in once
    made = account(settings)
    assert matches(password, made.password_hash, load_secrets(settings.secrets_path).password)
    assert (made.signs_as, str(made.expires_on)) == ("CDC trực 1", "2027-01-31")


def test_reset_shows_another_one(settings, capsys) -> None:
    first = run(capsys, "create", "cdc", "--signs-as", "CDC", "--role", "committee")[0]
    assert run(capsys, "reset", "cdc")[0] != first


def test_list_shows_no_secret(settings, capsys) -> None:
    password = run(capsys, "create", "cdc", "--signs-as", "CDC", "--role", "steward", "--role", "tracer")[0]
    lines = run(capsys, "list")
    assert lines[0].startswith(
        "cdc\tCDC\tsteward,tracer\t0 communes\tworks\tno second factor yet\tnever signed in"
    )
    assert lines[1] == "1 accounts, 1 of them work"
    assert password not in "".join(lines)
    assert account(settings).uniquifier not in "".join(lines)


def test_off_and_on(settings, capsys) -> None:
    run(capsys, "create", "cdc", "--signs-as", "CDC", "--role", "committee")
    run(capsys, "off", "cdc")
    assert not account(settings).is_active
    run(capsys, "on", "cdc")
    assert account(settings).is_active


def test_scope_takes_districts_and_keeps_the_duty(settings, capsys) -> None:
    with store_engine(settings) as engine, engine.connect() as connection:
        district = connection.execute(select(schema.commune.c.district_code)).scalars().first()
    run(capsys, "create", "cdc", "--signs-as", "CDC", "--role", "analyst")
    run(capsys, "scope", "cdc", "--district", district)
    assert len(account(settings).units) >= 1
    assert account(settings).roles == {"analyst"}


def test_sso_and_expires(settings, capsys) -> None:
    run(capsys, "create", "cdc", "--signs-as", "CDC", "--role", "committee")
    run(capsys, "sso", "cdc", "s-1")
    run(capsys, "expires", "cdc", "2026-12-31")
    assert (account(settings).sso_subject, str(account(settings).expires_on)) == ("s-1", "2026-12-31")
    run(capsys, "sso", "cdc", "")
    run(capsys, "expires", "cdc", "")
    assert (account(settings).sso_subject, account(settings).expires_on) == (None, None)


def test_what_can_not_be_is_one_sentence_and_makes_nothing(settings, capsys) -> None:
    assert (
        main(["user", "create", "cdc", "--signs-as", "CDC", "--role", "administrator", "--role", "tracer"])
        == 2
    )
    told = capsys.readouterr()
    assert len(told.err.strip().splitlines()) == 1
    assert told.out == ""
    assert account(settings) is None


def test_without_a_store_none_is_made(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("DICHTE_VAR", str(tmp_path / "nothing"))
    assert main(["user", "list"]) == 2
    assert main(["user", "create", "cdc", "--signs-as", "CDC", "--role", "committee"]) == 2
    assert "python -m data build" in capsys.readouterr().err
    assert not (tmp_path / "nothing").exists()
