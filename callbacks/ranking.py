"""The ranking: the same numbers as the map, one row a commune, sortable, each row a button.

It is one still part: as components its 209 rows would stand after seconds."""

from __future__ import annotations

from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component

from callbacks import ids
from callbacks.attributes import attributes
from callbacks.context import Context, looked_at
from callbacks.still import still
from data.view import View
from geo.names import plain_key
from layers import area_layer
from layers.render.sheet import sheet_of
from layers.render.table import Row, case_figures, ranking
from layers.text import number, text

SHOWN_AT_FIRST = 10


def register(app: Dash) -> None:
    app.callback(
        Output(ids.RANKING, "children"),
        Input(ids.ASKED, "data"),
        Input(ids.ALL_ROWS, "data"),
        State(ids.VIEW, "data"),
        prevent_initial_call=True,
    )(show_ranking)


def show_ranking(asked: object, shows_all: object, opened: object) -> list[Component]:
    """The ranking for the view that the server was asked for."""
    context, view = looked_at(asked or opened)
    return ranking_table(context, view, shows_all is True)


def ranking_table(context: Context, view: View, shows_all: bool = False) -> list[Component]:
    """Heading, table, and a button for the communes beyond the first ten; the chosen one always stands."""
    every = sorted_rows(ranked_rows(context, view), view.sort)
    rows = (
        every
        if shows_all
        else [row for n, row in enumerate(every) if n < SHOWN_AT_FIRST or row.code == view.commune]
    )
    heads = [
        html.Th("#", scope="col", className="rank"),
        *(_head(column, view) for column in _columns(view)),
    ]
    body = [_row(row, view) for row in rows]
    return [
        still(
            html.H2([text("ranking.title", view.lang), *_mark(context, view)]),
            html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)]),
            *([_more(shows_all, len(every), view.lang)] if len(every) > SHOWN_AT_FIRST else []),
        )
    ]


def _mark(context: Context, view: View) -> list[Component]:
    """What is ranked by a simulated quantity says so."""
    if not area_layer(view.layer).is_simulated(context.store):
        return []
    return [html.Em(text("screen.simulated", view.lang), className="simulated")]


def _more(shows_all: bool, count: int, lang: str) -> Component:
    words = text("ranking.fewer", lang) if shows_all else text("ranking.all", lang, count)
    return html.Button(
        words, className="link", **attributes(data_act="more", aria_expanded="true" if shows_all else "false")
    )


def ranked_rows(context: Context, view: View) -> tuple[Row, ...]:
    """The communes in view with the map's value and their cases, ranked by value."""
    cube, layer = context.store.cube(), area_layer(view.layer)
    sheet = sheet_of(cube, layer, view, "", "")
    return ranking(layer.draw(layer, context.store, view), sheet, case_figures(cube, view.day))


def sorted_rows(rows: tuple[Row, ...], sort: str) -> list[Row]:
    """Rows by the column in `sort`, "-" for the largest first; what is not known comes last either way."""
    column, falls = sort.removeprefix("-"), sort.startswith("-")
    if column == "name":
        return sorted(rows, key=lambda row: (plain_key(row.name), row.name), reverse=falls)
    known = [row for row in rows if _figure(row, column) is not None]
    unknown = [row for row in rows if _figure(row, column) is None]
    return sorted(known, key=lambda row: _figure(row, column) or 0.0, reverse=falls) + unknown


def _figure(row: Row, column: str) -> float | None:
    return row.value if column == "value" else row.figures[column]


def _columns(view: View) -> tuple[str, ...]:
    """The map's metric, then cases; a metric that is itself one of them stands once."""
    return tuple(c for c in ("name", "value", "new_cases", "cases_7d") if c != view.layer)


def _head(column: str, view: View) -> Component:
    falls = view.sort == f"-{column}"
    is_sorted = view.sort.removeprefix("-") == column
    words = (
        text(f"layer.{view.layer}.short", view.lang)
        if column == "value"
        else text(f"ranking.{column}", view.lang)
    )
    turned = column if falls or (column == "name" and not is_sorted) else f"-{column}"
    arrow = ("▼" if falls else "▲") if is_sorted else ""
    button = html.Button(
        [words, html.Span(arrow, **attributes(aria_hidden="true"))], **attributes(data_sort=turned)
    )
    order = ("descending" if falls else "ascending") if is_sorted else "none"
    return html.Th(button, scope="col", **attributes(aria_sort=order))


def _row(row: Row, view: View) -> Component:
    digits = area_layer(view.layer).digits
    cells = {
        "value": number(row.value, view.lang, digits)
        if row.state == "value"
        else text(f"state.{row.state}", view.lang),
        "new_cases": number(row.figures["new_cases"], view.lang),
        "cases_7d": number(row.figures["cases_7d"], view.lang),
    }
    name = html.Button(
        [row.name, html.Span(row.district, className="small")],
        className="place-link",
        **attributes(data_commune=row.code),
    )
    figures = [
        html.Td(cells[c], className="number" if row.state == "value" or c != "value" else "number not-known")
        for c in _columns(view)
        if c != "name"
    ]
    chosen = attributes(aria_current="true") if row.code == view.commune else {}
    rank = html.Td("" if row.rank is None else str(row.rank), className="rank")
    return html.Tr([rank, html.Th(name, scope="row"), *figures], **chosen)
