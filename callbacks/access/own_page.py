"""Request forgery: only a page of our own changes anything, and another site's page may do no more than link to us.

The browser says itself who asks, in headers that no script can change. Where a reader's machine is all that lets them
in, as in the demonstration, this is what keeps a page of another site from acting through it.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from dash import Dash
from flask import Response, request

from callbacks.access.demands import BY_KEY, ENDPOINTS
from callbacks.access.reader import recognise
from layers.text import text

SAFE = ("GET", "HEAD", "OPTIONS")


def register(app: Dash) -> None:
    app.server.before_request(refuse_other_pages)


def refuse_other_pages() -> Response | None:
    """403 to another site's page: for whatever changes something, and for what it would fetch or frame.

    Let through: the push API, whose key no browser adds by itself, and a plain link to a page.
    """
    if request.endpoint is None or ENDPOINTS.get(request.endpoint) == BY_KEY:
        return None
    is_allowed = is_own_or_linked() if request.method in SAFE else is_own_page()
    return None if is_allowed else _refused()


def is_own_page() -> bool:
    """Whether a page of this very host asks. Who says nothing about it, as no browser does that posts, is let in
    where nothing but the request itself speaks for them: without a cookie, or at this very machine."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site == "same-origin"
    if origin is not None:
        return urlsplit(origin).netloc == request.host
    return not request.cookies or recognise().is_demonstration


def is_own_or_linked() -> bool:
    """Whether a page of ours, nobody's page, or a link of another site asks for something to read."""
    if request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none"):
        return True
    how = (request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest"))
    return how == ("navigate", "document")


def _refused() -> Response:
    """Said in both languages: where a proxy of the province's own changes the host, its staff has to read it."""
    words = " ".join(text("access.not_own_page", lang) for lang in ("vi", "en"))
    answer = Response(json.dumps({"words": words}, ensure_ascii=False), 403, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
