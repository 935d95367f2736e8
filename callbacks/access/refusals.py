"""What a refused or failed request is told: one sentence in both languages, no trace, nothing of what was asked."""

from __future__ import annotations

from html import escape
from http import HTTPStatus
from typing import cast

from flask import Response
from werkzeug.exceptions import HTTPException

from layers.text import text

SENTENCES = (400, 401, 403, 404, 405, 413, 429, 500)
"""Statuses with a sentence of their own; any other one is told by that of its hundred."""

KEPT = ("Allow", "Retry-After", "WWW-Authenticate")

_PAGE = """<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{status}</title></head>
<body style="font-family:system-ui,sans-serif;line-height:1.5;max-width:40em;margin:4em auto;padding:0 1em">
<h1>{status}</h1>
<p>{vi}</p>
<p lang="en">{en}</p>
</body>
</html>
"""


def refusal(error: HTTPException) -> Response:
    """The page of an error that Flask or we raised; an answer that is whole already stays as it is."""
    if error.code is None or error.response is not None or error.code < 400:
        return cast(Response, Response.force_type(error.get_response()))
    said = {lang: escape(sentence(error.code, lang)) for lang in ("vi", "en")}
    answer = Response(_PAGE.format(status=error.code, **said), error.code, mimetype="text/html")
    for name, value in error.get_headers():
        if name in KEPT:
            answer.headers[name] = value
    answer.headers["Cache-Control"] = "no-store"
    return answer


def sentence(status: int, lang: str) -> str:
    """What this status means to a reader, and what to do."""
    if status in SENTENCES:
        return text(f"refused.{status}", lang)
    kind = 500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400
    return text(f"refused.{kind}", lang)
