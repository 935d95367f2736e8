"""The page as a component tree: one pure function of the View and what the store holds."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from callbacks import ids
from callbacks.access.on_screen import page_lines
from callbacks.as_of import as_of_line
from callbacks.attributes import attributes
from callbacks.charts import marked_events
from callbacks.context import Context
from callbacks.header import header
from callbacks.layer_cards import layer_cards
from callbacks.legend import legend
from callbacks.notices import bad_value
from callbacks.place import place_card
from callbacks.ranking import ranking_table
from callbacks.scene import scene
from callbacks.timeline import timeline
from data.view import BadValue, View, every_parameter
from layers.text import day_text, text


def shell() -> Component:
    """What stands before the address is read: nothing but the address and an empty page."""
    return html.Div([dcc.Location(id=ids.URL, refresh=False), html.Div(id=ids.PAGE, className="opening")])


def page(context: Context, view: View, bad: tuple[BadValue, ...] = ()) -> list[Component]:
    """Everything on the screen for `view`, with a notice for each value of the URL that could not be used."""
    return [
        *_stores(context, view),
        header(context, view),
        html.Div(className="notices", role="status", children=_notices(context, view, bad)),
        html.Div(text("screen.connection_lost", view.lang), className="lost-line", role="alert"),
        html.Div(text("screen.answer_failed", view.lang), className="failed-line", role="alert"),
        html.Main(_map(context, view), className="map-room"),
        html.Div(
            [
                html.Button(
                    className="handle",
                    **attributes(
                        data_act="sheet", aria_expanded="false", aria_label=text("screen.sheet", view.lang)
                    ),
                ),
                _side(
                    "right",
                    [
                        html.Div(place_card(context, view), id=ids.PLACE),
                        _curve(context, view),
                        _ranking(context, view),
                    ],
                    view.lang,
                ),
                _side("left", layer_cards(context, view), view.lang),
            ],
            className="sheet",
        ),
        timeline(context, view),
    ]


def _notices(context: Context, view: View, bad: tuple[BadValue, ...]) -> list[Component]:
    line = html.Div(as_of_line(context, view), id=ids.AS_OF_LINE)
    return [*page_lines(view.lang), line, *(bad_value(each, view.lang) for each in bad)]


def every_id(components: list[Component]) -> Any:
    """The components that have an id, bare: enough for Dash to check callbacks against, and small to send."""
    found: list[Any] = list(components)
    for root in components:
        walk: Any = root._traverse
        found += walk()
    return html.Div([type(each)(id=each.id) for each in found if getattr(each, "id", None)])


def _stores(context: Context, view: View) -> list[Component]:
    parameters = every_parameter(view)
    chosen = {name: parameters[name] for name in ("commune", "venue", "panel")}
    return [
        dcc.Store(id=ids.SCENE, data=scene(context, view)),
        dcc.Store(id=ids.VIEW),
        dcc.Store(id=ids.ASKED),
        dcc.Store(id=ids.CHOSEN, data=chosen),
        dcc.Store(id=ids.SORT, data=view.sort),
        dcc.Store(id=ids.AS_OF, data=parameters["as_of"]),
        dcc.Store(id=ids.ALL_ROWS, data=False),
        dcc.Store(id=ids.FRAMED),
        dcc.Store(id=ids.CHARTS_READY, data=False),
    ]


def _map(context: Context, view: View) -> list[Component]:
    return [
        html.H2(text("screen.map", view.lang), className="hidden"),
        html.Div(id=ids.MAP),
        html.Div(id="map-tooltip", className="tooltip", hidden=True),
        html.P(text("screen.map_instead", view.lang), id="map-instead", className="hidden"),
        html.Img(id="map-print", className="map-print", alt=""),
        html.Section(
            legend(context, view),
            id=ids.LEGEND,
            className="legend",
            **attributes(aria_label=text("screen.legend", view.lang)),
        ),
    ]


def _side(side: str, children: list[Component], lang: str) -> Component:
    fold = html.Button(
        [
            html.Span(text("screen.fold", lang), className="to-fold"),
            html.Span(text("screen.unfold", lang), className="to-open"),
        ],
        className="fold",
        **attributes(
            data_act="fold",
            data_side=side,
            aria_expanded="true",
            aria_label=text(f"screen.fold_{side}", lang),
        ),
    )
    return html.Aside(
        [fold, html.Div(children, className="side-body")],
        className=f"side {side}",
        **attributes(aria_label=text(f"screen.{side}", lang)),
    )


def _curve(context: Context, view: View) -> Component:
    """Charts wait for the first map; until then their place is kept. The marked days stand in words below."""
    chart = html.Div(id=ids.CURVE, className="curve chart-waiting")
    days = [
        html.Li([html.B(mark), f" {day_text(event.day)}: {text(f'event.{event.key}', view.lang)}"])
        for mark, event in marked_events(context, view)
    ]
    told = html.Details(
        [html.Summary(text("curve.events", view.lang, len(days))), html.Ul(days)], className="events small"
    )
    return html.Section([html.H2(text("curve.title", view.lang)), chart, told], className="curve-box")


def _ranking(context: Context, view: View) -> Component:
    return html.Section(ranking_table(context, view), id=ids.RANKING, className="ranking")
