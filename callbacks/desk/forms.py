"""Forms of the desk: what each asks, and what it will do, in the same words everywhere.

A form carries the name of its gesture in data-ask; assets/desk.js reads its fields and hands them to the callback.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk.desk import WHY_LENGTH
from layers.text import text


def form(
    ask: str,
    title: str,
    told: str,
    children: Sequence[Component | None],
    button: str,
    before: Component | None = None,
    **facts: object,
) -> Component:
    """A form for the gesture `ask`, shut until it is wanted; `told` says what it will do, `facts` go along as they are.

    `before` stands above the form and outside it: the buttons of a list within would send it.
    """
    given = {f"data-fact-{name}": str(value) for name, value in facts.items()}
    options: dict[str, Any] = {**given, **attributes(data_ask=ask, aria_label=title)}
    send = html.Button(button, type="submit", className="primary")
    fields = html.Form([*children, send], className="desk-form", **options)
    explained = html.P(told, className="small")
    return html.Details([html.Summary(title), explained, before, fields], className="desk-gesture")


def why_field(lang: str) -> Component:
    """The reason, which stays beside the decision."""
    field = dcc.Input(name="why", type="text", maxLength=WHY_LENGTH, required=True, autoComplete="off")
    return html.Label([text("desk.why", lang), field], className="field")
