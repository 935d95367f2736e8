"""Decisions on a venue: a person chooses and says why, the program records it beside the earlier ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component

from callbacks.access.names import name_of
from callbacks.attributes import attributes
from callbacks.context import current
from callbacks.desk.desk import Done, say
from callbacks.desk.forms import form, why_field
from callbacks.trace import ids
from callbacks.trace.looks import note_refused
from callbacks.trace.tracer import NAME_LENGTH, PURPOSE_LENGTH
from callbacks.trace.venue_words import action_words, commune_words
from callbacks.trace.view import TraceView, read_trace
from data.tracing.actions import ACTIONS, decide
from data.tracing.answers import VenueAction
from data.tracing.refused import TracingRefused
from layers.text import moment_text, text


def register(app: Dash) -> None:
    app.callback(
        Output(ids.DONE, "data", allow_duplicate=True),
        Input(ids.DECIDE, "data"),
        State(ids.URL, "search"),
        prevent_initial_call=True,
    )(decide_action)


def decide_action(asked: object, search: object) -> Done:
    """Record the decision in the name of who made it, and say so; a refusal is said and nothing is recorded."""
    given = asked if isinstance(asked, Mapping) else {}
    view, _ = read_trace(search, current().choices())
    action, by = _line(given, "action", 20), name_of(given.get("by"), NAME_LENGTH)
    venue = _line(given, "venue", 16)
    if not by:
        return say(search, text("action.by_missing", view.lang), is_bad=True)
    if action not in ACTIONS or not (venue.isascii() and venue.isdigit()):
        return say(search, text("action.unknown", view.lang), is_bad=True)
    return _record(search, view, int(venue), (action, by, _line(given, "why", PURPOSE_LENGTH)))


def _record(search: object, view: TraceView, venue: int, said: tuple[str, str, str]) -> Done:
    action, by, why = said
    try:
        decide(current().store, venue, action, by, why, view.rule)
    except TracingRefused:
        note_refused(current(), view, "venue", venue, by)
        return say(search, text("action.no_venue", view.lang, venue=venue), is_bad=True)
    return say(search, text("action.done", view.lang, action=text(f"action.{action}", view.lang)))


def _line(given: Mapping[str, Any], name: str, most: int) -> str:
    value = given.get(name)
    return " ".join(value.split())[:most] if isinstance(value, str) else ""


def action_part(venue_id: int, actions: Sequence[VenueAction], view: TraceView) -> list[Component]:
    """What stands, a form to decide anew, and every decision before it. `actions` come newest first."""
    lang = view.lang
    now = action_words(actions[0] if actions else None, lang)
    choice = html.Select(
        [html.Option(text(f"action.{key}", lang), value=key) for key in ACTIONS],
        name="action",
        **attributes(aria_label=text("action.what", lang)),
    )
    fields = [html.Label([text("action.what", lang), choice], className="field"), why_field(lang)]
    title, button = text("action.choose", lang), text("action.do", lang)
    asked = form(ids.DECIDE, title, text("action.told", lang), fields, button, venue=venue_id)
    heading = html.H3(text("action.title", lang))
    stands = [
        html.P(text("action.now", lang, action=now)),
        *_carried_out(actions[0] if actions else None, lang),
    ]
    return [heading, *stands, asked, *_history(actions, lang)]


def _carried_out(action: VenueAction | None, lang: str) -> list[Component]:
    """Whether the commune has done what stands, with its note."""
    words = commune_words(action, lang)
    return [html.P([words, *_note(action, lang)], className="commune-said")] if words else []


def _note(action: VenueAction | None, lang: str) -> list[Component]:
    said = action.carried_out if action else None
    if said is None or not said.note:
        return []
    return [html.Span(text("action.commune.note", lang, note=said.note), className="small under")]


def _history(actions: Sequence[VenueAction], lang: str) -> list[Component]:
    if not actions:
        return []
    lines = [html.Li(_line_of(each, lang)) for each in actions]
    title = text("action.history", lang, len(actions))
    return [
        html.Details([html.Summary(title), html.Ul(lines, className="history")], className="desk-gesture")
    ]


def _line_of(each: VenueAction, lang: str) -> list[Any]:
    words = action_words(each, lang)
    line = text("action.line", lang, action=words, by=each.decided_by, at=moment_text(each.decided_at))
    why = [html.Span(text("action.why", lang, why=each.why), className="small under")] if each.why else []
    return [line, *why, *_said_of(each, lang), html.Code(each.rule, className="under")]


def _said_of(each: VenueAction, lang: str) -> list[Component]:
    """What the commune said of this decision, and who said it."""
    said = each.carried_out
    if said is None:
        return []
    state, at = text(f"action.commune.{said.state}", lang), moment_text(said.at)
    words = text("action.commune.by", lang, state=state, by=said.by, at=at)
    return [html.Span(words, className="small under"), *_note(each, lang)]
