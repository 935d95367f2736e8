"""Choosing the source: a list that is searched by title, with and without tone marks."""

from __future__ import annotations

from collections.abc import Sequence

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from callbacks.desk import ids
from callbacks.desk.view import DeskView, read_desk
from callbacks.desk.words import link
from callbacks.header import dropdown_words
from data.sources.source import Source
from data.subjects import SUBJECTS
from geo.names import plain_key, without_marks
from layers.text import text


def register(app: Dash) -> None:
    app.callback(
        Output(ids.URL, "search"),
        Input(ids.SOURCE, "value"),
        State(ids.URL, "search"),
        prevent_initial_call=True,
    )(choose_source)


def choose_source(key: object, search: object) -> object:
    """The address with the source chosen; the desk follows the address."""
    view, _ = read_desk(search)
    wanted = key if isinstance(key, str) else ""
    return no_update if wanted == view.source else view.search(source=wanted)


def source_choice(sources: Sequence[Source], chosen: str, lang: str) -> Component:
    label = text("desk.source", lang)
    return html.Div(
        [
            html.Label(label, htmlFor=ids.SOURCE),
            dcc.Dropdown(
                id=ids.SOURCE,
                options=source_options(sources, lang),
                value=chosen or None,
                placeholder=text("desk.choose_source", lang),
                labels=dropdown_words(lang),
                optionHeight=48,
            ),
        ],
        className="field",
    )


def source_options(sources: Sequence[Source], lang: str) -> list[dict[str, object]]:
    """Every source by title, with its subject in words; found in both languages and by its key."""
    return [
        {
            "label": _label(source, lang),
            "value": source.key,
            "search": _searched(source),
        }
        for source in sorted(sources, key=lambda s: plain_key(s.title(lang)))
    ]


def _label(source: Source, lang: str) -> str:
    return f"{source.title(lang)} · {text(f'subject.{source.subject.key}', lang)}"


def _searched(source: Source) -> str:
    subjects = " ".join(text(f"subject.{source.subject.key}", lang) for lang in ("vi", "en"))
    words = f"{source.title_vi} {source.title_en} {source.key} {subjects}"
    return f"{words} {without_marks(words).lower()}"


def source_list(sources: Sequence[Source], view: DeskView) -> Component:
    """Every source as a link, by what its rows speak of: what the desk takes, before anything is chosen."""
    found = [
        html.Li([link(source.title(view.lang), view.search(source=source.key)), _note(source, view.lang)])
        for source in sorted(
            sources, key=lambda s: (SUBJECTS.index(s.subject), plain_key(s.title(view.lang)))
        )
    ]
    told = html.P(text("desk.all_sources", view.lang, len(found)), className="small")
    return html.Div([told, html.Ul(found)], className="desk-sources")


def _note(source: Source, lang: str) -> Component:
    return html.Span(text(f"subject.{source.subject.key}", lang), className="small")
