"""The legend: classes, unit, what is not known, source, snapshot, and what is held or lacks coordinates."""

from __future__ import annotations

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from callbacks import ids
from callbacks.attributes import attributes
from callbacks.context import AREAS_EYE, Context, looked_at
from callbacks.held import see_held
from data.measures import NEW_CASES
from data.view import View
from layers import VENUES, area_layer
from layers.base import Drawn, LegendClass, Notice
from layers.credit import boundary_credit
from layers.text import moment_text, number, text


def register(app: Dash) -> None:
    app.callback(Output(ids.LEGEND, "children"), Input(ids.ASKED, "data"), prevent_initial_call=True)(
        show_legend
    )


def show_legend(asked: object) -> list[Component]:
    """The legend for the view that the server was asked for."""
    return legend(*looked_at(asked))


def legend(context: Context, view: View) -> list[Component]:
    """The legend of the layers that are on, for the day of `view`."""
    layer = area_layer(view.layer)
    drawn = [layer.draw(layer, context.store, view)] if AREAS_EYE in view.overlays else []
    if VENUES.key in view.overlays:
        drawn.append(VENUES.draw(VENUES, context.store, view))
    summary = _summary(drawn[0], view.lang) if drawn else [text("screen.legend", view.lang)]
    body = [*(_block(each, view.lang) for each in drawn), _quality(context, view, drawn)]
    return [html.Details([html.Summary(summary), *body], open=True)]


def _summary(drawn: Drawn, lang: str) -> list[Component]:
    """What stays when the legend is shut: title, unit, and the classes of the first layer."""
    return [_title(drawn, lang), _ramp(drawn)]


def _title(drawn: Drawn, lang: str) -> Component:
    words = drawn.legend
    mark = [html.Em(text("screen.simulated", lang), className="simulated")] if words.is_simulated else []
    return html.Span(
        [html.Strong(words.title), *mark, " ", html.Span(words.unit, className="small")],
        className="legend-title",
    )


def _ramp(drawn: Drawn) -> Component:
    shape = "box" if drawn.areas is not None else "dot"
    return html.Span(
        [_class(each, shape) for each in drawn.legend.classes if not each.pattern], className=f"ramp-{shape}"
    )


def _block(drawn: Drawn, lang: str) -> Component:
    """The looks of what is not known; for points, title and classes too."""
    if drawn.areas is None:
        return html.Div([_title(drawn, lang), _ramp(drawn)], className="legend-block")
    unknown = [_class(each, "box") for each in drawn.legend.classes if each.pattern]
    return html.Div(html.Span(unknown, className="unknown"), className="legend-block")


def _quality(context: Context, view: View, drawn: list[Drawn]) -> Component:
    """What the map can't show, where the numbers are from, and when they were taken."""
    snapshot = context.store.cube().snapshot
    lines = [_held(context, view), *(_notice(n, view.lang) for each in drawn for n in each.notices)]
    sources = dict.fromkeys(each.legend.source for each in drawn)
    origin = [text("legend.source", view.lang, source=source) for source in sources]
    stamp = text("legend.snapshot", view.lang, id=snapshot.id, moment=moment_text(snapshot.created_at))
    credit = text("map.credit", view.lang, credit=boundary_credit(context.manifest.credit, view.lang))
    about = html.Details(
        [html.Summary(text("legend.about", view.lang)), *(html.P(line) for line in (*origin, stamp))],
        className="small",
    )
    quality = html.Ul([html.Li(line) for line in lines if line], className="quality")
    return html.Div(
        [quality, html.Div([about, html.Span(credit, className="small")], className="origin")],
        className="legend-block",
    )


def _class(each: LegendClass, shape: str) -> Component:
    look = f"swatch {shape} {each.pattern.replace('_', '-')}".strip()
    style = {} if each.pattern else {"background": each.colour}
    words = [
        html.Span(each.label, className="long"),
        html.Span(each.short or each.label, className="short", **attributes(aria_hidden="true")),
    ]
    return html.Span(
        [html.I(className=look, style=style, **attributes(aria_hidden="true")), *words], className="class"
    )


def _held(context: Context, view: View) -> Component | None:
    """Held rows of the reader's range: in the province's figures, in no commune's."""
    unplaced, days = context.store.cube().unplaced[NEW_CASES], context.store.cube().days
    span = slice(days.index(view.first), days.index(view.last) + 1)
    rows, cases = int(unplaced.rows[span].sum()), float(unplaced.values[span].sum())
    if not rows or area_layer(view.layer).group != "cases":
        return None
    words = text("notice.held", view.lang, rows, cases=number(cases, view.lang))
    swatch = html.I(className="swatch box held", **attributes(aria_hidden="true"))
    return html.Span([swatch, words, *see_held(context, view)])


def _notice(notice: Notice, lang: str) -> Component:
    return html.Span(text(notice.key, lang, notice.count, **notice.values))
