"""The demonstration: everybody on this machine, without a password, with the embedded outbreak only."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request

from data.access.reader import DEMONSTRATION, NOBODY, Reader
from data.access.start import is_this_machine

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")


def whoever_sits_here() -> Reader:
    """Everything to a request from this very machine, nothing to any other.

    The host asked for has to be this machine by name: a page of another site whose name was made to point here (DNS
    rebinding) asks for its own.
    """
    is_passed_on = any(name in request.headers for name in FORWARDED)
    asked = urlsplit(f"//{request.host}").hostname or ""
    is_here = is_this_machine(request.remote_addr or "") and is_this_machine(asked)
    return DEMONSTRATION if is_here and not is_passed_on else NOBODY
