"""Gestures that never leave the browser: controls → View → address and map. The functions are in assets/gestures.js."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks import ids
from callbacks.context import EYES


def register(app: Dash) -> None:
    """Wire the clientside functions by name."""
    wire: Any = app.clientside_callback
    wire(
        _in_browser("readControls"),
        Output(ids.VIEW, "data"),
        Input(ids.LAYER, "value"),
        *(Input(ids.eye(key), "value") for key in EYES),
        Input(ids.OPACITY, "value"),
        Input(ids.VENUE_OPACITY, "value"),
        Input(ids.DISTRICT, "value"),
        Input(ids.FIRST_DAY, "value"),
        Input(ids.LAST_DAY, "value"),
        Input(ids.DAY, "value"),
        Input(ids.CHOSEN, "data"),
        Input(ids.SORT, "data"),
        Input(ids.AS_OF, "data"),
        Input(ids.RULE, "value"),
        State(ids.SCENE, "data"),
        State(ids.VIEW, "data"),
    )
    wire(
        _in_browser("spanDays"),
        *(Output(ids.DAY, name) for name in ("min", "max", "value", "marks")),
        Input(ids.FIRST_DAY, "value"),
        Input(ids.LAST_DAY, "value"),
        State(ids.SCENE, "data"),
        State(ids.DAY, "value"),
    )
    wire(
        _in_browser("chooseFound"),
        Output(ids.CHOSEN, "data"),
        Output(ids.SEARCH, "value"),
        Input(ids.SEARCH, "value"),
        prevent_initial_call=True,
    )
    wire(
        _in_browser("showView"), Input(ids.VIEW, "data"), State(ids.SCENE, "data"), prevent_initial_call=True
    )
    wire(_in_browser("shutLegend"), Input(ids.LEGEND, "children"), prevent_initial_call=True)
    wire(_in_browser("answered"), Input(ids.PLACE, "children"), prevent_initial_call=True)
    wire(_in_browser("loadCharts"), Output(ids.CHARTS_READY, "data"), Input(ids.SCENE, "data"))


def _in_browser(name: str) -> ClientsideFunction:
    return ClientsideFunction("gestures", name)
