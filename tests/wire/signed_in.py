"""An app whose reader is whoever a test says, with accounts on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Flask

from callbacks.access.exact_looks import EXTENSION, ExactLooks
from callbacks.access.reader import recognise_by
from callbacks.desk.desk import EXTENSION as DESK
from data.access.reader import Reader
from data.access.rights import Role, rights_of
from data.access.sight import WHOLE, Sight

OURS = {"Sec-Fetch-Site": "same-origin"}


def with_accounts(server: Flask) -> None:
    """Every part of the app reads the setting as a province with accounts has it."""
    context, desk = server.extensions["dichte"], server.extensions[DESK]
    settings = replace(context.store.settings, access="accounts")
    server.extensions["dichte"] = replace(context, store=replace(context.store, settings=settings))
    server.extensions[DESK] = replace(desk, intake=replace(desk.intake, settings=settings))
    server.extensions[EXTENSION] = ExactLooks(server.extensions["dichte"].store.audit)


def sign_in(server: Flask, name: str, *roles: Role, sight: Sight = WHOLE, account_id: int = 1) -> Any:
    """A client of this reader; the next one signed in takes its place."""
    reader = Reader(name, frozenset(roles), rights_of(roles), sight, account_id)
    recognise_by(server, lambda: reader)
    return server.test_client()
