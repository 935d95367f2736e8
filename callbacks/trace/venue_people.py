"""The people of a venue, for a tracer only: its F0s as links to their cases, and the F1s they exposed."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from callbacks.context import Context
from callbacks.still import still
from callbacks.trace.case_words import case_number
from callbacks.trace.links import go
from callbacks.trace.people_table import people_table
from callbacks.trace.tracer import Tracer
from callbacks.trace.tracer_line import people_hidden
from callbacks.trace.view import TraceView
from data.tracing.answers import VenueTrace
from layers.text import text

CASES_AT_FIRST = 30


def people_part(
    context: Context, trace: VenueTrace, view: TraceView, tracer: Tracer | None
) -> list[Component]:
    """Who they are; without a tracer only how to see them, for how many there are stands above."""
    lang = view.lang
    title = html.H3(text("exposed.who", lang))
    if tracer is None:
        return [title, people_hidden(lang)]
    names = {trace.venue.venue_id: trace.venue.name}
    f1s = html.H3(text("exposed.f1s", lang))
    people = [f1s, *people_table(context, trace.met, view, names)] if trace.met else []
    return [title, cases(trace.cases, view), *people]


def cases(case_ids: Sequence[int], view: TraceView) -> Component:
    """The F0s; those beyond the first behind a line that opens."""
    first, rest = case_ids[:CASES_AT_FIRST], case_ids[CASES_AT_FIRST:]
    more = html.Summary(text("exposed.more_cases", view.lang, len(rest)))
    folded = [html.Details([more, case_links(rest, view)], className="desk-gesture")] if rest else []
    return still(case_links(first, view), *folded)


def case_links(case_ids: Sequence[int], view: TraceView) -> Component:
    changes = {"venue": None, "person": None, "onward": 0, "people": 1}
    links = [go(case_number(n, view.lang), view.but(**changes), "chip", case=n) for n in case_ids]
    return html.Div(links, className="f0s")
