"""The reader of the request being served."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, current_app, g, has_request_context

from data.access.reader import NOBODY, Reader
from data.access.rights import Right

WHO = "dichte-who"
"""Extension of the server: the function that tells the reader of a request, called once a request by the guard."""


def recognise_by(server: Flask, who: Callable[[], Reader]) -> None:
    """Let `who` tell the reader of each request."""
    server.extensions[WHO] = who


def recognise() -> Reader:
    """Ask once a request who it is."""
    if "reader" not in g:
        who = cast(Callable[[], Reader], current_app.extensions[WHO])
        g.reader = who()
    return cast(Reader, g.reader)


def reader() -> Reader:
    """Whom this request is from; outside a request nobody, who may do nothing and sees nothing exactly."""
    return recognise() if has_request_context() else NOBODY


def looks_at_contacts() -> bool:
    """Whether the guard let this request in by the right to trace: only then do its queries see people."""
    return has_request_context() and g.get("demand") == Right.TRACE
