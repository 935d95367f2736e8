"""What a refused reader sees: a page asks a stranger to sign in, and says to a reader that it is not theirs."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import redirect, request, url_for
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Response

from callbacks.access.demands import ENTRANCES, SIGNED_IN_PAGES
from callbacks.access.render import show
from callbacks.access.session import account_signed_in
from callbacks.access.ways import language
from data.errors import StoreBusy


def ask_to_sign_in(error: Unauthorized) -> Unauthorized | Response:
    return _on_to("sign_in") if _is_page() else error


def say_it_is_not_theirs(error: Forbidden) -> Forbidden | Response:
    if not _is_page():
        return error
    account = account_signed_in()
    if account is not None and account.must_change_password:
        return _on_to("change_password")
    signs_as = account.signs_as if account else ""
    return show("refused", None, status=403, signs_as=signs_as)


def say_it_is_busy(_error: StoreBusy) -> Response:
    """A long import has the store: nobody can sign in meanwhile."""
    return show("busy", None, status=503)


def _is_page() -> bool:
    return request.method in ("GET", "HEAD") and request.path in (*ENTRANCES, *SIGNED_IN_PAGES)


def _on_to(endpoint: str) -> Response:
    """To a page of signing in that comes back here, in the same language."""
    here = request.full_path.rstrip("?") if request.path in ENTRANCES else "/"
    query = {"next": here} if here != "/" else {}
    query |= {"lang": "en"} if language() == "en" else {}
    path = url_for(f"access.{endpoint}")
    return redirect(f"{path}?{urlencode(query)}" if query else path, 302)
