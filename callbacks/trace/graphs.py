"""Charts of the desk: one frame for all, so that they look alike and each says in words what it draws."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.charts import GRID, INK

CONFIG: Any = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
Figure = dict[str, Any]
"""A figure as plain data."""

QUIET, ACCENT = "#8593a3", "#0b5cad"


def graph(component_id: str, figure: go.Figure | Figure, label: str, css: str) -> Component:
    """A chart that nobody has to see: its label says what a table beside it says in numbers."""
    drawn = dcc.Graph(id=component_id, figure=figure, config=CONFIG, className="chart", responsive=True)
    return html.Div(drawn, role="img", className=f"trace-chart {css}", **attributes(aria_label=label))


def frame(lang: str, **layout: Any) -> dict[str, Any]:
    """The layout that every chart begins with."""
    axis = {"fixedrange": True, "gridcolor": GRID, "zeroline": False, "automargin": True}
    plain = {
        "template": "none",
        "font": {"family": "system-ui, sans-serif", "size": 12, "color": INK},
        "separators": ",." if lang == "vi" else ".,",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "dragmode": False,
        "margin": {"l": 44, "r": 8, "t": 28, "b": 28},
        "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
        "xaxis": dict(axis),
        "yaxis": axis | {"rangemode": "tozero", "nticks": 5},
    }
    return plain | layout
