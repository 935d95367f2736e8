"""Notices at the top of a page."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from data.view import BadValue
from layers.text import text


def bad_value(bad: BadValue, lang: str) -> Component:
    """A value of the address that can't be used: which one, what it was, and a way to let the notice go."""
    words = text("notice.bad_value", lang, name=bad.name, got=bad.got)
    dismiss = html.Button("×", **attributes(data_act="dismiss", aria_label=text("screen.dismiss", lang)))
    return html.Div([html.Span(words), dismiss], className="notice")
