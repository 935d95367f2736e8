"""Parts of a venue's panel that are made when they are asked for: the public notice, the hours of another day."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from callbacks.context import Context, current
from callbacks.trace import ids
from callbacks.trace.notice_form import notice_preview
from callbacks.trace.venue_hours import HOURS_DAY, HOURS_TABLE, hours_of_day
from callbacks.trace.view import TraceView, read_trace
from data.tracing.answers import VenueTrace
from data.tracing.venue import trace_venue
from layers.text import text

NOTICE, NOTICE_BODY = "venue-notice", "venue-notice-body"


def register(app: Dash) -> None:
    address = State(ids.URL, "search")
    app.callback(
        Output(NOTICE_BODY, "children"), Input(NOTICE, "n_clicks"), address, prevent_initial_call=True
    )(show_notice)
    app.callback(
        Output(HOURS_TABLE, "children"), Input(HOURS_DAY, "value"), address, prevent_initial_call=True
    )(show_hours)


def notice_part(lang: str) -> Component:
    """A line that opens to the notice."""
    summary = html.Summary(text("public_notice.title", lang), id=NOTICE)
    return html.Details([summary, html.Div(id=NOTICE_BODY, className="more-body")], className="desk-gesture")


def show_notice(clicks: object, search: object) -> Any:
    """The preview when it is opened first; nothing new where it was opened before."""
    context, view, trace = _looked_at(search)
    return no_update if clicks != 1 or trace is None else notice_preview(context, trace, view)


def show_hours(day: object, search: object) -> Any:
    """The hours of a day."""
    _, view, trace = _looked_at(search)
    return no_update if trace is None else hours_of_day(trace.hours, day, view.lang)


def _looked_at(search: object) -> tuple[Context, TraceView, VenueTrace | None]:
    context = current()
    view, _ = read_trace(search, context.choices())
    if view.venue is None:
        return context, view, None
    return context, view, trace_venue(context.store, view.venue, view.day, view.rule, has_people=False)


def every_part() -> list[Component]:
    """One bare component for every id above."""
    return [
        html.Summary(id=NOTICE),
        html.Div(id=NOTICE_BODY),
        dcc.Dropdown(id=HOURS_DAY),
        html.Div(id=HOURS_TABLE),
    ]
