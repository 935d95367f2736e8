"""Where somebody was: on the map, on a line of days and hours, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.context import Context
from callbacks.still import still
from callbacks.trace.links import go
from callbacks.trace.moments import moment
from callbacks.trace.places import commune_name
from callbacks.trace.tables import Column, Row, data_table
from callbacks.trace.time_line import time_line
from callbacks.trace.trace_map import Stop, trace_map
from callbacks.trace.view import TraceView
from data.tracing.answers import CaseTrace, TracedStay
from layers.text import number, text

OF_CASE = ("number", "venue", "in", "out", "until", "people")
OF_PERSON = ("number", "venue", "in", "out")


def stays_part(context: Context, trace: CaseTrace, view: TraceView) -> list[Component]:
    """Map, time line and table of a case's stays; nothing where there are none."""
    if not trace.stays:
        return []
    lang, stays = view.lang, trace.stays
    drawn = [
        trace_map(context, stops_of(stays), lang, is_path=True),
        still(time_line(stays, (trace.begin, trace.until), trace.rule, lang)),
    ]
    title = html.H3(text("trace.stays.title", lang), className="stays-title")
    return [title, html.Div(drawn, className="trace-drawn"), stays_table(context, stays, view, OF_CASE)]


def row_id(position: int) -> str:
    return f"stay-{position}"


def stops_of(stays: Sequence[TracedStay]) -> list[Stop]:
    """Numbered in the order of time, as in the table."""
    return [Stop(stay.venue, str(n), row_id(n)) for n, stay in enumerate(stays, start=1)]


def stays_table(
    context: Context, stays: Sequence[TracedStay], view: TraceView, names: Sequence[str]
) -> Component:
    lang = view.lang
    columns = [
        Column(name, text(f"trace.stays.{name}", lang), name in ("number", "people")) for name in names
    ]
    rows = [
        Row(_cells(context, n, stay, view), row_id(n), stay.venue.venue_id == view.venue)
        for n, stay in enumerate(stays, start=1)
    ]
    return data_table(columns, rows, text("trace.stays.title", lang), "stays")


def _cells(context: Context, n: int, stay: TracedStay, view: TraceView) -> dict[str, Any]:
    lang, venue = view.lang, stay.venue
    place = (
        f"{text(f'venue_type.{venue.venue_type}', lang)}, {commune_name(context.plain.units, venue.unit_id)}"
    )
    return {
        "number": str(n),
        "venue": [
            go(venue.name, view, venue=venue.venue_id, person=None, people=1),
            html.Span(place, className="small under"),
        ],
        "in": moment(stay.t_in),
        "out": [moment(stay.left), *imputed_mark(stay.is_imputed, lang)],
        "until": moment(stay.clear),
        "people": number(stay.people_exposed, lang),
    }


def imputed_mark(is_imputed: bool, lang: str) -> list[Component]:
    """A word for what was filled in; the hatch beside it is that of the time line."""
    if not is_imputed:
        return []
    return [html.Em(text("trace.imputed", lang), className="imputed")]
