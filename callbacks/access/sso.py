"""Signing in through the province's own service, by OpenID Connect: code flow with state, nonce and PKCE.

The second factor is that service's business.
"""

from __future__ import annotations

from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, abort, current_app, redirect, session, url_for
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from callbacks.access.events import happened
from callbacks.access.forms import SignInForm
from callbacks.access.session import begin
from callbacks.access.sign_in import page
from callbacks.access.state import state
from callbacks.access.ways import wanted
from data.access.sso import client_secret, sign_in_as
from data.settings import Settings

SERVICE, WANTED = "dichte-service", "wanted"
SECONDS = 10
ASYMMETRIC = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "Ed25519",
    "EdDSA",
]
"""How the service may sign: never with a secret that both know, and never not at all."""


def set_up_service(server: Flask, settings: Settings) -> None:
    """Raises SettingError where a setting of the service is missing. It is not asked anything before somebody comes."""
    if not settings.oidc_issuer:
        return
    server.extensions[SERVICE] = OAuth(server).register(
        "province",
        client_id=settings.oidc_client,
        client_secret=client_secret(settings),
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid", "code_challenge_method": "S256", "default_timeout": SECONDS},
    )


def sso() -> Response:
    """To the service, which sends the reader back."""
    service = _service()
    session[WANTED] = wanted()
    scheme = "https" if state().settings.is_behind_tls else None
    back = url_for("access.sso_back", _external=True, _scheme=scheme)
    try:
        answer: Response = service.authorize_redirect(back)
    except (OAuthError, RequestException, RuntimeError, ValueError):
        return _refused()
    return answer


def sso_back() -> Response:
    """From the service, with who it is: an account that names this subject, or nobody."""
    try:
        subject = _subject(_service())
    except (OAuthError, JoseError, RequestException, RuntimeError, ValueError, KeyError):
        return _refused()
    account = sign_in_as(state().engine, subject)
    if account is None:
        return _refused()
    onward = str(session.get(WANTED, "/"))
    begin(account)
    happened("sign_in", account.login)
    return redirect(onward, 303)


def _subject(service: Any) -> str:
    """Who it is at the service whose address is set, and at no other."""
    metadata = service.load_server_metadata()
    metadata["id_token_signing_alg_values_supported"] = ASYMMETRIC
    if metadata["issuer"].rstrip("/") != state().settings.oidc_issuer.rstrip("/"):
        raise ValueError(metadata["issuer"])
    return str(service.authorize_access_token()["userinfo"]["sub"])


def _service() -> Any:
    if SERVICE not in current_app.extensions:
        abort(404)
    return current_app.extensions[SERVICE]


def _refused() -> Response:
    happened("sign_in_failed", "")
    return page(SignInForm(formdata=None), "access.error.sso")
