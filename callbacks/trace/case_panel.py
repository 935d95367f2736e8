"""One F0: what is known of it, where it was while it infected, and whom it met."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.context import Context
from callbacks.desk.words import facts
from callbacks.gone import gone_lines
from callbacks.still import still
from callbacks.trace.case_people import case_people
from callbacks.trace.case_words import case_name, isolated_words, onset_words
from callbacks.trace.export_forms import export_form
from callbacks.trace.links import go
from callbacks.trace.looks import note_refused
from callbacks.trace.moments import span
from callbacks.trace.places import commune_name
from callbacks.trace.scope_words import not_here, withheld_line
from callbacks.trace.stays import stays_part
from callbacks.trace.tracer import Tracer, asked_by
from callbacks.trace.view import TraceView
from data.tracing.answers import CaseTrace
from data.tracing.case import trace_case
from data.tracing.gone import gone_of_cases
from layers.text import day_text, number, text


def case_panel(context: Context, view: TraceView, tracer: Tracer | None) -> list[Component]:
    """Facts, stays and people of the case in the address; a sentence where there is no such case."""
    trace = trace_case(context.store, view.case or 0, view.rule)
    if trace is None:
        note_refused(context, view, "case", view.case or 0, *asked_by(tracer))
        return _not_found(context, view)
    gone = gone_of_cases(context.store, [trace.case], view.rule)
    told = still(
        html.H2([case_name(trace.case, view.lang), *_mark(trace, view.lang)]),
        *_facts(context, trace, view.lang),
        *gone_lines(gone, context, view.lang),
        html.P(_summary(trace, view.lang, gone is not None), className="summary"),
        *withheld_line(trace.withheld, view.lang),
    )
    return [
        told,
        *stays_part(context, trace, view),
        *case_people(context, trace, view, tracer, gone is not None),
        still(export_form(context, view, tracer, "case", trace.case.case_id)),
    ]


def _not_found(context: Context, view: TraceView) -> list[Component]:
    every = go(text("trace.cases.all", view.lang), view, tab="cases", case=None, record="")
    told = text("trace.case.not_found_told", view.lang)
    return [
        html.H2(text("trace.case.not_found", view.lang, number=str(view.case))),
        html.P([not_here(context.store.sight, told, view.lang), " ", every]),
    ]


def _mark(trace: CaseTrace, lang: str) -> list[Component]:
    if not trace.case.is_simulated:
        return []
    return [html.Em(text("screen.simulated", lang), className="simulated")]


def _facts(context: Context, trace: CaseTrace, lang: str) -> list[Component]:
    case = trace.case
    told = [
        ("commune", commune_name(context.plain.units, case.unit_id)),
        ("onset", onset_words(case.onset_day, lang)),
        ("positive", day_text(case.first_positive_day)),
        ("confirmed", day_text(case.confirmed_day)),
        ("isolated", isolated_words(case.isolated_at, lang)),
    ]
    return [
        facts([(text(f"trace.cases.{name}", lang), words) for name, words in told]),
        html.P([html.B(f"{text('trace.cases.infectious', lang)}: "), _period(trace, lang)]),
    ]


def _period(trace: CaseTrace, lang: str) -> str:
    """From when to when, and from what it was reckoned."""
    if trace.until <= trace.begin:
        return text("trace.case.never_infectious", lang)
    days = number(trace.rule.window_days_before, lang)
    since = "onset" if trace.case.onset_day else "positive"
    until = "known" if trace.case.isolated_at is not None else "unknown"
    known = text(f"trace.case.until_{until}", lang, days=number(trace.rule.unknown_isolation_days, lang))
    return f"{span(trace.begin, trace.until)} ({text(f'trace.case.since_{since}', lang, days=days)}; {known})"


def _summary(trace: CaseTrace, lang: str, is_gone: bool) -> str:
    """The figures of the case in two sentences; counts are no secret."""
    if not trace.stays:
        return text("gone.case_unknown" if is_gone else "trace.case.no_stays", lang)
    venues = len({stay.venue.venue_id for stay in trace.stays})
    stays = text("trace.case.stays", lang, len(trace.stays), venues=number(venues, lang))
    imputed = sum(met.is_imputed for met in trace.met)
    met = text("trace.case.met", lang, len(trace.met), imputed=number(imputed, lang))
    return f"{stays} {text('gone.met_unknown', lang) if is_gone and not trace.met else met}"
