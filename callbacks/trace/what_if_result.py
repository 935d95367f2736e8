"""What a rule gives, in numbers and in words: how many, how sure, how different from the default, how blind."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.still import still
from callbacks.trace.links import go
from callbacks.trace.venue_words import share
from callbacks.trace.view import TraceView
from callbacks.trace.what_if_numbers import DEFAULT, Numbers
from data.tracing.answers import WhatIf
from layers.rule_words import rule_name, rule_sentence
from layers.text import number, text


def result(counted: Numbers, view: TraceView) -> Component:
    """The figures, the definition they rest on, and the way to use it everywhere."""
    found, lang = counted.found, view.lang
    definition = f"{rule_name(view.rule, lang)}. {rule_sentence(view.rule, lang)}"
    return still(
        html.H3(text("what_if.result", lang)),
        *([html.P(counted.notice, className="warn-line gone-line")] if counted.notice else []),
        *(_unknown(lang) if counted.is_unknown else _people(found, counted.usual, lang)),
        html.Ul(
            [_count(name, getattr(found, name), counted, lang) for name in ("cases", "venues")],
            className="what-if-counts",
        ),
        *_blindness(found, view),
        html.P(definition, className="small if-tried"),
        html.Div(_ways(view), className="desk-ways"),
    )


def _count(name: str, count: int, counted: Numbers, lang: str) -> Component:
    """A dash where nothing is left of days whose check-ins are gone."""
    known = None if counted.gone is not None and not count else count
    return html.Li([html.B(number(known, lang)), f" {text(f'what_if.{name}', lang)}"])


def _unknown(lang: str) -> list[Component]:
    """In place of nobody; the browser reads both lines out."""
    return [
        html.P(html.Strong(text("gone.unknown", lang)), className="figure"),
        html.P(text("gone.people_unknown", lang), className="difference"),
    ]


def _people(found: WhatIf, usual: int, lang: str) -> list[Component]:
    figure, _, rest = text("what_if.people_one", lang, found.people_exposed).partition(" ")
    percent = number(100 * share(found.people_imputed, found.people_exposed), lang)
    sure = text("what_if.imputed", lang, found.people_imputed, percent=percent)
    return [
        html.P([html.Strong(figure), f" {rest}"], className="figure"),
        html.P(difference(found, usual, lang), className="difference"),
        html.P(sure, className="small"),
    ]


def difference(found: WhatIf, usual: int, lang: str) -> str:
    """How many more or fewer than by the default definition."""
    if found.rule == DEFAULT:
        return text("what_if.is_default", lang)
    change = found.people_exposed - usual
    if not change:
        return text("what_if.same", lang)
    return text("what_if.more" if change > 0 else "what_if.fewer", lang, abs(change))


def _blindness(found: WhatIf, view: TraceView) -> list[Component]:
    """How much of what happened was checked in at all, so that few exposed are not read as safety."""
    lang = view.lang
    caution = html.P(text("what_if.caution", lang), className="warn-line")
    if not found.estimated_visits:
        return [html.P(text("what_if.share_unknown", lang)), caution]
    percent = 100 * found.checkins / found.estimated_visits
    told = text(
        "what_if.share_told",
        lang,
        checkins=number(found.checkins, lang),
        visits=number(found.estimated_visits, lang),
        per_day=number(view.visits / 10, lang, 1),
    )
    over = [html.P(text("what_if.over", lang), className="warn-line")] if percent > 100 else []
    return [html.P([html.Strong(_percent(percent, lang)), f" {told}"], className="blindness"), *over, caution]


def _percent(percent: float, lang: str) -> str:
    """With so many digits that a small share is not read as none."""
    if 0 < percent < 0.005:
        return text("what_if.share_tiny", lang)
    return text("what_if.share", lang, percent=number(percent, lang, 1 if percent >= 1 else 2))


def _ways(view: TraceView) -> list[Component]:
    """Use it everywhere, or go back; the browser shows the one or the other, for it knows what is in use."""
    apply = go(text("what_if.apply", view.lang), view, "primary button-like if-tried")
    used = html.Span(text("what_if.applied", view.lang), className="applied if-used")
    back = go(text("what_if.back", view.lang), view, "button-like", rule=DEFAULT)
    return [apply, used, *([back] if view.rule != DEFAULT else [])]
