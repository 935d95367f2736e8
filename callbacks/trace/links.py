"""Links inside the tracer's desk."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.trace.view import TraceView

PATH = "/trace"


def to_case(words: Any, view: TraceView, case_id: int) -> Component:
    """A link that opens a case alone: its own people, and nothing on top of it."""
    return go(words, view, case=case_id, venue=None, person=None, onward=0, people=1)


def go(words: Any, view: TraceView, css: str = "", **changes: Any) -> Component:
    """A link to the view with changes, followed without a new page; one address, so that it can be opened apart."""
    return html.A(words, href=view.search(**changes), className=css, **attributes(data_trace="go"))
