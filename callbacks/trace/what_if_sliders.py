"""Sliders for the numbers that are tried out, and buttons for the definitions in use elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.trace.rule_bar import is_used
from callbacks.trace.view import TraceView
from geo.exposure_rule import LIMITS, PRESETS, ExposureRule, rule_text
from layers.rule_words import preset_name
from layers.text import number, text


@dataclass(frozen=True)
class Range:
    """How far a slider goes, in which steps, and the unit of its words."""

    low: int
    high: int
    step: int
    unit: str


SLIDERS = {
    "min_overlap_minutes": Range(0, 60, 1, "minutes"),
    "tail_minutes": Range(0, 120, 5, "minutes"),
    "imputed_percent": Range(0, 200, 5, "percent"),
    "window_days_before": Range(0, 14, 1, "days"),
    "visits": Range(1, 100, 1, "visits"),
}
"""By the number of the rule that each moves; "visits" is the assumption beside it, in tenths."""


def facts_of(rule: ExposureRule) -> dict[str, Any]:
    """What the browser needs to write a rule as `rule_text` does: its preset, every number, and what is usual there."""
    preset = rule_text(rule).partition(",")[0]
    return {
        "preset": preset,
        "values": {name: getattr(rule, name) for name in LIMITS},
        "usual": {name: getattr(PRESETS[preset], name) for name in LIMITS},
        "unused": [name for name in SLIDERS if name in LIMITS and not is_used(name, rule)],
    }


def presets(lang: str) -> Component:
    """A button for each definition in use; assets/trace_what_if.js moves the sliders there."""
    buttons = [
        html.Button(preset_name(key, lang), **attributes(data_preset=json.dumps(facts_of(rule))))
        for key, rule in PRESETS.items()
    ]
    title = html.H3(text("what_if.presets", lang))
    return html.Div([title, html.Div(buttons, className="desk-ways")], className="what-if-presets")


def slider(name: str, view: TraceView) -> Component:
    """A slider with what it says now; the words change in the browser while it moves."""
    lang, reach = view.lang, SLIDERS[name]
    value = view.visits if name == "visits" else getattr(view.rule, name)
    label, words = text(f"what_if.{name}", lang), text(f"what_if.unit.{reach.unit}", lang, n="{n}")
    used = name == "visits" or is_used(name, view.rule)
    told = [html.Span(label), html.Output(_shown(name, value, words, lang))]
    unused = html.P(text("what_if.not_used", lang), className="small slider-unused")
    facts = attributes(data_name=name, data_label=label, data_words=words)
    return html.Div(
        [html.Div(told, className="slider-words"), _slider(name, value, used), unused],
        className="what-if-slider" if used else "what-if-slider is-unused",
        **facts,
    )


def _slider(name: str, value: int, used: bool) -> Component:
    reach = SLIDERS[name]
    return dcc.Slider(
        id=f"what-if-{name.replace('_', '-')}",
        # What the address says is never out of reach of the slider.
        min=min(reach.low, value),
        max=max(reach.high, value),
        step=reach.step if (value - reach.low) % reach.step == 0 else 1,
        value=value,
        marks=None,
        included=True,
        updatemode="drag",
        allow_direct_input=False,
        disabled=not used,
    )


def _shown(name: str, value: int, words: str, lang: str) -> str:
    return words.format(n=number(value / 10, lang, 1) if name == "visits" else number(value, lang))
