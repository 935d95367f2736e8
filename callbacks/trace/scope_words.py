"""What the desk says of a scope: that there is one, what of an answer lies outside, and what to do without one."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.access.sight import Sight
from data.tracing.answers import Withheld
from layers.text import text

FEWEST = 5
"""Below this a count of what is outside is not told exactly: few would be guessed."""


def no_scope(lang: str) -> list[Component]:
    """In place of everything, where an account names no commune."""
    return [html.P(text("scope.none", lang), className="warn-line", role="status")]


def withheld_line(withheld: Withheld, lang: str) -> list[Component]:
    """One sentence that counts what is not shown; nothing where all is."""
    words = withheld_words(withheld, lang)
    return [html.P(words, className="small withheld")] if words else []


def withheld_words(withheld: Withheld, lang: str) -> str:
    counts = [("people", withheld.people), ("venues", withheld.venues)]
    parts = [_counted(name, count, lang) for name, count in counts if count]
    if not parts:
        return ""
    return text("scope.withheld", lang, what=text("scope.and", lang).join(parts))


def _counted(name: str, count: int, lang: str) -> str:
    few = text(f"scope.{name}_few", lang, fewest=FEWEST)
    return few if count < FEWEST else text(f"scope.{name}", lang, count)


def not_here(sight: Sight, words: str, lang: str) -> str:
    """What is said of a number that leads nowhere: the same where it leads outside the reader's scope."""
    return words if sight.is_whole else f"{words} {text('scope.or_outside', lang)}"
