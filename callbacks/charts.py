"""Charts, drawn by Plotly after the first map: the histogram above the slider and the epidemic curve of a place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import plotly.graph_objects as go
from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component
from numpy.typing import NDArray

from callbacks import ids
from callbacks.attributes import attributes
from callbacks.context import Context, looked_at
from data.cells import State as CellState
from data.events import Event, load_events
from data.summary import place_columns, summarise_cases
from data.view import View
from layers import area_layer
from layers.text import day_text, number, text

INK, GRID = "#1b2430", "#d9dfe6"
_FONT = {"family": "system-ui, sans-serif", "size": 12, "color": INK}
_CONFIG: Any = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


_HIDDEN_PATTERN = {"shape": "x", "fgcolor": "#7b8794", "size": 5, "solidity": 0.35}


def register(app: Dash) -> None:
    ready = Input(ids.CHARTS_READY, "data")
    app.callback(Output(ids.CURVE, "children"), Input(ids.FRAMED, "data"), ready, State(ids.VIEW, "data"))(
        show_curve
    )
    app.callback(
        Output(ids.HISTOGRAM, "children"), Input(ids.FRAMED, "data"), ready, State(ids.VIEW, "data")
    )(show_histogram)


def show_curve(framed: object, is_ready: bool, opened: object) -> object:
    """The epidemic curve of the chosen place."""
    if not is_ready:
        return no_update
    context, view = looked_at(framed or opened)
    label = text("curve.label", view.lang)
    return [_graph("curve-chart", curve_figure(context, view), label)]


def show_histogram(framed: object, is_ready: bool, opened: object) -> object:
    """The map's metric per day over the slider."""
    if not is_ready:
        return no_update
    context, view = looked_at(framed or opened)
    label = text("histogram.label", view.lang, metric=text(f"layer.{view.layer}.label", view.lang))
    return [_graph("histogram-chart", histogram_figure(context, view), label)]


def _graph(component_id: str, figure: go.Figure, label: str) -> Component:
    graph = dcc.Graph(id=component_id, figure=figure, config=_CONFIG, className="chart", responsive=True)
    return html.Div(graph, role="img", **attributes(aria_label=label))


def curve_figure(context: Context, view: View) -> go.Figure:
    """Daily new cases as bars, the seven-day mean as a line, directives and lockdowns as marked days."""
    cube = context.store.cube()
    is_province = view.commune is None and view.district is None
    summary = summarise_cases(
        cube, place_columns(cube.units, view), view.day, (view.first, view.last), is_province
    )
    days = list(cube.days)
    figure = go.Figure()
    figure.add_bar(
        x=days,
        y=summary.daily,
        marker_color="#f2a367",
        name=text("curve.daily", view.lang),
    )
    figure.add_scatter(
        x=days,
        y=summary.weekly_mean,
        mode="lines",
        line={"color": INK, "width": 1.5},
        name=text("curve.mean", view.lang),
    )
    figure.update_traces(hovertemplate="%{x|%d/%m/%Y}: %{y:.1f}<extra>%{fullData.name}</extra>")
    tallest = np.fmax(summary.daily, summary.weekly_mean)
    _mark_hidden(figure, days, tallest, summary.is_daily_hidden, view.lang)
    figure.update_layout(
        **_layout(view), height=190, margin={"l": 34, "r": 6, "t": 10, "b": 24}, legend=_legend()
    )
    figure.update_xaxes(range=_span(view), tickformat="%d/%m", nticks=5)
    return _mark_events(figure, context, view)


def histogram_figure(context: Context, view: View) -> go.Figure:
    """One bar a day: the metric over the place in view; days without a report have none."""
    layer = area_layer(view.layer)
    days, values = place_metric(context, view)
    columns = place_columns(context.store.cube().units, view)
    figure = go.Figure(
        go.Bar(
            x=list(days),
            y=values,
            marker_color=layer.scale.colours[-3] if layer.scale else INK,
            marker_line_width=0,
        )
    )
    unit = text(f"layer.{view.layer}.unit_short", view.lang)
    mark = f"<br>{text('screen.simulated', view.lang)}" if layer.is_simulated(context.store) else ""
    figure.update_traces(
        hovertemplate="%{customdata}<extra></extra>",
        customdata=[
            f"{day_text(day)}: {number(float(value), view.lang, layer.digits)} {unit}<br>"
            + text("histogram.reporting", view.lang, n=int(known), of=len(columns))
            + mark
            for day, value, known in zip(days, values, reporting(context, view), strict=True)
        ],
    )
    _mark_hidden(figure, list(days), values, np.isnan(values) & (reporting(context, view) > 0), view.lang)
    figure.update_layout(
        **_layout(view), margin={"l": 0, "r": 0, "t": 2, "b": 0}, bargap=0.15, showlegend=False
    )
    figure.update_xaxes(range=_span(view), visible=False)
    figure.update_yaxes(visible=False)
    return _mark_events(figure, context, view)


