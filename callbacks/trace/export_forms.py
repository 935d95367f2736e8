"""Forms that take something away: what the file will hold, that the taking is recorded, and a button a format."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.access.two_people import two_people_line
from callbacks.attributes import attributes
from callbacks.context import Context
from callbacks.trace.tracer import Tracer
from callbacks.trace.view import TraceView
from layers.text import text

WHAT = ("case", "venue", "list", "notice")
FORMATS = ("csv", "xlsx")


def export_form(
    context: Context, view: TraceView, tracer: Tracer | None, what: str, key: object
) -> Component:
    """The form for a tracing list (`what` "case" or "venue", `key` its number) or for the list of venues.

    Without a tracer it stands there all the same: it says what is missing when it is pressed.
    """
    told = "take.list_told" if what == "list" else "take.people_told"
    title = text(f"take.{what}", view.lang)
    return html.Details(
        [
            html.Summary(title),
            html.P(text(told, view.lang), className="small"),
            None if what == "list" else two_people_line(view.lang),
            bare_form(view, what, key, title, [(ext, text(f"take.{ext}", view.lang)) for ext in FORMATS]),
        ],
        className="desk-gesture take",
    )


def bare_form(
    view: TraceView, what: str, key: object, title: str, buttons: list[tuple[str, str]]
) -> Component:
    """Buttons by format, and a line that says what came of pressing; assets/trace_more.js sends it."""
    facts: dict[str, Any] = {"data-export": what, "data-key": str(key), "data-search": view.search()}
    told: dict[str, Any] = {f"data-{name}": text(f"take.{name}", view.lang) for name in ("working", "failed")}
    # Filled in by the browser, which knows no formats of our texts.
    told["data-done"] = text("take.done", view.lang, name="{name}")
    pressed = [
        html.Button(words, type="submit", className="primary", value=ext, **attributes(data_ext=ext))
        for ext, words in buttons
    ]
    line = html.P(className="take-said", role="status")
    ways = html.Div(pressed, className="desk-ways")
    return html.Form([ways, line], className="desk-form", **facts, **told, **attributes(aria_label=title))
