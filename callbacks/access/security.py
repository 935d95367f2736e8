"""Flask-Security for one app: its session, authenticator and recovery codes. Its pages stay out: ours speak both
languages, send no mail, and are the only addresses there are."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from flask import Flask
from flask_security import Security

from callbacks.access.member import Members
from callbacks.access.state import State
from callbacks.access.totp import OneUseTotp

COOKIE = "__Host-dichte"
"""A browser keeps it for this very host alone, over HTTPS or on this machine."""

RECOVERY_CODES = 10


def set_up_security(server: Flask, state: State) -> None:
    server.config.update(_config(state))
    members = Members(state.engine)
    security = Security(server, members, register_blueprint=False, totp_cls=OneUseTotp)
    # No token in an address or a header says who it is: a session does, and nothing else.
    security.login_manager.request_loader(lambda _request: None)
    # Who it is gets looked up where it is asked for, not before every file.
    security.principal.identity_loaders.clear()


def _config(state: State) -> dict[str, Any]:
    secrets, settings = state.secrets, state.settings
    return {
        "SECRET_KEY": secrets.session,
        "SESSION_COOKIE_NAME": COOKIE,
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # A form is good for as long as its session is.
        "WTF_CSRF_TIME_LIMIT": None,
        "SECURITY_PASSWORD_SALT": secrets.password,
        "SECURITY_TOTP_SECRETS": {"1": secrets.totp},
        "SECURITY_TOTP_ISSUER": settings.title_vi,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": RECOVERY_CODES,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [_key(secrets.totp, b"recovery codes")],
    }


def _key(secret: str, purpose: bytes) -> bytes:
    """A key of its own for one purpose, as Fernet wants it."""
    return urlsafe_b64encode(hmac.new(secret.encode(), purpose, sha256).digest())
