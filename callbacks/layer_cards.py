"""Layer cards: which quantity colours the communes, what lies over it, how opaque; district and range of days."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from callbacks import ids
from callbacks.attributes import attributes
from callbacks.context import AREAS_EYE, Context
from callbacks.header import dropdown_words
from data.view import View
from geo.exposure_rule import DEFAULT_RULE, PRESETS, rule_text
from layers import AREA_LAYERS, OVERLAYS
from layers.base import Layer
from layers.rule_words import rule_name
from layers.text import day_text, text


def layer_cards(context: Context, view: View) -> list[Component]:
    """The left side from top to bottom."""
    return [
        html.H2(text("screen.layers", view.lang)),
        _area_card(context, view),
        *(_overlay_card(context, layer, view) for layer in OVERLAYS),
        _district(context, view),
        _range(context, view),
    ]


def _area_card(context: Context, view: View) -> Component:
    options = [
        {"label": _layer_label(context, layer, view.lang), "value": layer.key} for layer in AREA_LAYERS
    ]
    return html.Div(
        [
            _eye(AREAS_EYE, text("screen.areas", view.lang), view),
            dcc.RadioItems(id=ids.LAYER, options=options, value=view.layer, className="layer-choice"),
            _opacity(ids.OPACITY, "screen.opacity_of_communes", view.opacity, view.lang),
        ],
        className="card",
    )


def _layer_label(context: Context, layer: Layer, lang: str) -> Component:
    assert layer.scale is not None
    ramp = html.Span(
        [html.I(style={"background": colour}) for colour in layer.scale.colours],
        className="ramp",
        **attributes(aria_hidden="true"),
    )
    unit: list[Component | str] = [text(f"layer.{layer.key}.unit_short", lang)]
    if layer.is_simulated(context.store):
        unit.append(html.Em(text("screen.simulated", lang), className="simulated"))
    name = html.Span([text(f"layer.{layer.key}.label", lang), ramp], className="layer-name")
    return html.Span([name, html.Span(unit, className="layer-unit")])


def _overlay_card(context: Context, layer: Layer, view: View) -> Component:
    words: list[Component | str] = [text(f"layer.{layer.key}.unit_short", view.lang)]
    if layer.is_simulated(context.store):
        words.append(html.Em(text("screen.simulated", view.lang), className="simulated"))
    children = [
        _eye(layer.key, text(f"layer.{layer.key}.label", view.lang), view),
        html.P(words, className="layer-unit"),
    ]
    if layer.key == "venues":
        children.append(
            _opacity(ids.VENUE_OPACITY, "screen.opacity_of_venues", view.venue_opacity, view.lang)
        )
        children.append(_rule(context, view))
    return html.Div(children, className="card")


def _eye(key: str, label: str, view: View) -> Component:
    value = [key] if key in view.overlays else []
    return dcc.Checklist(
        id=ids.eye(key), options=[{"label": label, "value": key}], value=value, className="eye"
    )


def _opacity(component_id: str, key: str, value: int, lang: str) -> Component:
    slider = dcc.Slider(
        id=component_id,
        min=0,
        max=100,
        step=5,
        value=value,
        marks=None,
        updatemode="drag",
        allow_direct_input=False,
    )
    return html.Div(
        [html.Span(text("screen.opacity", lang), className="small"), slider],
        className="opacity",
        **attributes(data_label=text(key, lang)),
    )


def _rule(context: Context, view: View) -> Component:
    """Who counts as exposed: the definitions in use, and the reader's own where the address holds one."""
    rules = [*PRESETS.values(), *([] if view.rule in PRESETS.values() else [view.rule])]
    rules = rules if context.store.sight.is_whole else [DEFAULT_RULE]
    dropdown = dcc.Dropdown(
        id=ids.RULE,
        options=[{"label": rule_name(rule, view.lang), "value": rule_text(rule)} for rule in rules],
        value=rule_text(view.rule),
        clearable=False,
        searchable=False,
        labels=dropdown_words(view.lang),
    )
    return html.Div(
        [html.Label(text("rule.title", view.lang), htmlFor=ids.RULE), dropdown], className="field"
    )


def _district(context: Context, view: View) -> Component:
    districts = sorted(context.store.cube().units.districts, key=lambda d: d.code)
    dropdown = dcc.Dropdown(
        id=ids.DISTRICT,
        options=[{"label": d.full_name, "value": d.code} for d in districts],
        value=view.district,
        placeholder=text("screen.whole_province", view.lang),
        labels=dropdown_words(view.lang),
    )
    return html.Div(
        [html.Label(text("screen.district", view.lang), htmlFor=ids.DISTRICT), dropdown], className="field"
    )


def _range(context: Context, view: View) -> Component:
    """First and last day as two lists that can be typed into: the same words and keys in both languages."""
    days = [{"label": day_text(day), "value": day.isoformat()} for day in context.store.cube().days]
    ends = ((ids.FIRST_DAY, "screen.first_day", view.first), (ids.LAST_DAY, "screen.last_day", view.last))
    fields = [
        html.Div(
            [
                html.Label(text(key, view.lang), htmlFor=component_id),
                dcc.Dropdown(
                    id=component_id,
                    options=days,
                    value=day.isoformat(),
                    clearable=False,
                    labels=dropdown_words(view.lang),
                ),
            ],
            className="field",
        )
        for component_id, key, day in ends
    ]
    return html.Div(fields, className="range")
