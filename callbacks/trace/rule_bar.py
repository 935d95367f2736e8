"""The definition behind every figure: in words, its numbers with their units, and a form that changes them."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.still import plain, still
from callbacks.trace.links import go
from callbacks.trace.view import TraceView
from geo.exposure_rule import DEFAULT_PRESET, LIMITS, PRESETS, ExposureRule, rule_text
from layers.rule_words import (
    changed_parameters,
    parameter_label,
    parameter_words,
    preset_name,
    rule_sentence,
)
from layers.text import number, text

OF_OVERLAP = ("min_overlap_minutes", "tail_minutes", "buffer_minutes")
"""Numbers that only a shared time asks for."""


def rule_bar(view: TraceView) -> Component:
    """What counts as exposed, beside every result; numbers that depart from their preset come first and are marked."""
    lang, rule = view.lang, view.rule
    changed = changed_parameters(rule)
    names = [*changed, *(name for name in LIMITS if name not in changed)]
    shown = [_shown(name, rule, lang) for name in names if is_used(name, rule)]
    return html.Section(
        still(
            html.B(f"{text('trace.rule', lang)}: {preset_name(base_of(rule), lang)}"),
            html.Ul(shown, className="rule-numbers"),
            html.Details(
                [
                    html.Summary(text("trace.rule.change", lang)),
                    html.P(rule_sentence(rule, lang)),
                    _form(view),
                ],
                className="rule-form",
            ),
        ),
        className="rule-bar",
        **attributes(aria_label=text("trace.rule", lang)),
    )


def base_of(rule: ExposureRule) -> str:
    """Key of the preset that a rule is, or departs from."""
    return rule_text(rule).partition(",")[0]


def is_used(name: str, rule: ExposureRule) -> bool:
    """Whether this number has a say in the rule."""
    return rule.match == "overlap" or name not in OF_OVERLAP


def _shown(name: str, rule: ExposureRule, lang: str) -> Component:
    words = parameter_words(name, rule, lang)
    if name not in changed_parameters(rule):
        return html.Li(words)
    usual = number(getattr(PRESETS[base_of(rule)], name), lang)
    return html.Li([html.B(words), f" {text('trace.rule.usual', lang, value=usual)}"], className="is-changed")


def _form(view: TraceView) -> Component:
    """One field a number; assets/trace.js writes them into the address."""
    lang, base = view.lang, base_of(view.rule)
    fields = [_number_field(name, view.rule, lang) for name in LIMITS]
    usual = go(text("trace.rule.reset", lang), view, rule=PRESETS[DEFAULT_PRESET], page=1, people=1)
    use = html.Button(text("trace.rule.use", lang), type="submit", className="primary")
    return html.Form(
        [_preset_field(base, lang), *fields, html.Div([use, usual], className="rule-ways")],
        **attributes(data_rule=base),
    )


def _preset_field(base: str, lang: str) -> Component:
    options = [html.Option(preset_name(key, lang), value=key, selected=key == base) for key in PRESETS]
    choice = html.Select(options, name="preset")
    return html.Label([text("trace.rule.preset", lang), choice], className="field")


def _number_field(name: str, rule: ExposureRule, lang: str) -> Component:
    low, high = LIMITS[name]
    field = plain(
        "input",
        name=name,
        type="number",
        value=getattr(rule, name),
        min=low,
        max=high,
        step=1,
        required=True,
        disabled=not is_used(name, rule),
    )
    limits = html.Span(f" {low}–{high}", className="limits")
    css = "field is-changed" if name in changed_parameters(rule) else "field"
    usual = str(getattr(PRESETS[base_of(rule)], name))
    return html.Label(
        [html.Span([parameter_label(name, lang), limits]), field],
        className=css,
        **attributes(data_usual=usual),
    )
