"""Every kind of reader, and an app that takes the reader of a request from a header, so that threads can't mix them up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import Dash
from flask import request
from werkzeug.test import TestResponse

from app import create_app
from callbacks.access.limits import LIMITER
from callbacks.access.reader import recognise_by
from data.access.reader import ANYBODY, DEMONSTRATION, NOBODY, Reader
from data.access.rights import EXACT_EVERYWHERE, EXACT_IN_SCOPE, Right, Role, rights_of
from data.access.sight import PUBLIC, WHOLE, Sight
from data.settings import Settings
from data.store import Store

HEADER = "X-Test-Reader"
COMMUNES = ("07807", "07774", "07768")
"""Quang Châu and Nếnh, where it burned, and a commune beside them: the scope of readers with three communes."""


def account(number: int, *roles: Role, sight: Sight = PUBLIC) -> Reader:
    """A reader who signed in with these roles."""
    return Reader(f"reader {number}", frozenset(roles), rights_of(roles), sight, account_id=number)


def every_reader(store: Store) -> dict[str, Reader]:
    """Strangers, each role alone with the sight that it brings, the demonstration."""
    units = store.cube().units
    three = Sight(frozenset(int(units.commune(code).unit_id) for code in COMMUNES))
    found = {"nobody": NOBODY, "anybody": ANYBODY, "demonstration": DEMONSTRATION}
    for n, role in enumerate(Role, start=1):
        sight = WHOLE if role in EXACT_EVERYWHERE else three if role in EXACT_IN_SCOPE else PUBLIC
        found[role.value] = account(n, role, sight=sight)
    return found


NAMES = ("nobody", "anybody", "demonstration", *(role.value for role in Role))
STRANGERS = ("nobody", "anybody")
"""Who has not signed in is told to, with 401; everybody else is refused with 403."""

MAY: dict[Right, frozenset[str]] = {
    Right.MAP: frozenset(NAMES) - {"nobody"},
    Right.HELD: frozenset({"demonstration", "committee", "steward"}),
    Right.DESK: frozenset({"demonstration", "steward"}),
    Right.TRACE: frozenset({"demonstration", "tracer"}),
    Right.ACCOUNTS: frozenset({"demonstration", "administrator"}),
    Right.APPROVE: frozenset({"demonstration", "committee", "tracer"}),
    Right.WORK: frozenset({"demonstration", "commune_officer"}),
}
"""Who may do what, written down a second time: whoever widens a role in the code has to do it here too."""


@dataclass(frozen=True)
class Attacked:
    """An app, and the readers that it knows by the test header."""

    app: Dash
    readers: dict[str, Reader]

    def ask(self, name: str, path: str, method: str = "GET", **more: Any) -> TestResponse:
        """One request of the reader called `name`; a cookie is never kept."""
        headers = {HEADER: name} | more.pop("headers", {})
        client = self.app.server.test_client(use_cookies=False)
        if path.startswith("//"):
            # The test client would take what follows for a host; a server takes it for a path.
            more["environ_overrides"] = {"PATH_INFO": path}
        return client.open(path, method=method, headers=headers, **more)

    @property
    def store(self) -> Store:
        found: Store = self.app.server.extensions["dichte"].store
        return found


def attacked(settings: Settings) -> Attacked:
    """The app of `settings` with every reader; a request without the header is nobody's."""
    app = create_app(settings)
    # Attacks ask faster than anybody may; what is too fast has tests of its own.
    app.server.extensions[LIMITER].enabled = False
    # Whoever is signed in has a form to sign out, and its token needs a key.
    app.server.secret_key = app.server.secret_key or "of the tests alone"
    readers = every_reader(app.server.extensions["dichte"].store)
    recognise_by(app.server, lambda: readers.get(request.headers.get(HEADER, "nobody"), NOBODY))
    return Attacked(app, readers)
