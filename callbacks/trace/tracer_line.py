"""Whether people are shown, why not, and what to do about it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.access.reader import reader
from callbacks.attributes import attributes
from callbacks.trace.tracer import Tracer
from layers.text import text


def tracer_line(tracer: Tracer | None, lang: str) -> Component:
    """One line below the tabs; it is there before it speaks, so that a change is heard."""
    if tracer is None:
        words = [html.Span(text(_by_name("trace.tracer.missing", "trace.tracer.purpose_missing"), lang))]
        return html.Div(words, className="tracer-line is-missing", role="status")
    known = text("trace.tracer.known", lang, by=tracer.by, purpose=tracer.purpose)
    stop = html.Button(text("trace.tracer.stop", lang), className="link", **attributes(data_trace="forget"))
    return html.Div([html.Span(known), " ", stop], className="tracer-line", role="status")


def people_hidden(lang: str) -> Component:
    """In place of people, where nobody said who asks and for what."""
    words = text(_by_name("trace.people_hidden", "trace.people_hidden_purpose"), lang)
    return html.P(words, className="people-hidden")


def _by_name(unknown: str, known: str) -> str:
    """What to say where nobody knows who asks, and where an account says it already."""
    return known if reader().is_signed_in else unknown
