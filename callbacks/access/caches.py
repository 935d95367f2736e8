"""What may be kept, and by whom: a proxy that several readers share keeps nothing that one of them was allowed to see."""

from __future__ import annotations

from dash import Dash
from flask import Response, request

DASH = "/_dash-"
CODE = "/_dash-component-suites/"


def register(app: Dash) -> None:
    app.server.after_request(keep_from_others)


def keep_from_others(response: Response) -> Response:
    """Answers of callbacks are kept by nobody, pages are asked for again each time."""
    if request.path.startswith(DASH) and not request.path.startswith(CODE):
        response.headers["Cache-Control"] = "no-store"
    elif response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
