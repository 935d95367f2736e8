"""Where a reader came from and goes back to: a page of ours in the reader's language, never another site."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from callbacks.access.demands import ENTRANCES

LONGEST = 1000


def language() -> str:
    return "en" if request.args.get("lang") == "en" else "vi"


def wanted() -> str:
    """The page that the address asks to go on to; the map where it is none of ours."""
    asked = request.args.get("next", "")
    try:
        parts = urlsplit(asked)
    except ValueError:
        return home()
    is_ours = not parts.scheme and not parts.netloc and parts.path in ENTRANCES and len(asked) <= LONGEST
    if not is_ours:
        return home()
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def home() -> str:
    return "/?lang=en" if language() == "en" else "/"


def way(endpoint: str, lang: str | None = None) -> str:
    """Address of a page of signing in, that goes on to where the reader wanted to go."""
    query = {"lang": lang or language(), "next": wanted()}
    kept = {name: value for name, value in query.items() if value not in ("vi", "/")}
    path = url_for(f"access.{endpoint}")
    return f"{path}?{urlencode(kept)}" if kept else path


def go(endpoint: str) -> Response:
    return redirect(way(endpoint), 303)