def _mark_hidden(
    figure: go.Figure, days: list[date], values: NDArray[np.float64], hidden: NDArray[np.bool_], lang: str
) -> None:
    """A low hatched bar for each day that is protected: a gap would look like none."""
    if not hidden.any():
        return
    height = 0.08 * float(np.nan_to_num(values).max(initial=0.0)) or 1.0
    figure.add_bar(
        x=[day for day, is_hidden in zip(days, hidden, strict=True) if is_hidden],
        y=np.full(int(hidden.sum()), height),
        marker={"color": "#ffffff", "line": {"width": 0}, "pattern": _HIDDEN_PATTERN},
        name=text("state.suppressed", lang),
        hovertemplate="%{x|%d/%m/%Y}: " + text("chart.hidden", lang) + "<extra></extra>",
    )
    figure.update_layout(barmode="overlay")


def place_metric(context: Context, view: View) -> tuple[tuple[date, ...], NDArray[np.float64]]:
    """The map's metric per day, over the place in view as one."""
    cube, layer = context.store.cube(), area_layer(view.layer)
    if layer.together is None:
        raise TypeError(f"layer {layer.key} has no metric of several communes")
    if view.commune:
        column = cube.units.position(view.commune)
        return cube.days, layer.series(context.store).values[:, column]
    return cube.days, layer.together(cube, place_columns(cube.units, view), view.district is None)


def reporting(context: Context, view: View) -> NDArray[np.int64]:
    """Communes of the place in view that report to the map's metric, per day."""
    states = area_layer(view.layer).series(context.store).states
    cube = context.store.cube()
    told = (CellState.VALUE,) if cube.protection is None else (CellState.VALUE, CellState.SUPPRESSED)
    return np.asarray(np.isin(states[:, place_columns(cube.units, view)], told).sum(axis=1))


def _span(view: View) -> list[str]:
    """Half a day around the range, so that bar n stands over slider stop n."""
    half = timedelta(hours=12)
    first, last = (np.datetime64(day, "h").astype(object) for day in (view.first, view.last))
    return [(first - half).isoformat(), (last + half).isoformat()]


def _layout(view: View) -> dict[str, Any]:
    return {
        "template": "none",
        "font": _FONT,
        "separators": ",." if view.lang == "vi" else ".,",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "dragmode": False,
        "yaxis": {"gridcolor": GRID, "rangemode": "tozero", "fixedrange": True, "nticks": 4},
        "xaxis": {"fixedrange": True},
    }


def _legend() -> dict[str, Any]:
    return {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12}}


def marked_events(context: Context, view: View) -> list[tuple[str, Event]]:
    """Directives and lockdowns of the reader's range, numbered as on the charts."""
    with context.store.read() as connection:
        within = [event for event in load_events(connection) if view.first <= event.day <= view.last]
    return [(str(number_), event) for number_, event in enumerate(within, start=1)]


def _mark_events(figure: go.Figure, context: Context, view: View) -> go.Figure:
    """A dotted line and a number a day; numbers of neighbouring days stand at two heights."""
    for mark, event in marked_events(context, view):
        day, words = event.day.isoformat(), text(f"event.{event.key}", view.lang)
        figure.add_vline(x=day, line={"color": INK, "width": 1, "dash": "dot"})
        figure.add_annotation(
            x=day,
            y=1.0 if int(mark) % 2 else 0.72,
            yref="paper",
            yanchor="top",
            xanchor="left",
            text=f"<b>{mark}</b>",
            hovertext=f"{day_text(event.day)}: {words}",
            showarrow=False,
            font={"size": 12},
        )
    return figure
