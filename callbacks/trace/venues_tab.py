"""The list of exposed venues as seen on a day: where, when, how many, how sure, and what was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.context import Context
from callbacks.gone import gone_lines
from callbacks.trace.columns import head, in_order, on_page, pages, sort_choice
from callbacks.trace.export_forms import export_form
from callbacks.trace.filters import filters
from callbacks.trace.links import go
from callbacks.trace.places import commune_name, unit_ids
from callbacks.trace.tables import Column, Row, data_table
from callbacks.trace.tracer import Tracer
from callbacks.trace.venue_words import (
    action_chip,
    commune_words,
    imputed_share,
    is_simulated,
    share_cell,
    windows_in_short,
)
from callbacks.trace.view import TraceView
from data.counted_anew import gone_in_view
from data.retention.gone import Gone
from data.tracing.answers import ListedVenue, VenueAction
from data.tracing.listed import listed_venues
from data.units import Units
from geo.names import plain_key
from layers.text import day_text, number, text

PER_PAGE = 25
COLUMNS = ("name", "windows", "days_since", "cases", "people_exposed", "share_imputed", "action")
EXTRA = ("windows", "share_imputed")
"""Columns that yield their room to an open panel."""

NUMBERS = ("days_since", "cases", "people_exposed")
DEFAULT = "-people_exposed"
KEYS: Mapping[str, Callable[[ListedVenue], Any]] = {
    "name": lambda each: (plain_key(each.venue.name), each.venue.name, each.venue.venue_id),
    "days_since": lambda each: (each.days_since, -each.people_exposed),
    "cases": lambda each: (each.cases, each.people_exposed),
    "people_exposed": lambda each: (each.people_exposed, -each.venue.venue_id),
    "share_imputed": lambda each: (imputed_share(each), each.people_exposed),
}


def venues_tab(context: Context, view: TraceView, tracer: Tracer | None) -> list[Component]:
    """Day and place above, then the list; a sentence where nothing was exposed."""
    units = context.plain.units
    listed = listed_venues(context.store, view.day, view.rule, unit_ids(units, view))
    gone = gone_in_view(context.store, view.day, view.rule)
    found = [_nothing(view, gone)] if not listed else _list(context, units, listed, view)
    sort = sort_choice(labels_of(view.lang), view, KEYS, DEFAULT)
    above = [filters(context, view, [sort] if listed else []), *_gone(context, gone, view)]
    return [html.Section([*above, *found], className="list")]


def _gone(context: Context, gone: Gone | None, view: TraceView) -> list[Component]:
    """What is gone, and where counts of it are kept."""
    if gone is None:
        return []
    href = f"./?day={view.day.isoformat()}&lang={view.lang}"
    on_map = html.P(html.A(text("gone.map", view.lang), href=href), className="small")
    return [*gone_lines(gone, context, view.lang), on_map]


def _nothing(view: TraceView, gone: Gone | None) -> Component:
    lang, days = view.lang, number(view.rule.display_days, view.lang)
    is_part = view.district or view.commune
    whole = go(text("exposed.none_whole", lang), view, district=None, commune=None, page=1)
    told = [
        html.P(text("exposed.none", lang, day=day_text(view.day))),
        html.P(text("exposed.none_told", lang, days=days), className="small"),
    ]
    if gone is not None:
        told = [html.P(text("gone.venues_unknown", lang))]
    return html.Div([*told, *([whole] if is_part else [])], className="empty")


def _list(
    context: Context, units: Units, listed: Sequence[ListedVenue], view: TraceView
) -> list[Component | None]:
    lang, rows = view.lang, on_page(in_order(listed, view.sort, KEYS, DEFAULT), view, PER_PAGE)
    mark = [html.Em(text("screen.simulated", lang), className="simulated")] if is_simulated(context) else []
    title = text("exposed.title", lang, len(listed), day=day_text(view.day))
    return [
        html.H2([title, *mark]),
        html.P(totals(listed, view), className="small"),
        venue_table(units, rows, view),
        *pages(view, len(listed), PER_PAGE),
        export_form(context, view, None, "list", ""),
    ]


def totals(listed: Sequence[ListedVenue], view: TraceView) -> str:
    """What the venues of the list are together; the map adds the same numbers."""
    people, imputed = (sum(getattr(v, name) for v in listed) for name in ("people_exposed", "people_imputed"))
    told = text("exposed.told", view.lang, days=number(view.rule.display_days, view.lang))
    total = text(
        "exposed.total", view.lang, people=number(people, view.lang), imputed=number(imputed, view.lang)
    )
    return f"{told} {total}"


def labels_of(lang: str) -> dict[str, str]:
    return {name: text(f"exposed.{'venue' if name == 'name' else name}", lang) for name in COLUMNS}


def venue_table(units: Units, rows: Sequence[ListedVenue], view: TraceView) -> Component:
    columns = [
        Column(name, words, name in NUMBERS, name in EXTRA) for name, words in labels_of(view.lang).items()
    ]
    heads = [head(c.name, c.words, view, KEYS, DEFAULT, c.css) for c in columns]
    lines = [Row(_cells(units, each, view), is_here=each.venue.venue_id == view.venue) for each in rows]
    return data_table(columns, lines, text("exposed.list", view.lang), "exposed-table", heads)


def _cells(units: Units, each: ListedVenue, view: TraceView) -> dict[str, Any]:
    lang, venue = view.lang, each.venue
    kind = f"{text(f'venue_type.{venue.venue_type}', lang)} · {commune_name(units, venue.unit_id)}"
    since = (
        text("exposed.days_ago", lang, each.days_since) if each.days_since else text("exposed.today", lang)
    )
    return {
        "name": [
            go(venue.name, view, venue=venue.venue_id, case=None, person=None, people=1),
            html.Span(kind, className="small under"),
        ],
        "windows": windows_in_short(each.windows, lang),
        "days_since": since,
        "cases": number(each.cases, lang),
        "people_exposed": number(each.people_exposed, lang),
        "share_imputed": share_cell(each.people_exposed, each.people_imputed, lang),
        "action": [action_chip(each.action, lang), *_carried_out(each.action, lang)],
    }


def _carried_out(action: VenueAction | None, lang: str) -> list[Component]:
    words = commune_words(action, lang)
    return [html.Span(words, className="small under commune-said")] if words else []
