"""The card of what is chosen: the province, a district, a commune, a venue, or the list of held rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from callbacks import ids
from callbacks.attributes import attributes
from callbacks.context import Context, looked_at
from callbacks.held import held_list
from callbacks.venue import venue_card
from data.cells import Series, State
from data.summary import CaseSummary, place_columns, summarise_cases
from data.together import last_day_of_week
from data.view import View
from layers import area_layer
from layers.text import day_text, number, text


def register(app: Dash) -> None:
    app.callback(Output(ids.PLACE, "children"), Input(ids.ASKED, "data"), prevent_initial_call=True)(
        show_place
    )


def show_place(asked: object) -> list[Component]:
    """The card for the view that the server was asked for."""
    return place_card(*looked_at(asked))


def place_card(context: Context, view: View) -> list[Component]:
    if view.panel == "held":
        return held_list(context, view)
    if view.venue is not None:
        return venue_card(context, view)
    return [*_title(context, view), *_cases(context, view), *_metric(context, view)]


def _title(context: Context, view: View) -> list[Component]:
    """Name of the place, and one line back to what it lies in."""
    units = context.store.cube().units
    if view.commune:
        commune = units.commune(view.commune)
        up = text(
            "place.back_to",
            view.lang,
            place=units.district_of(commune).full_name
            if view.district
            else text("place.province", view.lang),
        )
        facts = text(
            "place.facts",
            view.lang,
            code=commune.code,
            population=number(commune.population, view.lang),
            area=number(commune.area_km2, view.lang, 1),
        )
        return [
            _back(up),
            html.H2(commune.full_name),
            html.P(f"{units.district_of(commune).full_name}. {facts}", className="small facts"),
        ]
    if view.district:
        return [html.H2(units.district(view.district).full_name)]
    return [html.H2(text("place.province", view.lang))]


def _back(words: str) -> Component:
    return html.Button(f"← {words}", className="link back", **attributes(data_commune=""))


def _cases(context: Context, view: View) -> list[Component]:
    cube, lang = context.store.cube(), view.lang
    columns = place_columns(cube.units, view)
    summary = summarise_cases(cube, columns, view.day, (view.first, view.last), _is_province(view))
    if summary.new_cases is None and "new_cases" not in summary.hidden:
        return [html.P(text("place.no_case_report", lang), className="figure-missing")]
    return [
        _big(summary, view),
        *_change(summary, lang),
        _week(summary, lang, last_day_of_week(cube, columns, _is_province(view), view.day)),
        _total(summary, view),
        *_unplaced(summary, view),
    ]


def _is_province(view: View) -> bool:
    return view.commune is None and view.district is None


def _big(summary: CaseSummary, view: View) -> Component:
    if summary.new_cases is None:
        key = "place.day_hidden" if _is_province(view) else "place.days_not_told"
        return html.P(text(key, view.lang), className="figure-missing")
    words = text("place.new_cases", view.lang, summary.new_cases)
    figure, _, rest = words.partition(" ")
    return html.P([html.Strong(figure), f" {rest}"], className="figure")


def _change(summary: CaseSummary, lang: str) -> list[Component]:
    """No arrow where either day is protected."""
    if "new_cases" in summary.hidden:
        return []
    if summary.change is None:
        key = "place.change_hidden" if "change" in summary.hidden else "place.no_day_before"
        return [html.P(text(key, lang))]
    direction = "up" if summary.change > 0 else "down" if summary.change < 0 else "same"
    arrow = {"up": "▲", "down": "▼", "same": "="}[direction]
    return [
        html.P(
            [
                html.Span(f"{arrow} ", className=f"arrow {direction}", **attributes(aria_hidden="true")),
                text(f"place.change_{direction}", lang, abs(summary.change)),
            ]
        )
    ]


def _week(summary: CaseSummary, lang: str, last: date) -> Component:
    """The seven days up to the day; where days are protected, the last whole week, by its dates."""
    is_whole_week = summary.new_cases is None
    if summary.cases_7d is None:
        key = "place.week_hidden" if "cases_7d" in summary.hidden else "place.week_incomplete"
        return html.P(text(key, lang))
    rate = number(summary.cases_7d_per_100k, lang, 1)
    if not is_whole_week:
        return html.P(text("place.week", lang, summary.cases_7d, rate=rate))
    first = day_text(last - timedelta(days=6))
    return html.P(
        text("place.whole_week", lang, summary.cases_7d, rate=rate, first=first, last=day_text(last))
    )


def _total(summary: CaseSummary, view: View) -> Component:
    span: dict[str, Any] = {"first": day_text(view.first), "last": day_text(view.last)}
    if "total" in summary.hidden:
        return html.P(text("place.total_hidden", view.lang, **span), className="small")
    return html.P(text("place.total", view.lang, summary.total or 0, **span), className="small")


def _unplaced(summary: CaseSummary, view: View) -> list[Component]:
    """The province counts what no commune could be found for, and says so."""
    if not _is_province(view) or not summary.unplaced_rows:
        return []
    today = (
        [text("place.unplaced_today", view.lang, summary.unplaced_new), " "] if summary.unplaced_new else []
    )
    words = text(
        "notice.held", view.lang, summary.unplaced_rows, cases=number(summary.unplaced_total, view.lang)
    )
    see = html.Button(text("screen.see", view.lang), className="link", **attributes(data_panel="held"))
    return [html.P([*today, words, " ", see], className="small")]


def _metric(context: Context, view: View) -> list[Component]:
    """What the map's own metric says of the commune, or why it says nothing."""
    layer = area_layer(view.layer)
    if not view.commune or layer.group == "cases":
        return []
    series, column = layer.series(context.store), context.store.cube().units.position(view.commune)
    protection = context.store.cube().protection
    is_protected = protection is not None and not protection.inside[column]
    words = _cell_words(series, view, column, layer.digits, is_protected)
    label = text(f"layer.{layer.key}.label", view.lang)
    mark = (
        [html.Em(text("screen.simulated", view.lang), className="simulated")]
        if layer.is_simulated(context.store)
        else []
    )
    return [html.P([html.Span(f"{label}: "), html.Strong(words), *mark], className="metric")]


def _cell_words(series: Series, view: View, column: int, digits: int, is_protected: bool) -> str:
    row = series.row(view.day)
    state = State(int(series.states[row, column]))
    if state == State.VALUE:
        unit = text(f"layer.{view.layer}.unit_short", view.lang)
        return f"{number(float(series.values[row, column]), view.lang, digits)} {unit}"
    if state == State.SUPPRESSED and is_protected:
        return text("state.protected_sentence", view.lang)
    return text(f"state.{state.name.lower()}_sentence", view.lang)
