"""What happens to accounts, told to whoever asked to hear it: sign_in, sign_in_failed, sign_out, password_changed,
second_factor_set."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, current_app

EVENTS = "dichte-events"
"""Extension of the server: the list of functions that hear of every act."""

Listener = Callable[[str, str], None]


def listeners(server: Flask) -> list[Listener]:
    """Append to it to hear of every act: `listener(act, login)`."""
    return cast(list[Listener], server.extensions.setdefault(EVENTS, []))


def happened(act: str, login: str) -> None:
    """Tell an act of the account with this login; for a sign-in that failed the login is what was typed."""
    for listener in listeners(current_app):
        listener(act, login)
