"""The people a case met: F1s, and on request those whom the F1s met after."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.context import Context
from callbacks.still import still
from callbacks.trace.links import go
from callbacks.trace.looks import note_look
from callbacks.trace.people_table import people_table
from callbacks.trace.scope_words import withheld_line
from callbacks.trace.tracer import Tracer
from callbacks.trace.tracer_line import people_hidden
from callbacks.trace.view import TraceView
from data.tracing.answers import CaseTrace, Met, OnwardTrace
from data.tracing.onward import trace_onward
from layers.text import number, text


def case_people(
    context: Context, trace: CaseTrace, view: TraceView, tracer: Tracer | None, is_gone: bool = False
) -> list[Component]:
    """How many, and who they are where a tracer asks; a look is noted before it is answered.

    `is_gone`: check-ins of these days were deleted, and nobody is not known to be nobody.
    """
    onward = trace_onward(context.store, trace.case.case_id, view.rule) if view.onward else None
    met = trace.met if onward is None else onward.met
    room: list[Component] = [
        html.H3(text("trace.people.title", view.lang), id="people"),
        _generations(trace, onward, view, is_gone),
        html.P(_told(trace, onward, view.lang, is_gone), className="small", role="status"),
        *([] if onward is None else withheld_line(onward.withheld, view.lang)),
    ]
    people = _people(context, trace, met, view, tracer)
    return [html.Section(still(*room, *people), className="trace-people")]


def _people(
    context: Context, trace: CaseTrace, met: tuple[Met, ...], view: TraceView, tracer: Tracer | None
) -> list[Component]:
    if not met:
        return []
    if tracer is None:
        return [people_hidden(view.lang)]
    generation = "F2" if view.onward else "F1"
    note_look(context, tracer, view, "case", trace.case.case_id, len(met), generation)
    names = {stay.venue.venue_id: stay.venue.name for stay in trace.stays}
    return people_table(context, met, view, names)


def _generations(trace: CaseTrace, onward: OnwardTrace | None, view: TraceView, is_gone: bool) -> Component:
    """F1s or F2s: the F2s are reckoned only when somebody wants them."""
    lang = view.lang
    f1 = _counted("F1", len(trace.met), is_gone, lang)
    f2 = text("trace.people.ask_f2", lang)
    if onward is not None:
        f2 = _counted("F2", len(onward.met), is_gone, lang)
    links = [go(f1, view, "chip", onward=0, people=1), go(f2, view, "chip", onward=1, people=1)]
    setattr(links[view.onward], "aria-current", "true")
    return html.Nav(links, className="generations", **attributes(aria_label=text("trace.people.which", lang)))


def _counted(generation: str, people: int, is_gone: bool, lang: str) -> str:
    if is_gone and not people:
        return text("gone.generation", lang, generation=generation)
    return text(f"trace.people.{generation.lower()}", lang, people=number(people, lang))


def _told(trace: CaseTrace, onward: OnwardTrace | None, lang: str, is_gone: bool) -> str:
    """What the list is, and what it rests on."""
    if is_gone and not (trace if onward is None else onward).met:
        return text("gone.met_unknown" if onward is None else "gone.onward_met_unknown", lang)
    if onward is None:
        return text("trace.people.f1_told" if trace.met else "trace.people.f1_none", lang)
    days = number(trace.rule.onward_days, lang)
    asked = number(onward.asked, lang)
    key = "trace.people.f2_told" if onward.met else "trace.people.f2_none"
    return text(key, lang, days=days, asked=asked, with_visits=number(onward.with_visits, lang))
