"""Wordings that the list of venues and the panel of one share: windows, shares, actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from callbacks.context import Context
from callbacks.trace.moments import span
from data.tracing.actions import NONE
from data.tracing.answers import ListedVenue, VenueAction, Window
from data.tracing.carried_out import OPEN
from layers import VENUES
from layers.text import day_text, number, text

IN_SHORT = 2
"""Windows that a line of the list shows, the newest."""


def is_simulated(context: Context) -> bool:
    """Whether any check-in or case behind the figures was never reported by anybody."""
    return VENUES.is_simulated(context.store)


def simulated_mark(context: Context, lang: str) -> list[Component]:
    return [html.Em(text("screen.simulated", lang), className="simulated")] if is_simulated(context) else []


def windows_in_short(windows: Sequence[Window], lang: str) -> str:
    """The newest windows, one a line, and how many there are before them."""
    newest = sorted(windows, key=lambda w: w.begin, reverse=True)
    lines = [span(w.begin, w.clear) for w in newest[:IN_SHORT]]
    more = len(newest) - IN_SHORT
    return "\n".join([*lines, *([text("exposed.more_windows", lang, more)] if more > 0 else [])])


def imputed_share(each: ListedVenue) -> float:
    return share(each.people_imputed, each.people_exposed)


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def share_cell(people: int, imputed: int, lang: str) -> Any:
    """The share in words, and the same as a hatched bar; a dash where nobody was exposed."""
    if not people:
        return "–"
    percent = 100 * share(imputed, people)
    # Hatched, for an estimate must not look like a count; the number stands beside it for who can't see the bar.
    style = {"--share": f"{percent:.0f}%"}
    return html.Span(
        text("exposed.share", lang, percent=number(percent, lang)), className="share", style=style
    )


def action_words(action: VenueAction | None, lang: str) -> str:
    return text("action.not_yet", lang) if action is None else text(f"action.{action.action}", lang)


def commune_words(action: VenueAction | None, lang: str) -> str:
    """Whether the commune has carried a decision out, and when it said so; empty where there is nothing to do."""
    if action is None or action.action == NONE:
        return ""
    said = action.carried_out
    words = text(f"action.commune.{said.state if said else OPEN}", lang)
    return text("action.commune.on", lang, state=words, day=day_text(said.at.date())) if said else words


def action_chip(action: VenueAction | None, lang: str) -> Component:
    """What was decided; each decision has an outline of its own beside its words."""
    key = "not-yet" if action is None else action.action.replace("_", "-")
    return html.Span(action_words(action, lang), className=f"action-chip {key}")
