"""Who was at a venue when: people inside and people exposed, hour by hour, drawn and in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from callbacks.header import dropdown_words
from callbacks.trace.graphs import ACCENT, frame, graph
from callbacks.trace.moments import moment_of
from callbacks.trace.tables import Column, Row, data_table
from data.days import local_day
from data.tracing.answers import Hour
from layers.text import day_text, number, text

HOURS_DAY, HOURS_TABLE = "venue-hours-day", "venue-hours-table"
COLUMNS = ("hour", "visitors", "exposed")
INSIDE = "#c3ccd6"
HOUR_MS, DAY_SECONDS = 3_600_000, 86_400


def hours_part(hours: Sequence[Hour], lang: str) -> list[Component]:
    """The chart of all hours, and the same numbers as a table of one day, behind a line that opens."""
    title = html.H3(text("exposed.hours", lang))
    if not hours:
        return [title, html.P(text("exposed.no_hours", lang), className="small")]
    day = busiest(hours)
    days = sorted({local_day(each.begin) for each in hours}, reverse=True)
    options = [{"value": each.isoformat(), "label": day_text(each)} for each in days]
    field = dcc.Dropdown(
        id=HOURS_DAY, options=options, value=day.isoformat(), clearable=False, labels=dropdown_words(lang)
    )
    label = html.Label(text("filter.day", lang), htmlFor=HOURS_DAY)
    table = html.Div(hours_of_day(hours, day.isoformat(), lang), id=HOURS_TABLE)
    opened = [
        html.Summary(text("exposed.hours_table", lang)),
        html.Div([label, field], className="field"),
        table,
    ]
    told = html.P(text("exposed.hours_told", lang), className="small")
    drawn = graph("venue-hours", hours_figure(hours, lang), text("exposed.hours_label", lang), "hours-chart")
    return [title, told, drawn, html.Details(opened, className="desk-gesture")]


def busiest(hours: Sequence[Hour]) -> date:
    """The day of the hour with most people exposed, the newest of several."""
    return local_day(max(hours, key=lambda each: (each.exposed, each.begin)).begin)


def hours_figure(hours: Sequence[Hour], lang: str) -> go.Figure:
    """The exposed stand before those inside, for they are part of them; each bar is as wide as its hour."""
    at = [moment_of(each.begin).replace(tzinfo=None) for each in hours]
    figure = go.Figure()
    for name, colour in (("visitors", INSIDE), ("exposed", ACCENT)):
        figure.add_bar(
            x=at,
            y=[getattr(each, name) for each in hours],
            name=text(f"exposed.{name}", lang),
            marker_color=colour,
            width=HOUR_MS * 0.9,
            offset=0,
            hovertemplate="%{x|%H:%M %d/%m}: %{y}<extra>%{fullData.name}</extra>",
        )
    figure.update_layout(**frame(lang, barmode="overlay"))
    days = (hours[-1].begin - hours[0].begin) / DAY_SECONDS
    figure.update_xaxes(tickformat="%H:%M<br>%d/%m" if days < 2 else "%d/%m", nticks=8)
    return figure


def hours_of_day(hours: Sequence[Hour], day: object, lang: str) -> list[Component]:
    """The hours of the day in `day`, an ISO date; none where it is no such thing."""
    chosen = [each for each in hours if local_day(each.begin).isoformat() == day]
    columns = [Column(name, text(f"exposed.{name}", lang), name != "hour") for name in COLUMNS]
    rows = [Row(_cells(each, lang)) for each in chosen]
    return [data_table(columns, rows, text("exposed.hours_table", lang), "hours-table")]


def _cells(each: Hour, lang: str) -> dict[str, str]:
    counts = {name: number(getattr(each, name), lang) for name in COLUMNS[1:]}
    return {"hour": f"{moment_of(each.begin):%H:%M}", **counts}
