"""Files that are taken away: tracing lists, the list of venues, the notice of a venue.

Only by POST, by a page of our own, and in somebody's name: who takes what for what is in the log before the file exists.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import Flask, Response, request

from callbacks.context import Context, current
from callbacks.desk.upload import is_own_page
from callbacks.trace.export_forms import WHAT
from callbacks.trace.places import unit_ids
from callbacks.trace.tracer import Tracer, read_tracer
from callbacks.trace.view import TraceView, read_trace
from data.tracing.case import trace_case
from data.tracing.exports import FORMATS, Request, case_sheet, export, list_sheet, venue_sheet
from data.tracing.known import venues_of
from data.tracing.listed import listed_venues
from data.tracing.notice import Place, notice
from data.tracing.onward import trace_onward
from data.tracing.sheets import Sheet, Words
from data.tracing.venue import trace_venue
from layers.rule_words import rule_sentence
from layers.text import text

MOST_BYTES = 16_384
_SHARED = ("venue_type.", "action.")
"""Words that the screen has too."""

MIME_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Take:
    """What is asked for: `key` is the number of the case or venue, 0 for a list."""

    what: str
    key: int
    ext: str
    view: TraceView
    tracer: Tracer


def register(server: Flask) -> None:
    server.add_url_rule("/trace/export", view_func=take_file, methods=["POST"])


def take_file() -> Response:
    """One file, or a sentence that says why not."""
    context, asked = current(), _asked()
    view, _ = read_trace(asked.get("search"), context.choices())
    if not is_own_page():
        return _refused(403, "take.not_own_page", view.lang)
    what, key, ext = asked.get("what"), _number(asked.get("key")), asked.get("ext")
    if (
        not (isinstance(what, str) and what in WHAT and isinstance(ext, str) and ext in FORMATS)
        or key is None
    ):
        return _refused(400, "take.malformed", view.lang)
    tracer = read_tracer(asked)
    if tracer is None:
        return _refused(403, "take.who_missing", view.lang)
    return _file(context, Take(what, key, ext if what != "notice" else "csv", view, tracer))


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
    body = _body(context, take)
    if body is None:
        return _refused(404, "take.nothing", take.view.lang)
    parts = (take.what, str(take.key) if take.key else "", take.view.day.isoformat())
    answer = Response(body, content_type=MIME_TYPES[take.ext])
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{"-".join(filter(None, parts))}.{take.ext}"'
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _body(context: Context, take: Take) -> bytes | None:
    view, tracer = take.view, take.tracer
    words = words_in(view.lang)
    request_ = Request(tracer.by, tracer.purpose, words, rule_sentence(view.rule, view.lang))
    if take.what == "notice":
        place = notice_place(context, take.key)
        if place is None:
            return None
        return notice(context.store, take.key, view.day, view.rule, place, request_)
    sheet = SHEETS[take.what](context, take, words)
    return None if sheet is None else export(context.store, sheet, take.ext, request_)


def words_in(lang: str) -> Words:
    """Words of a file by the keys that data/tracing asks for."""
    return lambda key: text(key if key.startswith(_SHARED) else f"trace.export.{key}", lang)


def notice_place(context: Context, venue_id: int) -> Place | None:
    """Commune and district of a venue; None where there is no such venue, or none in a commune of today."""
    with context.store.read() as connection:
        venue = venues_of(connection, [venue_id]).get(venue_id)
    units = context.store.cube().units
    commune = next((c for c in units.communes if venue is not None and c.unit_id == venue.unit_id), None)
    return None if commune is None else Place(commune.full_name, units.district_of(commune).full_name)


def _case(context: Context, take: Take, words: Words) -> Sheet | None:
    trace = trace_case(context.store, take.key, take.view.rule)
    if trace is None:
        return None
    onward = trace_onward(context.store, take.key, take.view.rule) if take.view.onward else None
    return case_sheet(trace, onward, words)


def _venue(context: Context, take: Take, words: Words) -> Sheet | None:
    trace = trace_venue(context.store, take.key, take.view.day, take.view.rule, has_people=True)
    return None if trace is None else venue_sheet(trace, words)


def _list(context: Context, take: Take, words: Words) -> Sheet:
    chosen = unit_ids(context.store.cube().units, take.view)
    listed = listed_venues(context.store, take.view.day, take.view.rule, chosen)
    return list_sheet(listed, take.view.day, take.view.rule, words)


SHEETS: Mapping[str, Callable[[Context, Take, Words], Sheet | None]] = MappingProxyType(
    {"case": _case, "venue": _venue, "list": _list}
)


def _refused(status: int, key: str, lang: str) -> Response:
    words = json.dumps({"words": text(key, lang)}, ensure_ascii=False)
    answer = Response(words, status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
