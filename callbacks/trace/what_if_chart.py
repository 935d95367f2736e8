"""The curve of people exposed against the shortest overlap asked for: drawn, and the same in numbers.

The figure is made of plain dicts: Plotly's own objects take ten times as long, and this one follows the hand.
"""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.charts import INK
from callbacks.still import still
from callbacks.trace.graphs import ACCENT, QUIET, Figure, frame
from callbacks.trace.what_if_numbers import Numbers
from data.tracing.answers import WhatIf
from geo.exposure_rule import DEFAULT_PRESET, PRESETS
from layers.text import number, text

EVERY = 5
"""Minutes between the points of the table."""


def curve_figure(counted: Numbers, lang: str) -> Figure:
    """The curve, with the shortest overlap that is tried and the default one marked."""
    found = counted.found
    if why := _why_none(counted, lang):
        return _without_curve(why, lang)
    now, usual = found.rule.min_overlap_minutes, PRESETS[DEFAULT_PRESET].min_overlap_minutes
    marks = [_Mark(now, text("what_if.now", lang, n=now), "solid", INK, 1.0)]
    if usual != now:
        marks.append(_Mark(usual, text("what_if.default", lang, n=usual), "dot", QUIET, 0.12))
    layout = _frame(lang)
    layout["xaxis"] |= {"title": {"text": text("what_if.x", lang)}, "rangemode": "tozero"}
    layout["yaxis"] |= {"tickformat": ",d"}
    layout |= {"shapes": [m.line for m in marks], "annotations": [m.label for m in marks]}
    return {"data": [_curve(found, lang), _here(found)], "layout": layout}


def _frame(lang: str) -> dict[str, Any]:
    """The frame of every chart; "no template" is a word of Plotly's objects alone."""
    return {name: part for name, part in frame(lang, showlegend=False).items() if name != "template"}


class _Mark:
    """A line over a number of minutes, and its words."""

    def __init__(self, minutes: int, words: str, dash: str, colour: str, height: float) -> None:
        place = {"xref": "x", "yref": "paper"}
        line = {"color": colour, "width": 1.5, "dash": dash}
        self.line = place | {"type": "line", "x0": minutes, "x1": minutes, "y0": 0, "y1": 1, "line": line}
        corner = {"xanchor": "left", "yanchor": "top", "xshift": 5, "showarrow": False}
        ground = {"bgcolor": "rgba(255,255,255,.8)"}
        self.label = place | corner | ground | {"x": minutes, "y": height, "text": words}


def _curve(found: WhatIf, lang: str) -> dict[str, Any]:
    unit, people = text("what_if.minutes_short", lang), text("what_if.y", lang)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [minutes for minutes, _ in found.curve],
        "y": [count for _, count in found.curve],
        "line": {"color": ACCENT, "width": 2},
        "marker": {"size": 5},
        "hovertemplate": f"%{{x}} {unit}: %{{y:,}} {people}<extra></extra>",
    }


def _here(found: WhatIf) -> dict[str, Any]:
    """A dot where the curve is now."""
    dot = {"size": 11, "color": INK}
    at = {"x": [found.rule.min_overlap_minutes], "y": [found.people_exposed]}
    return at | {"type": "scatter", "mode": "markers", "marker": dot, "hoverinfo": "skip"}


def _without_curve(why: str, lang: str) -> Figure:
    layout = _frame(lang)
    for axis in ("xaxis", "yaxis"):
        layout[axis] |= {"visible": False}
    place = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False}
    return {"data": [], "layout": layout | {"annotations": [place | {"text": why}]}}


def _why_none(counted: Numbers, lang: str) -> str:
    """Why there is no curve; "" where there is one."""
    if counted.found.rule.match != "overlap":
        return text("what_if.curve_none", lang)
    return "" if counted.has_curve else text("gone.unknown", lang)


def curve_table(counted: Numbers, lang: str) -> Component:
    """Every few points of the curve and the one that is tried; a sentence where there is no curve."""
    found = counted.found
    if why := _why_none(counted, lang):
        return still(html.P(why, className="small"))
    heads = [
        html.Th(text(name, lang), scope="col", className="number") for name in ("what_if.x", "what_if.y")
    ]
    rows = [
        html.Tr([html.Th(number(minutes, lang), scope="row", className="number"), _people(people, lang)])
        for minutes, people in found.curve
        if minutes == 1 or minutes % EVERY == 0 or minutes == found.rule.min_overlap_minutes
    ]
    return still(html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="desk-table"))


def _people(people: int, lang: str) -> Component:
    return html.Td(number(people, lang), className="number")
