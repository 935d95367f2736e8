"""The HTML that carries the desk: nothing of the map in it, and nothing of the desk in the map's."""

from __future__ import annotations

import re
from html import escape

from callbacks.context import Context
from callbacks.desk.view import read_desk
from callbacks.trace.html import without_trace
from layers.text import text

_OF_MAP = re.compile(r'<script src="[^"]*assets/(?:as_of|map|map-base|gestures)\.js[^"]*"></script>\n?')
_OF_DESK = re.compile(
    r'<script src="[^"]*assets/(?:answers|desk)[^"]*"></script>\n?|<link rel="stylesheet" href="[^"]*assets/desk[^"]*">\n?'
)

_HTML = """<!DOCTYPE html>
<html lang="{lang}">
<head>
{metas}
<title>{title}</title>
<link rel="icon" href="{icon}">
{css}
</head>
<body class="desk">
{app_entry}
<footer>
{config}
{scripts}
{renderer}
</footer>
</body>
</html>"""


def desk_html(context: Context, search: str, icon: str, parts: dict[str, str]) -> str:
    """The page of the desk in the language of its address."""
    view, _ = read_desk(search)
    title = f"{text('desk.title', view.lang)} · {context.store.settings.title(view.lang)}"
    ours = {"lang": view.lang, "title": escape(title), "icon": icon, "css": without_trace(parts["css"])}
    return _HTML.format(**(parts | ours | {"scripts": _OF_MAP.sub("", without_trace(parts["scripts"]))}))


def without_desk(markup: str) -> str:
    """Scripts or styles of the map's page, less the desk's."""
    return _OF_DESK.sub("", markup)
