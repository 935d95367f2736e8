"""The card of what is chosen: the province, a district, a commune, a venue, or the list of held rows."""

from __future__ import annotations

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from callbacks import ids
from callbacks.attributes import attributes
from callbacks.context import Context, looked_at
from callbacks.held import held_list, see_held
from callbacks.venue import venue_card
from data.cells import Series, State
from data.summary import CaseSummary, place_columns, summarise_cases
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
    if summary.new_cases is None:
        return [html.P(text("place.no_case_report", lang), className="figure-missing")]
    return [
        _big(summary, lang),
        _change(summary, lang),
        _week(summary, lang),
        _total(summary, view),
        *_unplaced(context, summary, view),
    ]


def _is_province(view: View) -> bool:
    return view.commune is None and view.district is None


def _big(summary: CaseSummary, lang: str) -> Component:
    words = text("place.new_cases", lang, summary.new_cases)
    figure, _, rest = words.partition(" ")
    return html.P([html.Strong(figure), f" {rest}"], className="figure")


def _change(summary: CaseSummary, lang: str) -> Component:
    if summary.change is None:
        return html.P(text("place.no_day_before", lang))
    direction = "up" if summary.change > 0 else "down" if summary.change < 0 else "same"
    arrow = {"up": "▲", "down": "▼", "same": "="}[direction]
    return html.P(
        [
            html.Span(f"{arrow} ", className=f"arrow {direction}", **attributes(aria_hidden="true")),
            text(f"place.change_{direction}", lang, abs(summary.change)),
        ]
    )


def _week(summary: CaseSummary, lang: str) -> Component:
    if summary.cases_7d is None:
        return html.P(text("place.week_incomplete", lang))
    rate = number(summary.cases_7d_per_100k, lang, 1)
    return html.P(text("place.week", lang, summary.cases_7d, rate=rate))


def _total(summary: CaseSummary, view: View) -> Component:
    span = {"first": day_text(view.first), "last": day_text(view.last)}
    return html.P(text("place.total", view.lang, summary.total or 0, **span), className="small")


def _unplaced(context: Context, summary: CaseSummary, view: View) -> list[Component]:
    """The province counts what no commune could be found for, and says so."""
    if not _is_province(view) or not summary.unplaced_rows:
        return []
    today = (
        [text("place.unplaced_today", view.lang, summary.unplaced_new), " "] if summary.unplaced_new else []
    )
    words = text(
        "notice.held", view.lang, summary.unplaced_rows, cases=number(summary.unplaced_total, view.lang)
    )
    return [html.P([*today, words, *see_held(context, view)], className="small")]


def _metric(context: Context, view: View) -> list[Component]:
    """What the map's own metric says of the commune, or why it says nothing."""
    layer = area_layer(view.layer)
    if not view.commune or layer.group == "cases":
        return []
    series, column = layer.series(context.store), context.store.cube().units.position(view.commune)
    words = _cell_words(series, view, column, layer.digits)
    label = text(f"layer.{layer.key}.label", view.lang)
    mark = (
        [html.Em(text("screen.simulated", view.lang), className="simulated")]
        if layer.is_simulated(context.store)
        else []
    )
    return [html.P([html.Span(f"{label}: "), html.Strong(words), *mark], className="metric")]


def _cell_words(series: Series, view: View, column: int, digits: int) -> str:
    row = series.row(view.day)
    state = State(int(series.states[row, column]))
    if state == State.VALUE:
        unit = text(f"layer.{view.layer}.unit_short", view.lang)
        return f"{number(float(series.values[row, column]), view.lang, digits)} {unit}"
    return text(f"state.{state.name.lower()}_sentence", view.lang)
