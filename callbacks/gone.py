"""The line above figures that are counted from what remained."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.context import Context
from data.retention.gone import Gone
from layers.gone_words import gone_words
from layers.text import text


def gone_lines(gone: Gone | None, context: Context, lang: str, *unknown: str) -> list[Component]:
    """Which rows are gone, then what is not known any more for it, by the keys of its words; nothing where none are."""
    if gone is None:
        return []
    words = [gone_words(gone, context.store.settings, lang), *(text(key, lang) for key in unknown)]
    return [html.P(" ".join(words), className="warn-line gone-line")]
