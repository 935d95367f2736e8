"""The timeline: play, step, speed, the slider and the histogram of the metric above it."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from callbacks import ids
from callbacks.attributes import attributes
from callbacks.context import Context
from data.view import View
from layers.text import text


def timeline(context: Context, view: View) -> Component:
    """Buttons left, histogram over slider right, on the same scale."""
    return html.Footer(
        [
            html.Div(_buttons(view.lang), className="play-buttons"),
            html.Div(_days(context, view), className="days"),
        ],
        className="timeline",
        **attributes(aria_label=text("screen.timeline", view.lang)),
    )


def _buttons(lang: str) -> list[Component]:
    signs = {"back": "‹", "play": "▶", "forward": "›"}
    buttons = [
        html.Button(sign, className=act, **attributes(data_act=act, aria_label=text(f"browser.{act}", lang)))
        for act, sign in signs.items()
    ]
    return [
        *buttons,
        html.Button(
            "1×", className="speed", **attributes(data_act="speed", aria_label=text("browser.speed", lang))
        ),
    ]


def _days(context: Context, view: View) -> list[Component]:
    days = context.store.cube().days
    first, last = days.index(view.first), days.index(view.last)
    slider = dcc.Slider(
        id=ids.DAY,
        min=first,
        max=last,
        step=1,
        value=days.index(view.day),
        marks={},
        included=False,
        updatemode="drag",
        allow_direct_input=False,
    )
    return [
        html.P(className="day-shown on-timeline", children=""),
        html.Div(id=ids.HISTOGRAM, className="histogram chart-waiting"),
        html.Div(className="day-marker", **attributes(aria_hidden="true")),
        slider,
    ]
