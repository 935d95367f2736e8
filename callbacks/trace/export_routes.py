"""Files that are taken away: tracing lists, the list of venues, the notice of a venue.

Only by POST, by a page of our own, and in somebody's name: who takes what for what is in the log before the file exists.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request

from callbacks.access.reader import reader
from callbacks.access.two_people import ask_address, missing_words
from callbacks.context import Context, current
from callbacks.trace.export_files import Take, file_body
from callbacks.trace.export_forms import WHAT
from callbacks.trace.looks import note_refused
from callbacks.trace.tracer import asked_by, read_tracer
from callbacks.trace.view import read_trace
from data.errors import ApprovalMissing
from data.tracing.exports import FORMATS
from data.tracing.looks import What
from layers.text import text

MOST_BYTES = 16_384
MIME_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def register(server: Flask) -> None:
    server.add_url_rule("/trace/export", view_func=take_file, methods=["POST"])


def take_file() -> Response:
    """One file, or a sentence that says why not."""
    context, asked = current(), _asked()
    view, _ = read_trace(asked.get("search"), context.choices())
    what, key, ext = asked.get("what"), _number(asked.get("key")), asked.get("ext")
    if (
        not (isinstance(what, str) and what in WHAT and isinstance(ext, str) and ext in FORMATS)
        or key is None
    ):
        return _refused(400, "take.malformed", view.lang)
    tracer = read_tracer(asked)
    if tracer is None:
        key_of = "take.purpose_missing" if reader().is_signed_in else "take.who_missing"
        return _refused(403, key_of, view.lang)
    if context.store.sight.units == frozenset():
        return _refused(403, "take.no_scope", view.lang)
    return _given(context, Take(what, key, ext if what != "notice" else "csv", view, tracer))


def _given(context: Context, take: Take) -> Response:
    """The file; where a second person has to grant it first, that, and where to ask. Who tried is noted."""
    try:
        return _file(context, take)
    except ApprovalMissing as missing:
        said = {"people": missing.people, "purpose": take.tracer.purpose}
        context.store.audit.note("export_refused", take.what, missing.key, take.tracer.by, said)
        lang = take.view.lang
        ask = {"href": ask_address(missing, lang), "words": text("approval.to_ask", lang)}
        return _told(403, {"words": missing_words(missing, lang), "ask": ask})


def _asked() -> Mapping[str, Any]:
    """The body; nothing where it is no such thing."""
    if (request.content_length or 0) > MOST_BYTES:
        return {}
    found = request.get_json(silent=True, force=True)
    return found if isinstance(found, dict) else {}


def _number(given: object) -> int | None:
    """A number as the form wrote it; 0 for the empty one of a list."""
    if given in ("", None):
        return 0
    is_number = isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < 17
    return int(str(given)) if is_number else None


def _file(context: Context, take: Take) -> Response:
    body = file_body(context, take)
    if body is None:
        what: What = "case" if take.what == "case" else "venue"
        note_refused(context, take.view, what, take.key, *asked_by(take.tracer))
        return _refused(404, "take.nothing", take.view.lang)
    parts = (take.what, str(take.key) if take.key else "", take.view.day.isoformat())
    answer = Response(body, content_type=MIME_TYPES[take.ext])
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{"-".join(filter(None, parts))}.{take.ext}"'
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _refused(status: int, key: str, lang: str) -> Response:
    return _told(status, {"words": text(key, lang)})


def _told(status: int, said: Mapping[str, Any]) -> Response:
    answer = Response(json.dumps(said, ensure_ascii=False), status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
