"""What a request asks that is counted, and who asks it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask import request

from callbacks.access.demands import BY_KEY, ENDPOINTS
from callbacks.access.reader import reader
from callbacks.api.access import key_of_request
from callbacks.api.service import current
from callbacks.routes import RULE_MARK

SIGN_IN_PATHS = ("/sign-in", "/login", "/second-factor")
SIGN_IN_ROOM, SIGN_OUT = "security.", "security.logout"
"""Flask-Security's own addresses: passwords, second factors, recovery."""

NAMES = ("email", "username", "identity")
"""Fields of a form that name an account."""

FILES = ("serve_export", "take_file")
WRITES = ("POST", "PUT", "PATCH", "DELETE")


def address() -> str:
    """The reader's address, as the web servers in front tell it where the settings count them."""
    return request.remote_addr or "unknown"


def who() -> str:
    """The account, or the address of whoever has none."""
    found = reader()
    return f"account {found.account_id}" if found.is_signed_in else address()


def is_signing_in() -> bool:
    endpoint = request.endpoint or ""
    is_there = endpoint.startswith(SIGN_IN_ROOM) or request.path.startswith(SIGN_IN_PATHS)
    return is_there and endpoint != SIGN_OUT and request.method in WRITES


def names_an_account() -> bool:
    return is_signing_in() and bool(_named())


def named_account() -> str:
    """A digest of the name typed: what people type into that field may be a password."""
    return sha256(_named().strip().casefold().encode()).hexdigest()[:16]


def _named() -> str:
    body: Any = request.get_json(silent=True) if request.is_json else request.form
    found = next((body[name] for name in NAMES if body.get(name)), "") if hasattr(body, "get") else ""
    return found if isinstance(found, str) else ""


def has_working_key() -> bool:
    return _is_by_key() and key_of_request(current().engine) is not None


def has_no_working_key() -> bool:
    return _is_by_key() and key_of_request(current().engine) is None


def key_id() -> str:
    key = key_of_request(current().engine)
    return "none" if key is None else key.key_id


def _is_by_key() -> bool:
    return ENDPOINTS.get(request.endpoint or "") == BY_KEY


def asks_for_a_file() -> bool:
    return request.endpoint in FILES


def asks_for_venues_by_a_rule() -> bool:
    return request.endpoint == "serve_venues" and RULE_MARK in request.path


def tries_a_rule() -> bool:
    return request.endpoint == "serve_numbers"
