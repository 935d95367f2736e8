"""Whether a form was sent by a page of our own: the browser says it itself, in words that no script can change."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request


def is_own_form() -> bool:
    """Stricter than for a file: a browser that says neither where it comes from decides nothing."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site == "same-origin"
    return origin is not None and urlsplit(origin).netloc == request.host
