"""What if the definition were another: sliders, the counts that follow the hand, and the curve beside them."""

from __future__ import annotations

import json

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.context import Context
from callbacks.desk.words import scrolling
from callbacks.trace.filters import filters
from callbacks.trace.graphs import graph
from callbacks.trace.tracer import Tracer
from callbacks.trace.venue_words import simulated_mark
from callbacks.trace.view import TraceView
from callbacks.trace.what_if_chart import curve_figure, curve_table
from callbacks.trace.what_if_numbers import Numbers, numbers
from callbacks.trace.what_if_result import result
from callbacks.trace.what_if_sliders import SLIDERS, facts_of, presets, slider
from layers.text import text


def what_if_tab(context: Context, view: TraceView, tracer: Tracer | None) -> list[Component]:
    """Sliders, numbers beside them, and the curve. assets/trace_what_if.js asks for others while a hand moves."""
    lang = view.lang
    counted = numbers(context, view)
    controls = [presets(lang), *(slider(name, view) for name in SLIDERS)]
    answer = html.Section(
        result(counted, view),
        className="desk-card what-if-result",
        **attributes(aria_label=text("what_if.result", lang)),
    )
    base = json.dumps(facts_of(view.rule) | {"visits": view.visits})
    rooms = [html.Section(controls, className="desk-card"), answer, _curve(counted, lang)]
    return [
        html.Section(
            [
                filters(context, view),
                html.H2([text("what_if.title", lang), *simulated_mark(context, lang)]),
                html.P(text("what_if.told", lang), className="small"),
                html.P(text("what_if.late", lang), className="warn-line what-if-late", role="status"),
                # Heard when the hand rests: not every step of a slider is spoken.
                html.P(className="hidden what-if-heard", role="status"),
                html.Div(rooms, className="what-if-room", **attributes(data_base=base)),
            ],
            className="list",
        )
    ]


def _curve(counted: Numbers, lang: str) -> Component:
    title = text("what_if.curve_table", lang)
    table = scrolling(html.Div(curve_table(counted, lang), className="what-if-table"), title)
    return html.Section(
        [
            html.H3(text("what_if.curve", lang)),
            graph("what-if-curve", curve_figure(counted, lang), text("what_if.curve_label", lang), "what-if"),
            html.Details([html.Summary(title), table], className="desk-gesture"),
        ],
        className="desk-card what-if-curve",
    )
