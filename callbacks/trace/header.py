"""The header of the tracer's desk: title, who traces and for what, language, the ways to the other pages."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from callbacks.access.on_screen import account_box, page_link
from callbacks.access.reader import reader
from callbacks.attributes import attributes
from callbacks.context import Context
from callbacks.trace import ids
from callbacks.trace.tracer import NAME_LENGTH, PURPOSE_LENGTH
from callbacks.trace.view import TraceView
from data.access.rights import Right
from layers.text import text


def header(context: Context, view: TraceView) -> Component:
    lang = view.lang
    return html.Header(
        [
            html.H1(text("trace.title", lang)),
            html.P(context.store.settings.title(lang), className="desk-of"),
            _tracer_form(lang, reader().name if reader().is_signed_in else ""),
            _language(view),
            html.A(text("desk.to_map", lang), href=f"./?lang={lang}", className="to-map"),
            *page_link(
                Right.DESK, html.A(text("desk.link", lang), href=f"desk?lang={lang}", className="to-desk")
            ),
            *account_box(lang),
        ],
        className="header",
    )


def _tracer_form(lang: str, name: str) -> Component:
    """Name and purpose, kept for as long as the browser's tab is open; who is signed in has a name already."""
    who = _field(ids.WHO, "by", NAME_LENGTH, lang) if not name else _name(name, lang)
    fields = [who, _field(ids.PURPOSE, "purpose", PURPOSE_LENGTH, lang)]
    send = html.Button(text("trace.tracer.use", lang), type="submit")
    form = html.Form([*fields, send], **attributes(data_tracer="", aria_label=text("trace.tracer", lang)))
    return html.Div(
        [fold(text("trace.tracer.fold_purpose" if name else "trace.tracer.fold", lang)), form],
        className="tracer folds",
    )


def _name(name: str, lang: str) -> Component:
    """The name of the account as text: it can't be another."""
    return html.P([f"{text('trace.tracer.by', lang)}: ", html.B(name)], className="who by signed-in")


def fold(words: str) -> Component:
    """Seen on a phone only: opens what follows it."""
    return html.Button(words, className="fold-open", **attributes(data_trace="fold", aria_expanded="false"))


def _field(component_id: str, name: str, length: int, lang: str) -> Component:
    field = dcc.Input(
        id=component_id,
        type="text",
        name=name,
        required=True,
        maxLength=length,
        autoComplete="off",
        persistence=True,
        persistence_type="session",
        placeholder=text(f"trace.tracer.{name}_hint", lang),
    )
    label = html.Label(text(f"trace.tracer.{name}", lang), htmlFor=component_id)
    return html.Div([label, field], className=f"who {name}")


def _language(view: TraceView) -> Component:
    other = "en" if view.lang == "vi" else "vi"
    turn = html.A(
        other.upper(),
        href=view.search(lang=other),
        lang=other,
        **attributes(data_trace="language", aria_label=text("screen.other_language", view.lang)),
    )
    now = html.Span(view.lang.upper(), **attributes(aria_current="true"))
    pair = [now, turn] if view.lang == "vi" else [turn, now]
    return html.Nav(pair, className="language", **attributes(aria_label=text("screen.language", view.lang)))
