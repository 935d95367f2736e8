"""People by pseudonym, the longest together first: how long, when, where, how sure, and the source's own numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.context import Context
from callbacks.trace.case_words import case_number
from callbacks.trace.columns import on_page, pages
from callbacks.trace.links import go, to_case
from callbacks.trace.moments import moment
from callbacks.trace.stays import imputed_mark
from callbacks.trace.tables import Column, Row, data_table
from callbacks.trace.view import TraceView
from data.tracing.answers import Met
from data.tracing.known import venues_of
from data.tracing.person_code import person_code
from layers.text import number, text

PER_PAGE = 25
VENUES_SHOWN, RECORDS_SHOWN = 2, 3
COLUMNS = ("person", "minutes", "first", "last", "venues", "case", "records")


def people_table(
    context: Context, met: Sequence[Met], view: TraceView, names: Mapping[int, str]
) -> list[Component]:
    """One page of people; venues that `names` lacks are looked up."""
    shown = on_page(met, view, PER_PAGE, "people")
    wanted = {venue for each in shown for venue in each.venues} - set(names)
    names = {**names, **_names(context, wanted)}
    lang = view.lang
    names_of_columns = COLUMNS if any(each.records for each in met) else COLUMNS[:-1]
    columns = [Column(name, _heading(name, shown, lang), name == "minutes") for name in names_of_columns]
    rows = [Row(_cells(each, names, view)) for each in shown]
    table = data_table(columns, rows, text("trace.people.title", lang), "people")
    return [*_without_records(met, lang), table, *pages(view, len(met), PER_PAGE, "people")]


def _heading(name: str, met: Sequence[Met], lang: str) -> str:
    """Who met several F1s at once has minutes with each of them."""
    is_f2 = name == "minutes" and any(each.generation == 2 for each in met)
    return text("trace.people.minutes_f2" if is_f2 else f"trace.people.{name}", lang)


def _without_records(met: Sequence[Met], lang: str) -> list[Component]:
    if any(each.records for each in met):
        return []
    return [html.P(text("trace.people.no_records", lang), className="small")]


def _names(context: Context, venue_ids: set[int]) -> dict[int, str]:
    if not venue_ids:
        return {}
    with context.store.read() as connection:
        return {number_: venue.name for number_, venue in venues_of(connection, venue_ids).items()}


def _cells(each: Met, names: Mapping[int, str], view: TraceView) -> dict[str, Any]:
    lang, code = view.lang, person_code(each.person_id)
    return {
        "person": go(code, view, "code", person=code, people=1),
        "minutes": _minutes(each, lang),
        "first": moment(each.first_at),
        "last": moment(each.last_at),
        "venues": _venues(each, names, view),
        "case": _case(each, view),
        "records": _records(each, lang),
    }


def _minutes(each: Met, lang: str) -> list[Any]:
    """Together, the longest at once where it was more than once, and whether it rests on estimates.

    An F2 shares an hour with many F1s at once: there the longest comes first, for the sum is no time that went by.
    """
    is_f2, is_sum = each.generation == 2, each.longest_minutes < each.overlap_minutes
    main, other = each.overlap_minutes, each.longest_minutes
    if is_f2:
        main, other = other, main
    told = text("trace.people.sum" if is_f2 else "trace.people.longest", lang, minutes=number(other, lang))
    below = [html.Span(told, className="small under")] if is_sum else []
    return [number(main, lang), *below, *imputed_mark(each.is_imputed, lang)]


def _venues(each: Met, names: Mapping[int, str], view: TraceView) -> list[Any]:
    links = [
        html.Div(go(names.get(venue, "–"), view, venue=venue, person=None, people=1))
        for venue in each.venues[:VENUES_SHOWN]
    ]
    if not each.venues:
        return [text("scope.venue_outside", view.lang)]
    left = len(each.venues) - VENUES_SHOWN
    more = [html.Div(text("trace.people.more_venues", view.lang, left), className="small")]
    return [*links, *(more if left > 0 else [])]


def _case(each: Met, view: TraceView) -> Any:
    """An F1 who is a case as well leads on."""
    if each.case_id is None:
        return text("trace.people.no_case", view.lang)
    return to_case(case_number(each.case_id, view.lang), view, each.case_id)


def _records(each: Met, lang: str) -> Any:
    """By these the source's owner finds the person."""
    if not each.records:
        return "–"
    shown = [html.Div(html.Code(record)) for record in each.records[:RECORDS_SHOWN]]
    left = each.records[RECORDS_SHOWN:]
    if not left:
        return shown
    more = html.Summary(text("trace.people.more_records", lang, len(left)))
    return [*shown, html.Details([more, *(html.Div(html.Code(record)) for record in left)])]
