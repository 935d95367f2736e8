"""An app with accounts, and people who sign in to it over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP
from sqlalchemy import Engine, update

from app import create_app
from callbacks.access.limits import LIMITER
from data import schema
from data.access import passwords
from data.access.accounts import create_account
from data.access.rights import Role
from data.access.scope import expand_scope
from data.access.secrets import load_secrets
from data.engine import writing
from data.settings import Settings
from tests.copies import copied

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
KEY = re.compile(r'id="key"[^>]*>([A-Z2-7-]+)<')
OWN_PASSWORD = "ba chiec thuyen 7 tren song"


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch) -> Iterator[None]:
    """Hashes that cost next to nothing: what they cost is no question of these tests."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords.nobodys_hash.cache_clear()
    yield
    passwords.nobodys_hash.cache_clear()


@pytest.fixture(scope="session")
def with_accounts(untouched: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return replace(copied(untouched, tmp_path_factory.mktemp("accounts") / "var"), access="accounts")


@pytest.fixture(scope="session")
def server(with_accounts: Settings) -> Iterator[Flask]:
    server = create_app(with_accounts).server
    yield server
    server.extensions["dichte"].store.engine.dispose()


@pytest.fixture(autouse=True)
def nobody_was_too_fast(request: pytest.FixtureRequest) -> None:
    """What one test asked for does not count against the next."""
    if "server" in request.fixturenames:
        request.getfixturevalue("server").extensions[LIMITER].reset()


@pytest.fixture
def engine(server: Flask) -> Iterator[Engine]:
    """The store; no account outlives its test."""
    engine: Engine = server.extensions["dichte"].store.engine
    yield engine
    with writing(engine) as connection:
        for table in (schema.account_role, schema.account_unit, schema.account):
            connection.execute(table.delete())


@pytest.fixture
def events(server: Flask) -> list[tuple[str, str]]:
    """What happened to accounts, in order."""
    heard: list[tuple[str, str]] = []
    listeners = server.extensions.setdefault("dichte-events", [])
    listeners[:] = [lambda act, login: heard.append((act, login))]
    return heard


@dataclass
class Person:
    """Somebody at a browser, with a login, a password and, later, an authenticator."""

    client: FlaskClient
    login: str
    password: str
    totp: Any = None
    used: int = 0

    def open(self, path: str, **options: Any) -> Any:
        return self.client.get(path, base_url="https://localhost", **options)

    def send(self, path: str, **fields: str) -> Any:
        """Fill in the form of a page, with the token that stands in it."""
        token = TOKEN.search(self.open(path).get_data(as_text=True))
        fields |= {"csrf_token": token[1]} if token else {}
        return self.client.post(
            path,
            data=fields,
            base_url="https://localhost",
            headers={"Origin": "https://localhost", "Referer": "https://localhost/"},
        )

    def give_password(self, path: str = "/sign-in") -> Any:
        return self.send(path, login=self.login, password=self.password)

    def set_up(self) -> Any:
        key = KEY.search(self.open("/second-factor/new").get_data(as_text=True))
        assert key, "no key on the page"
        self.totp = TOTP(key=key[1].replace("-", ""), format="base32")
        return self.send("/second-factor/new", code=self.code())

    def code(self) -> str:
        """A code that was not used yet: the clock's, or the next one where it was."""
        token = self.totp.generate()
        counter = max(token.counter, self.used + 1)
        self.used = counter
        return str(self.totp.generate(time=counter * 30).token)

    def change_password(self, new: str = OWN_PASSWORD) -> Any:
        answer = self.send("/change-password", password=self.password, new=new, again=new)
        if answer.status_code == 303:
            self.password = new
        return answer

    def arrive(self) -> Person:
        """Sign in for the first time, as far as the map."""
        self.give_password()
        self.set_up()
        assert self.change_password().status_code == 303
        return self

    def sign_in(self, path: str = "/sign-in") -> Any:
        self.give_password(path)
        return self.send("/second-factor" + path.removeprefix("/sign-in"), code=self.code())

    def is_in(self) -> bool:
        return bool(self.open("/").status_code == 200)


MakePerson = Callable[..., Person]


@pytest.fixture
def person(server: Flask, engine: Engine, with_accounts: Settings) -> MakePerson:
    """`person("cdc", Role.ANALYST, districts=["213"])`: an account, and somebody who has its first password."""
    pepper = load_secrets(with_accounts.secrets_path).password

    def make(login: str = "cdc", *roles: Role, **scope: list[str]) -> Person:
        with writing(engine) as connection:
            communes = expand_scope(connection, scope.get("communes", []), scope.get("districts", []))
            password = create_account(
                connection, login, f"Ký tên {login}", roles or (Role.COMMITTEE,), communes, None, pepper
            )
        client = server.test_client()
        # As every browser says of a form of our own page.
        client.environ_base["HTTP_ORIGIN"] = "https://localhost"
        return Person(client, login, password)

    return make


@pytest.fixture
def change(engine: Engine) -> Callable[..., None]:
    """`change("cdc", is_active=False)`: what an administrator, or time, does to an account."""

    def write(login: str, **values: Any) -> None:
        with writing(engine) as connection:
            connection.execute(update(schema.account).where(schema.account.c.login == login).values(**values))

    return write
