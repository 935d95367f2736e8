"""Files of the desk as bytes: tracing lists, the list of venues, the notice of a venue, in the words of the reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from callbacks.context import Context
from callbacks.trace.places import unit_ids, within
from callbacks.trace.tracer import Tracer
from callbacks.trace.view import TraceView
from data.counted_anew import gone_in_view
from data.tracing.case import trace_case
from data.tracing.cases import one_case
from data.tracing.exports import Request, case_sheet, export, list_sheet, venue_sheet
from data.tracing.gone import gone_of_cases
from data.tracing.known import venues_of
from data.tracing.listed import listed_venues
from data.tracing.notice import Place, alike, notice
from data.tracing.onward import trace_onward
from data.tracing.sheets import Sheet, Words
from data.tracing.venue import trace_venue
from layers.gone_words import gone_words
from layers.rule_words import rule_sentence
from layers.text import text

_SHARED = ("venue_type.", "action.")
"""Words that the screen has too."""


@dataclass(frozen=True)
class Take:
    """What is asked for: `key` is the number of the case or venue, 0 for a list."""

    what: str
    key: int
    ext: str
    view: TraceView
    tracer: Tracer


def file_body(context: Context, take: Take) -> bytes | None:
    """The file, written into the log before it is given; None where there is nothing to give."""
    view, tracer = take.view, take.tracer
    words = words_in(view.lang)
    rule, scope = rule_sentence(view.rule, view.lang), scope_said(context, view.lang)
    request_ = Request(tracer.by, tracer.purpose, words, rule, scope)
    if take.what == "notice":
        place = notice_place(context, take.key)
        if place is None:
            return None
        return notice(context.store, take.key, view.day, view.rule, place, request_)
    sheet = SHEETS[take.what](context, take, words)
    request_ = replace(request_, gone_said=gone_said(context, take))
    return None if sheet is None else export(context.store, sheet, take.ext, request_)


def gone_said(context: Context, take: Take) -> str:
    """What is gone of the days that a list is of, once it is there; "" where nothing is, or where there is no list."""
    store, view = context.store, take.view
    if take.what == "case":
        line = one_case(store, take.key, view.rule)
        gone = gone_of_cases(store, [line] if line else [], view.rule)
    else:
        gone = gone_in_view(store, view.day, view.rule)
    return gone_words(gone, store.settings, view.lang) if gone else ""


def scope_said(context: Context, lang: str) -> tuple[str, str] | None:
    """Of which communes a list is, behind what that line is called; None for the whole province."""
    sight = context.store.sight
    if sight.is_whole:
        return None
    names = ", ".join(commune.full_name for commune in within(context.plain.units, sight)[1])
    return text("trace.export.head.scope", lang), text("scope.said", lang, communes=names)


def words_in(lang: str) -> Words:
    """Words of a file by the keys that data/tracing asks for."""
    return lambda key: text(key if key.startswith(_SHARED) else f"trace.export.{key}", lang)


def notice_place(context: Context, venue_id: int) -> Place | None:
    """Where a venue stands and how many of its kind stand there; None where it is in no commune that the reader sees."""
    units = context.plain.units
    communes = within(units, context.store.sight)[1]
    with context.store.read() as connection:
        venue = venues_of(connection, [venue_id]).get(venue_id)
        commune = next((c for c in communes if venue is not None and c.unit_id == venue.unit_id), None)
        if venue is None or commune is None:
            return None
        district = units.unit_ids[units.columns(commune.district_code)].tolist()
        counts = [alike(connection, venue, where) for where in ([commune.unit_id], district, None)]
    return Place(commune.full_name, units.district_of(commune).full_name, *counts)


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
    chosen = unit_ids(context.plain.units, take.view)
    listed = listed_venues(context.store, take.view.day, take.view.rule, chosen)
    return list_sheet(listed, take.view.day, take.view.rule, words)


SHEETS: Mapping[str, Callable[[Context, Take, Words], Sheet | None]] = MappingProxyType(
    {"case": _case, "venue": _venue, "list": _list}
)
