"""The header: title, the day shown, the moment whose knowledge is shown, search, language, downloads."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from callbacks import ids
from callbacks.access.on_screen import account_box, page_link
from callbacks.as_of import as_of_field
from callbacks.attributes import attributes
from callbacks.context import Context
from data.access.rights import Right
from data.view import View, to_query
from geo.names import plain_key, without_marks
from layers.text import long_day, text

EXPORTS = ("map.html", "table.csv", "areas.geojson")


def header(context: Context, view: View) -> Component:
    """Title left, day in the middle; right the moment, search, the desks, language and downloads."""
    return html.Header(
        [
            html.H1(context.store.settings.title(view.lang)),
            html.P(long_day(view.day, view.lang), className="day-shown", **attributes(aria_live="polite")),
            as_of_field(context, view),
            _search(context, view.lang),
            *page_link(Right.DESK, _to("desk", view.lang)),
            *page_link(Right.TRACE, _to("trace", view.lang)),
            *page_link(Right.WORK, _to("work", view.lang)),
            _language(context, view),
            _downloads(context, view),
            *account_box(view.lang),
        ],
        className="header",
    )


def _to(page: str, lang: str) -> Component:
    return html.A(text(f"{page}.link", lang), href=f"{page}?lang={lang}", className="to-desk")


def _search(context: Context, lang: str) -> Component:
    label = text("screen.search", lang)
    return html.Div(
        dcc.Dropdown(
            id=ids.SEARCH,
            options=search_options(context),
            placeholder=label,
            labels=dropdown_words(lang),
            optionHeight=34,
        ),
        className="search",
        role="search",
        **attributes(aria_label=label),
    )


def search_options(context: Context) -> list[dict[str, str]]:
    """Every commune with its district; found with and without tone marks, with and without its kind."""
    units = context.store.cube().units
    options = []
    for commune in sorted(units.communes, key=lambda c: plain_key(c.name)):
        district = units.district_of(commune).name
        written = f"{commune.full_name}, {commune.name}, {district}"
        label = f"{commune.name}, {district}"
        options.append(
            {
                "label": label,
                "value": commune.code,
                "search": f"{written} {without_marks(written).lower()}",
            }
        )
    return options


def dropdown_words(lang: str) -> Any:
    """The words that a dropdown itself puts on screen."""
    return {
        key: text(f"dropdown.{key}", lang)
        for key in ("search", "clear_search", "clear_selection", "no_options_found")
    }


def _language(context: Context, view: View) -> Component:
    other = "en" if view.lang == "vi" else "vi"
    query = urlencode(to_query(view.but(lang=other), context.choices()), safe=",")
    link = html.A(
        other.upper(),
        href=f"?{query}",
        id="other-language",
        lang=other,
        **attributes(aria_label=text("screen.other_language", view.lang)),
    )
    now = html.Span(view.lang.upper(), **attributes(aria_current="true"))
    return html.Nav(
        [now, link] if view.lang == "vi" else [link, now],
        className="language",
        **attributes(aria_label=text("screen.language", view.lang)),
    )


def _downloads(context: Context, view: View) -> Component:
    query = urlencode(to_query(view, context.choices()), safe=",")
    links = [
        html.Li(
            html.A(
                text(f"download.{name}", view.lang),
                href=f"export/{name}?{query}",
                **attributes(data_export=name),
            )
        )
        for name in EXPORTS
    ]
    return html.Details(
        [html.Summary(text("screen.download", view.lang)), html.Ul(links)], className="downloads"
    )
