"""As known at: the control of the moment whose knowledge is shown, and the line that says so while it is."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from callbacks import ids
from callbacks.attributes import attributes
from callbacks.context import Context, looked_at
from data.revised import Change, changes_since
from data.view import MOMENT, View
from layers import area_layer
from layers.text import day_text, moment_text, number, text

_MOMENT_FIELD: Any = "datetime-local"
"""The browser's own field for a moment. Dash hands any type on, though it names but a few."""

SHOWN = 20
"""Changes that the list holds, the largest."""


def register(app: Dash) -> None:
    app.callback(Output(ids.AS_OF_LINE, "children"), Input(ids.ASKED, "data"), prevent_initial_call=True)(
        show_as_of
    )


def show_as_of(asked: object) -> list[Component]:
    """The line for the view that the server was asked for."""
    return as_of_line(*looked_at(asked))


def as_of_field(context: Context, view: View) -> Component:
    """Opens to a moment to go back to, to the minute; empty means all that is known."""
    is_offered = context.store.sight.is_whole
    field = dcc.Input(
        id=ids.AS_OF_FIELD,
        type=_MOMENT_FIELD,
        value="" if view.as_of is None else view.as_of.strftime(MOMENT),
        min=f"{context.store.cube().days[0].isoformat()}T00:00",
    )
    clear = html.Button("×", **attributes(data_act="now", aria_label=text("as_of.clear", view.lang)))
    label = html.Label(text("as_of.hint", view.lang), htmlFor=ids.AS_OF_FIELD)
    return html.Details(
        [html.Summary(text("as_of.label", view.lang)), html.Div([label, html.Div([field, clear])])],
        className="as-of",
        hidden=not is_offered,
    )


def as_of_line(context: Context, view: View) -> list[Component]:
    """Which moment is shown, how much changed since, and what; nothing where all that is known is shown."""
    if view.as_of is None:
        return []
    layer = area_layer(view.layer)
    changes = changes_since(context.store.cube(), context.store.at(None).cube(), layer.measure)
    moment = moment_text(view.as_of)
    since = text("as_of.changed", view.lang, len(changes)) if changes else text("as_of.unchanged", view.lang)
    words = f"{text('as_of.shown', view.lang, moment=moment)}; {since}"
    back = html.Button(text("as_of.back", view.lang), className="link", **attributes(data_act="now"))
    listed = [_changes(context, view, changes)] if changes else []
    return [html.Div([html.Strong(words), *listed, back], className="as-of-line")]


def _changes(context: Context, view: View, changes: tuple[Change, ...]) -> Component:
    heads = [
        html.Th(text(f"as_of.{name}", view.lang), scope="col") for name in ("day", "place", "before", "now")
    ]
    rows = [_row(context, view, change) for change in changes[:SHOWN]]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="changes")
    metric = text(f"as_of.measure.{area_layer(view.layer).measure}", view.lang)
    words = text("as_of.largest", view.lang, min(len(changes), SHOWN), metric=metric)
    return html.Details(
        [html.Summary(text("as_of.see", view.lang)), html.Div([html.P(words, className="small"), table])]
    )


def _row(context: Context, view: View, change: Change) -> Component:
    units = context.store.cube().units
    commune = units.communes[change.column]
    name = f"{commune.name}, {units.district_of(commune).name}"
    link = html.Button(name, className="place-link", **attributes(data_commune=commune.code))
    figures = [
        html.Td(_figure(value, view.lang), className="number") for value in (change.before, change.now)
    ]
    return html.Tr([html.Td(day_text(change.day)), html.Th(link, scope="row"), *figures])


def _figure(value: float | None, lang: str) -> str:
    return text("as_of.not_known", lang) if value is None else number(value, lang)
