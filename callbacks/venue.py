"""The card of an exposed venue: when an F0 was inside, how many people were exposed, by which definition."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.context import Context
from callbacks.gone import gone_lines
from callbacks.trace.view import TraceView
from data.access.rights import Right
from data.counted_anew import gone_on_map
from data.stays import ExposureRule
from data.venues import ExposedVenue, one_venue
from data.view import View
from layers import VENUES
from layers.rule_words import rule_name, rule_sentence
from layers.text import text


def venue_card(context: Context, view: View) -> list[Component]:
    """What is known of the venue on the view's day; a venue without exposure says so."""
    lang = view.lang
    back = html.Button(
        f"← {text('place.back_to', lang, place=text('place.province', lang))}",
        className="link back",
        **attributes(data_commune=""),
    )
    past = context.store.past_exposures()
    with context.store.read_whole() as connection:
        venue = one_venue(connection, view.venue or 0, view.day, context.store.sight, past)
    gone = gone_on_map(context.store, view.day)
    told = gone_lines(gone, context, lang)
    if venue is None:
        missing = text("venue.not_exposed", lang, days=view.rule.display_days)
        return [back, *told, html.P(missing if gone is None else text("gone.venue_unknown", lang))]
    cube = context.store.cube()
    commune = next(c for c in cube.units.communes if c.unit_id == venue.unit_id)
    place = f"{text(f'venue_type.{venue.venue_type}', lang)}, {commune.full_name}, {cube.units.district_of(commune).full_name}"
    exposed = text(
        "venue.people_from" if venue.is_banded else "venue.people_exposed", lang, venue.people_exposed
    )
    figure, _, rest = exposed.partition(" ")
    return [
        back,
        html.H2(venue.name),
        html.P([f"{place} ", *_mark(context, lang)], className="small"),
        *told,
        html.P([html.Strong(figure), f" {rest}"], className="figure"),
        *_cases(venue, lang),
        html.P(text("venue.days_since", lang, venue.days_since)),
        html.P(_rule(view.rule, lang), className="small"),
        *_to_trace(context, view, venue.unit_id),
    ]


def _cases(venue: ExposedVenue, lang: str) -> list[Component]:
    """How many F0s and how sure; both are protected outside the reader's area."""
    if venue.cases is None or venue.people_imputed is None:
        return [html.P(text("venue.protected", lang), className="small")]
    return [
        html.P(text("venue.cases", lang, venue.cases)),
        html.P(text("venue.imputed", lang, venue.people_imputed)),
    ]


def _to_trace(context: Context, view: View, unit_id: int) -> list[Component]:
    """The way to the tracer's desk, for who may go it and finds the venue there."""
    units = context.store.sight.units
    if not context.may(Right.TRACE) or (units is not None and unit_id not in units):
        return []
    return [html.A(text("venue.trace", view.lang), href=trace_link(view), className="to-trace")]


def trace_link(view: View) -> str:
    """The same venue on the tracer's desk, by the same definition on the same day."""
    traced = TraceView(view.day, tab="venues", lang=view.lang, rule=view.rule, venue=view.venue)
    return f"trace{traced.search()}"


def _mark(context: Context, lang: str) -> list[Component]:
    if not VENUES.is_simulated(context.store):
        return []
    return [html.Em(text("screen.simulated", lang), className="simulated")]


def _rule(rule: ExposureRule, lang: str) -> str:
    """The definition behind the count, with its numbers."""
    return text("venue.rule", lang, name=rule_name(rule, lang), rule=rule_sentence(rule, lang))
