"""The cases to trace from: by place, days and number, the first published first."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.context import Context
from callbacks.gone import gone_lines
from callbacks.still import still
from callbacks.trace.case_filter import case_filter
from callbacks.trace.case_words import case_name, isolated_words, onset_words
from callbacks.trace.columns import pages
from callbacks.trace.links import go, to_case
from callbacks.trace.places import commune_name, place_name, unit_ids
from callbacks.trace.tables import Column, Row, data_table
from callbacks.trace.tracer import Tracer
from callbacks.trace.view import TraceView
from data.tracing.answers import CaseLine
from data.tracing.cases import find_cases, search_cases
from data.tracing.gone import gone_by_case
from data.units import Units
from layers.text import day_text, number, text

PER_PAGE = 50
COLUMNS = ("case", "commune", "onset", "positive", "confirmed", "isolated", "visits")
EXTRA = ("commune", "positive", "isolated")
"""These give way to what is open beside the list."""


def cases_tab(context: Context, view: TraceView, _: Tracer | None) -> list[Component]:
    """A filter, what it found, and the list; a sentence where it found nothing."""
    lines, total = _found(context, view)
    gone, units = gone_by_case(context.store, lines, view.rule), context.plain.units
    rows = [_row(units, line, view, line.case_id in gone) for line in lines]
    found = data_table(_columns(view.lang), rows, _title(total, view), "cases")
    return [
        html.Section(
            still(
                html.H2([_title(total, view), *_mark(lines, view.lang)]),
                html.P(_where(context, view), className="small"),
                case_filter(context, view),
                *gone_lines(next(iter(gone.values()), None), context, view.lang),
                found if lines else _nothing(view),
                *pages(view, total, PER_PAGE),
            ),
            className="list",
        )
    ]


def _found(context: Context, view: TraceView) -> tuple[tuple[CaseLine, ...], int]:
    """Cases of the page in view and how many there are; a number searched for looks everywhere."""
    store = context.store
    if view.record:
        lines = search_cases(store, view.record, PER_PAGE, view.rule)
        return lines, len(lines)
    choices = context.choices()
    days = view.first or choices.first_day, view.last or choices.last_day
    units = unit_ids(context.plain.units, view)
    return find_cases(store, units, *days, PER_PAGE, (view.page - 1) * PER_PAGE, view.rule)


def _title(total: int, view: TraceView) -> str:
    return text("trace.cases.title", view.lang, total)


def _where(context: Context, view: TraceView) -> str:
    """Which cases these are, in words."""
    if view.record:
        return text("trace.cases.searched", view.lang, record=view.record)
    parts = [place_name(context.plain.units, view, context.store.sight)]
    parts += [text("trace.cases.from", view.lang, day=day_text(view.first))] if view.first else []
    parts += [text("trace.cases.to", view.lang, day=day_text(view.last))] if view.last else []
    return text("trace.cases.told", view.lang, where=", ".join(parts))


def _mark(lines: tuple[CaseLine, ...], lang: str) -> list[Component]:
    if not any(line.is_simulated for line in lines):
        return []
    return [html.Em(text("screen.simulated", lang), className="simulated")]


def _nothing(view: TraceView) -> Component:
    """Why nothing is listed, and a way to something."""
    key = "trace.cases.none_record" if view.record else "trace.cases.none"
    every = go(
        text("trace.cases.all", view.lang),
        TraceView(view.day, lang=view.lang, rule=view.rule),
    )
    return html.Div([html.P(text(key, view.lang, record=view.record)), every], className="empty")


def _columns(lang: str) -> list[Column]:
    return [
        Column(name, text(f"trace.cases.{name}", lang), name == "visits", name in EXTRA) for name in COLUMNS
    ]


def _row(units: Units, line: CaseLine, view: TraceView, is_gone: bool) -> Row:
    lang = view.lang
    cells: dict[str, Any] = {
        "case": [
            to_case(case_name(line, lang), view, line.case_id),
            *_in_short(units, line, view),
        ],
        "commune": commune_name(units, line.unit_id),
        "onset": onset_words(line.onset_day, lang),
        "positive": day_text(line.first_positive_day),
        "confirmed": day_text(line.confirmed_day),
        "isolated": isolated_words(line.isolated_at, lang),
        "visits": _visits(line.visits, is_gone, lang),
    }
    return Row(cells, is_here=line.case_id == view.case)


def _visits(visits: int, is_gone: bool, lang: str) -> str:
    """No check-in that is there still is no stay only where none are gone."""
    return text("gone.cell", lang) if is_gone and not visits else number(visits, lang)


def _in_short(units: Units, line: CaseLine, view: TraceView) -> list[Component]:
    """The commune below the case where its column gave way; not where all are of one."""
    if view.commune:
        return []
    return [html.Span(commune_name(units, line.unit_id), className="small under in-short")]
