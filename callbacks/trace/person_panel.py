"""One person under their pseudonym: by whom and where they were exposed, and where they went since."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.context import Context
from callbacks.gone import gone_lines
from callbacks.trace.case_words import case_number
from callbacks.trace.links import go, to_case
from callbacks.trace.looks import note_look, note_refused
from callbacks.trace.moments import moment
from callbacks.trace.scope_words import not_here, withheld_line
from callbacks.trace.stays import OF_PERSON, imputed_mark, stays_table, stops_of
from callbacks.trace.tables import Column, Row, data_table
from callbacks.trace.trace_map import trace_map
from callbacks.trace.tracer import Tracer, asked_by
from callbacks.trace.tracer_line import people_hidden
from callbacks.trace.venue_words import simulated_mark
from callbacks.trace.view import TraceView
from data.retention.gone import CHECKINS
from data.tracing.answers import PersonExposure, PersonTrace
from data.tracing.person import trace_person
from data.tracing.person_code import parse_person, person_code
from layers.text import number, text

COLUMNS = ("venue", "begin", "minutes", "cases")
CASES_SHOWN = 5


def person_panel(context: Context, view: TraceView, tracer: Tracer | None) -> list[Component]:
    """The person in the address; without a tracer not even whether there is one."""
    title = text("trace.person.title", view.lang)
    if tracer is None:
        return [html.H2(title), people_hidden(view.lang)]
    person_id = parse_person(view.person or "")
    trace = None if person_id is None else trace_person(context.store, person_id, view.rule)
    if trace is None:
        note_refused(context, view, "person", view.person, *asked_by(tracer))
        return _not_found(context, view)
    gone = context.store.gone(CHECKINS)
    note_look(context, tracer, view, "person", person_id, 1)
    return [
        html.H2([title, " ", html.Code(person_code(trace.person_id)), *simulated_mark(context, view.lang)]),
        *_is_case(trace, view),
        *gone_lines(gone, context, view.lang),
        *_exposures(trace, view, gone is not None),
        *(_since(context, trace, view) if trace.exposures or gone is None else []),
        *withheld_line(trace.withheld, view.lang),
    ]


def _not_found(context: Context, view: TraceView) -> list[Component]:
    told = text("trace.person.not_found_told", view.lang, code=view.person or "")
    if context.store.gone(CHECKINS) is not None:
        told = f"{told} {text('gone.person_deleted', view.lang)}"
    return [
        html.H2(text("trace.person.not_found", view.lang)),
        html.P(not_here(context.store.sight, told, view.lang)),
    ]


def _is_case(trace: PersonTrace, view: TraceView) -> list[Component]:
    if trace.case_id is None:
        return []
    link = to_case(case_number(trace.case_id, view.lang), view, trace.case_id)
    return [html.P([text("trace.person.is_case", view.lang), " ", link, "."], className="warn-line")]


def _exposures(trace: PersonTrace, view: TraceView, is_gone: bool) -> list[Component]:
    lang = view.lang
    title = html.H3(text("trace.person.exposures", lang))
    if not trace.exposures:
        never = text("gone.person_unknown" if is_gone else "trace.person.never", lang)
        return [title, html.P(never, className="empty")]
    columns = [Column(name, text(f"trace.person.{name}", lang), name == "minutes") for name in COLUMNS]
    rows = [Row(_cells(each, view)) for each in trace.exposures]
    return [title, data_table(columns, rows, text("trace.person.exposures", lang), "exposures")]


def _cells(each: PersonExposure, view: TraceView) -> dict[str, Any]:
    lang = view.lang
    cases = [
        html.Div(to_case(case_number(case_id, lang), view, case_id))
        for case_id in each.case_ids[:CASES_SHOWN]
    ]
    left = len(each.case_ids) - CASES_SHOWN
    cases += [html.Div(text("trace.person.more_cases", lang, left), className="small")] if left > 0 else []
    return {
        "venue": go(each.venue.name, view, venue=each.venue.venue_id, person=None, people=1),
        "begin": moment(each.begin),
        "minutes": [number(each.overlap_minutes, lang), *imputed_mark(each.is_imputed, lang)],
        "cases": cases,
    }


def _since(context: Context, trace: PersonTrace, view: TraceView) -> list[Component]:
    """Venues after the first exposure: those where they may have passed it on."""
    lang = view.lang
    title = html.H3(text("trace.person.since", lang, days=number(trace.rule.onward_days, lang)))
    if not trace.since:
        return [title, html.P(text("trace.person.nowhere", lang), className="empty")]
    drawn = trace_map(context, stops_of(trace.since), lang, is_path=True)
    return [title, drawn, stays_table(context, trace.since, view, OF_PERSON)]
