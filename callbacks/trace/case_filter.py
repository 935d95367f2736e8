"""Which cases: a number to search for, or place and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.context import Context
from callbacks.still import plain
from callbacks.trace.header import fold
from callbacks.trace.places import within
from callbacks.trace.view import TraceView
from data.units import Commune
from geo.names import plain_key
from layers.text import day_text, text

MADE_VOID = "case,venue,person,onward,people"


def case_filter(context: Context, view: TraceView) -> Component:
    """Two forms of which each makes the other void."""
    lang, days = view.lang, context.plain.days
    places = [
        _select("district", _districts(context, view), lang),
        _select("commune", _communes(context, view), lang),
    ]
    places += [
        _select("from", _days(days, view.first, lang), lang),
        _select("to", _days(days, view.last, lang), lang),
    ]
    show = html.Button(text("trace.filter.show", lang), type="submit")
    by_place = html.Form(
        [*places, show], className="trace-filter", **attributes(data_go=f"record,{MADE_VOID}")
    )
    forms = html.Div([by_place, _search(view)], className="case-filter")
    return html.Div([fold(text("trace.filter.fold", lang)), forms], className="folds")


def _search(view: TraceView) -> Component:
    field = plain("input", name="record", type="text", value=view.record, maxlength=80, autocomplete="off")
    label = html.Label([text("trace.filter.record", view.lang), field], className="field")
    send = html.Button(text("trace.filter.search", view.lang), type="submit")
    void = f"from,to,district,commune,{MADE_VOID}"
    return html.Form([label, send], className="trace-filter", role="search", **attributes(data_go=void))


def _select(name: str, options: list[Component], lang: str) -> Component:
    """A list of the browser's own: it opens on a phone as the phone does, and letters choose in it."""
    return html.Label(
        [text(f"trace.filter.{name}", lang), html.Select(options, name=name)], className="field"
    )


def _districts(context: Context, view: TraceView) -> list[Component]:
    districts, _ = within(context.plain.units, context.store.sight)
    found = [html.Option(d.full_name, value=d.code, selected=d.code == view.district) for d in districts]
    whole = "trace.filter.province" if context.store.sight.is_whole else "scope.whole"
    return [_every(whole, view.district, view.lang), *found]


def _every(key: str, chosen: str | None, lang: str) -> Component:
    return html.Option(text(key, lang), value="", selected=chosen is None)


def _communes(context: Context, view: TraceView) -> list[Component]:
    """Communes of the district chosen; of all of them by district."""
    first = _every("trace.filter.every_commune", view.commune, view.lang)
    districts, communes = within(context.plain.units, context.store.sight)
    ordered = sorted(communes, key=lambda c: plain_key(c.name))
    if view.district:
        return [first, *(_commune(c, view) for c in ordered if c.district_code == view.district)]
    groups = [
        html.Optgroup([_commune(c, view) for c in ordered if c.district_code == d.code], label=d.full_name)
        for d in districts
    ]
    return [first, *groups]


def _commune(commune: Commune, view: TraceView) -> Component:
    return html.Option(commune.name, value=commune.code, selected=commune.code == view.commune)


def _days(days: Sequence[date], chosen: date | None, lang: str) -> list[Component]:
    """A list, for a browser's own field writes days as its maker likes."""
    found = [html.Option(day_text(day), value=day.isoformat(), selected=day == chosen) for day in days]
    return [_every("trace.filter.any_day", None if chosen is None else "", lang), *found]
