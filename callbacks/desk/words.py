"""Wordings that several parts of the desk share: balances, spans of days, fields, formats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from callbacks.desk.mask import masked
from data.ledger import Tally
from data.sources.source import FieldMapping, Source
from layers.text import day_text, number, text

OUTCOMES = ("accepted", "duplicate", "held")
_FORMAT_WORDS = (
    ("%d", "dd"),
    ("%m", "mm"),
    ("%Y", "yyyy"),
    ("%y", "yy"),
    ("%H", "HH"),
    ("%M", "MM"),
    ("%S", "SS"),
    ("%z", "+HHMM"),
)


def balance(rows: Tally, lang: str) -> str:
    """1.240 = 1.009 + 220 + 11."""
    parts = " + ".join(number(getattr(rows, name), lang) for name in OUTCOMES)
    return f"{number(rows.received, lang)} = {parts}"


def span(first: date | None, last: date | None) -> str:
    """25/05/2021 – 02/06/2021, one day alone where both are the same, a dash where there is none."""
    if first is None or last is None:
        return "–"
    return day_text(first) if first == last else f"{day_text(first)}\u00a0– {day_text(last)}"


def seconds_text(seconds: float | None, lang: str) -> str:
    return "–" if seconds is None else text("desk.seconds", lang, value=number(seconds, lang, 1))


def field_label(name: str, source: Source, lang: str) -> str:
    """What a canonical field of a source is called."""
    return text(f"field.{source.subject.key}.{name}", lang)


def column_label(column: str, source: Source | None, lang: str) -> str:
    """A column as the file calls it, and what it means, where the source is known."""
    if source is None:
        return column
    for mapping in source.fields:
        if column in (mapping.field, mapping.column, *mapping.also):
            heading = mapping.column or mapping.field
            label = field_label(mapping.field, source, lang)
            return heading if heading == label else f"{heading} ({label})"
    return column


def format_words(mapping: FieldMapping) -> list[str]:
    """Formats of days and times as people write them: dd/mm/yyyy."""
    return [_plain(pattern) for pattern in mapping.formats]


def _plain(pattern: str) -> str:
    for directive, letters in _FORMAT_WORDS:
        pattern = pattern.replace(directive, letters)
    return pattern


def simulated(lang: str) -> Component:
    return html.Em(text("screen.simulated", lang), className="simulated")


def facts(pairs: Sequence[tuple[str, Any]]) -> Component:
    """A list of terms and what they are."""
    return html.Dl(
        [html.Div([html.Dt(term), html.Dd(value)]) for term, value in pairs if value not in ("", None)],
        className="desk-facts",
    )


def heading(written: str) -> Component:
    """A heading as the file writes it."""
    return html.Span(written, className="as-written")


def link(words: str, href: str, css: str = "") -> Component:
    """A link inside the desk, followed without a new page; one address, so that it can be opened apart."""
    return html.A(words, href=href, className=css, **attributes(data_desk="go"))


def scrolling(child: Component, label: str, css: str = "") -> Component:
    """A box that scrolls by itself, in reach of the keyboard."""
    return html.Div(
        child, className=f"scrolls {css}".strip(), tabIndex="0", role="region", **attributes(aria_label=label)
    )


def problem_words(reason: str, got: str, lang: str) -> str:
    return text(f"held.reason.{reason}", lang, got=masked(got))
