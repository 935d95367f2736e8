"""Where the file is dropped or chosen, and how far its sending is. assets/desk.js does the sending."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callbacks.attributes import attributes
from layers.text import number, text


def drop_zone(source_key: str, limit_mb: int, lang: str) -> Component:
    """A place to drop a file on, and a button that does the same; the words that the browser will need beside it."""
    size = text("desk.limit", lang, megabytes=number(limit_mb, lang))
    return html.Div(
        [
            html.Div(
                [
                    html.P(text("desk.drop_here", lang)),
                    html.Button(
                        text("desk.choose_file", lang),
                        className="primary",
                        disabled=not source_key,
                        **attributes(data_desk="choose-file"),
                    ),
                    html.P(size, className="small"),
                    html.P(text("desk.kept_private", lang), className="small"),
                ],
                className="drop-words",
            ),
            _sending(lang),
            html.P(className="drop-failed bad-line", role="alert"),
        ],
        className="drop",
        **attributes(
            data_source=source_key,
            data_limit=str(limit_mb * 2**20),
            data_too_large=text("desk.too_large", lang, megabytes=number(limit_mb, lang)),
            data_no_source=text("desk.choose_source_first", lang),
            data_broke=text("desk.sending_broke", lang),
            data_choose_again=text("desk.choose_again", lang),
        ),
    )


def _sending(lang: str) -> Component:
    return html.Div(
        [
            html.P([text("desk.sending", lang), " ", html.B(className="sending-name")], role="status"),
            html.Progress(max="100", **attributes(aria_label=text("desk.sending", lang))),
            html.Button(text("desk.cancel", lang), **attributes(data_desk="stop-sending")),
        ],
        className="sending",
    )
