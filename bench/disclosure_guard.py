"""Three who ask the same: everybody in the demonstration, a stranger and an analyst's session where there are accounts."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask, session
from flask.testing import FlaskClient

from app import create_app
from callbacks.access.session import begin
from data.access.accounts import create_account, require_account, set_own_password
from data.access.rights import Role
from data.access.scope import expand_scope
from data.access.secrets import load_secrets
from data.engine import writing
from data.errors import StoreError
from data.settings import Settings

SITE = "https://localhost"


@contextmanager
def three_clients(settings: Settings, district: str) -> Iterator[Mapping[str, FlaskClient]]:
    """Of a copy of the store that is thrown away: no account is made in the store at hand."""
    with tempfile.TemporaryDirectory() as folder:
        own = replace(settings, var_dir=Path(folder), database_url="", secrets_file="", is_public=True)
        shutil.copytree(settings.var_dir / "boundaries", own.var_dir / "boundaries")
        if settings.sqlite_path is None or own.sqlite_path is None:
            raise StoreError(
                f"Expected a store in SQLite to copy, got {settings.store_url}. Unset DICHTE_DATABASE_URL."
            )
        with (
            closing(sqlite3.connect(settings.sqlite_path)) as kept,
            closing(sqlite3.connect(own.sqlite_path)) as copy,
        ):
            kept.backup(copy)
        open_to_all = create_app(replace(own, access="demonstration")).server
        accounts = create_app(replace(own, access="accounts")).server
        found = {"demonstration": open_to_all.test_client(), "a stranger": accounts.test_client()}
        yield found | {"signed in": _signed_in(accounts, own, district)}


def _signed_in(server: Flask, settings: Settings, district: str) -> FlaskClient:
    """A browser with the session of an analyst of one district, begun as the page of signing in begins it."""
    pepper, client = load_secrets(settings.secrets_path).password, server.test_client()
    with writing(server.extensions["dichte"].store.engine) as connection:
        scope = expand_scope(connection, (), (district,))
        password = create_account(connection, "bench", "Bench", (Role.ANALYST,), scope, None, pepper)
        set_own_password(connection, require_account(connection, "bench").account_id, password, pepper)
        account = require_account(connection, "bench")
    with client.session_transaction(base_url=SITE) as kept, server.test_request_context():
        begin(account)
        kept.update(session)
    return client
