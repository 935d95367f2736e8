"""Looks at exact counts: noted once a reader and ten minutes, by whatever request of a page comes first."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import cast

from dash import Dash
from flask import Flask, current_app, request

from callbacks.context import Context
from callbacks.trace.looks import Looking
from data.access.reader import Reader
from data.access.rights import Right
from data.access.sight import PUBLIC
from data.audit.audit import Audit
from data.errors import DichteError, StoreBusy

EXTENSION = "dichte-exact-looks"

WITHOUT_FIGURES = ("/_dash-layout", "/_dash-dependencies")
"""The bare frame of the program, which the desks ask for too."""

SHOWS_COUNTS = (Right.MAP, Right.WORK)

PATIENCE = 3600
"""Attempts, a second apart: a long import holds the store for minutes."""


class ExactLooks:
    """Writes beside the requests: a reader of figures never waits for an import, and the entry comes after it."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit
        self._looking = Looking()
        self._worker = ThreadPoolExecutor(1, "exact-looks")

    def note(self, who: Reader, what: str) -> None:
        look = (str(who.account_id), who.name, what, who.sight.key)
        if self._looking.is_new(look):
            self._looking.remember(look)
            self._worker.submit(self._write, who, what)

    def settle(self) -> None:
        """Wait until everything is written."""
        self._worker.submit(lambda: None).result()

    def _write(self, who: Reader, what: str) -> None:
        for _ in range(PATIENCE):
            try:
                self._audit.note("look", what, "", who.name, {"scope": who.sight.key}, who.roles)
                return
            except StoreBusy:
                time.sleep(1)
            except DichteError as error:
                logging.error("Audit chain: a look at the %s is not noted: %s", what, error)
                return


def register(app: Dash) -> None:
    server: Flask = app.server
    context = cast(Context, server.extensions["dichte"])
    server.extensions[EXTENSION] = ExactLooks(context.store.audit)


def note_exact_look(who: Reader, demand: Right) -> None:
    """Where somebody who signed in asks for the map or the work list and sees more of it than the public."""
    is_exact = who.is_signed_in and who.sight != PUBLIC
    if is_exact and demand in SHOWS_COUNTS and request.endpoint not in WITHOUT_FIGURES:
        cast(ExactLooks, current_app.extensions[EXTENSION]).note(who, demand.value)
