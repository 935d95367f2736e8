"""One venue: how many, when, who was there by the hour, where its F1s went, what was decided, what may be published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.context import Context
from callbacks.gone import gone_lines
from callbacks.trace.action_form import action_part
from callbacks.trace.export_forms import export_form
from callbacks.trace.links import go
from callbacks.trace.looks import note_look, note_refused
from callbacks.trace.moments import moment, span
from callbacks.trace.places import commune_name
from callbacks.trace.scope_words import not_here, withheld_line
from callbacks.trace.tables import Column, Row, data_table
from callbacks.trace.tracer import Tracer, asked_by
from callbacks.trace.venue_hours import hours_part
from callbacks.trace.venue_more import notice_part
from callbacks.trace.venue_people import people_part
from callbacks.trace.venue_words import simulated_mark
from callbacks.trace.view import TraceView
from data.counted_anew import gone_in_view
from data.tracing.answers import NextVenue, VenueTrace, Window
from data.tracing.venue import trace_venue
from data.venues import Venue
from layers.text import day_text, number, text

MOST_ONWARD, MOST_WINDOWS = 10, 5


def venue_panel(context: Context, view: TraceView, tracer: Tracer | None) -> list[Component]:
    """Everything about the venue in the address; people only for a tracer, whose look is noted before it is shown."""
    venue_id, lang = view.venue or 0, view.lang
    trace = trace_venue(context.store, venue_id, view.day, view.rule, tracer is not None)
    if trace is None:
        note_refused(context, view, "venue", venue_id, *asked_by(tracer))
        nowhere = not_here(context.store.sight, text("exposed.gone", lang, venue=venue_id), lang)
        return [html.P(nowhere, role="status")]
    if tracer is not None:
        note_look(context, tracer, view, "venue", venue_id, len(trace.met))
    gone = gone_in_view(context.store, view.day, view.rule)
    head = [*_head(context, trace.venue, view), *gone_lines(gone, context, lang)]
    if not trace.windows:
        return [*head, _calm(view, gone is not None), *action_part(venue_id, trace.actions, view)]
    return [*head, *_exposed(context, trace, view, tracer, gone is not None)]


def _calm(view: TraceView, is_gone: bool) -> Component:
    """No F0 was recorded; where check-ins are gone, that is no good news."""
    if is_gone:
        return html.P(text("gone.venue_unknown", view.lang), className="warn-line")
    days = number(view.rule.display_days, view.lang)
    calm = text("exposed.not_exposed", view.lang, days=days, day=day_text(view.day))
    return html.P(calm, className="good-line")


def _exposed(
    context: Context, trace: VenueTrace, view: TraceView, tracer: Tracer | None, is_gone: bool
) -> list[Component]:
    return [
        *_figures(trace, view.lang, is_gone),
        *action_part(trace.venue.venue_id, trace.actions, view),
        *_windows(trace, view.lang),
        *hours_part(trace.hours, view.lang),
        *people_part(context, trace, view, tracer),
        *_onward(trace, context, view, is_gone),
        export_form(context, view, tracer, "venue", trace.venue.venue_id),
        notice_part(view.lang),
    ]


def _head(context: Context, venue: Venue, view: TraceView) -> list[Component]:
    place = commune_name(context.plain.units, venue.unit_id)
    kind = text(f"venue_type.{venue.venue_type}", view.lang)
    on_map = f"./?day={view.day.isoformat()}&venue={venue.venue_id}&lang={view.lang}"
    return [
        html.H2(venue.name),
        html.P([f"{kind} · {place}", *simulated_mark(context, view.lang)], className="small"),
        html.A(text("exposed.map", view.lang), href=on_map, className="small"),
    ]


def _figures(trace: VenueTrace, lang: str, is_gone: bool) -> list[Component]:
    if is_gone and not trace.people_exposed:
        there = text("exposed.cases_there", lang, len(trace.cases))
        return [html.P(text("gone.f1s_unknown", lang)), html.P(there)]
    figure, _, rest = text("exposed.people", lang, trace.people_exposed).partition(" ")
    return [
        html.P([html.Strong(figure), f" {rest}"], className="figure"),
        html.P(text("exposed.people_imputed", lang, trace.people_imputed), className="small"),
        html.P(text("exposed.cases_there", lang, len(trace.cases))),
    ]


def _windows(trace: VenueTrace, lang: str) -> list[Component]:
    """The newest windows; the others behind a line that opens."""
    pairs = sorted(zip(trace.windows, trace.visitors, strict=True), key=lambda pair: -pair[0].begin)
    lines = [_window(window, visitors, lang) for window, visitors in pairs]
    rest = "\n".join(lines[MOST_WINDOWS:])
    more_words = html.Summary(text("exposed.more_windows", lang, len(lines) - MOST_WINDOWS))
    folded = html.Details([more_words, html.P(rest, className="windows")], className="desk-gesture")
    heading = html.H3(text("exposed.window_list", lang, len(lines)))
    newest = html.P("\n".join(lines[:MOST_WINDOWS]), className="windows")
    return [heading, newest, *([folded] if rest else [])]


def _window(each: Window, visitors: int, lang: str) -> str:
    cases = text("exposed.window_cases", lang, each.cases)
    inside = text("exposed.window_visitors", lang, visitors)
    return f"{span(each.begin, each.clear)}: {cases}, {inside}"


def _onward(trace: VenueTrace, context: Context, view: TraceView, is_gone: bool) -> list[Component]:
    """Where the F1s were next, most people first."""
    lang = view.lang
    heading, far = html.H3(text("exposed.onward", lang)), withheld_line(trace.withheld, lang)
    if not trace.onward:
        none = text("gone.onward_unknown" if is_gone else "exposed.onward_none", lang)
        return [heading, *(far or [html.P(none, className="small")])]
    told = text("exposed.onward_told", lang, days=number(view.rule.onward_days, lang))
    table = _onward_table(trace.onward, context, view)
    more = len(trace.onward) - MOST_ONWARD
    rest = [html.P(text("exposed.onward_more", lang, more), className="small")] if more > 0 else []
    return [heading, html.P(told, className="small"), table, *rest, *far]


def _onward_table(onward: Sequence[NextVenue], context: Context, view: TraceView) -> Component:
    names = ("venue", "onward_people", "onward_last")
    columns = [Column(name, text(f"exposed.{name}", view.lang), name == "onward_people") for name in names]
    rows = [Row(_next(each, context, view)) for each in onward[:MOST_ONWARD]]
    return data_table(columns, rows, text("exposed.onward", view.lang), "onward-table")


def _next(each: NextVenue, context: Context, view: TraceView) -> dict[str, Any]:
    place = commune_name(context.plain.units, each.venue.unit_id)
    name = go(each.venue.name, view, venue=each.venue.venue_id, person=None, people=1)
    return {
        "venue": [name, html.Span(place, className="small under")],
        "onward_people": number(each.people, view.lang),
        "onward_last": moment(each.last_at),
    }
