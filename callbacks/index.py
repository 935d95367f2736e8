"""The HTML that carries the page: language, boot facts for the map, preloads. No script or style from another host."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from dash import Dash
from flask import request

from callbacks.boot import boot_facts, boot_json
from callbacks.context import Context, current, query_of, read_view
from callbacks.desk.html import desk_html, without_desk
from callbacks.desk.page import PATH
from callbacks.scene import values_url
from callbacks.trace import links
from callbacks.trace.html import trace_html, without_trace
from layers.render.libraries import library_url

_UNUSED_SCRIPTS = re.compile(r'<script src="[^"]*(?:deps/polyfill@|dash_table/bundle)[^"]*"></script>')

_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' "
    "fill='%230b5cad'/%3E%3Ccircle cx='8' cy='8' r='4' fill='%23fff'/%3E%3C/svg%3E"
)
"""A dot on a map; inline, for it is smaller than a request."""

_INDEX = """<!DOCTYPE html>
<html lang="{lang}">
<head>
{metas}
<title>{title}</title>
<link rel="modulepreload" href="{library}">
<link rel="preload" as="fetch" href="{communes}" crossorigin>
<link rel="preload" as="fetch" href="{values}" crossorigin>
<link rel="stylesheet" href="{style}">
<link rel="icon" href="{icon}">
{css}
</head>
<body>
<script type="application/json" id="dichte-boot">{boot}</script>
{app_entry}
<footer>
{config}
{scripts}
{renderer}
</footer>
</body>
</html>"""


class DichteDash(Dash):
    """Dash with an index page of its own."""

    def __init__(self, name: str, context: Context, **options: Any) -> None:
        self._context = context
        super().__init__(name, **options)

    def _generate_scripts_html(self) -> str:
        """Dash's scripts less 46 kB: the table bundle is not used, and of the old-browser polyfill only the
        regenerator, which Dash's own bundles still call."""
        url = library_url("regenerator", self._context.store.settings.libraries)
        return f'<script src="{url}"></script>\n' + _UNUSED_SCRIPTS.sub("", super()._generate_scripts_html())

    def interpolate_index(self, *_: Any, **parts: Any) -> str:
        """The index page in the language of the address."""
        query, context = request.query_string.decode("utf-8", "replace"), current()
        if request.path == PATH:
            return desk_html(context, query, _ICON, parts)
        if request.path == links.PATH:
            return trace_html(context, query, _ICON, parts)
        view, _ = read_view(query_of(query))
        boot = boot_facts(context, view.lang)
        settings = context.store.settings
        ours = {
            "lang": view.lang,
            "title": escape(settings.title(view.lang)),
            "library": boot["library"],
            "communes": boot["geometry"]["communes"],
            "style": library_url("maplibre_style", settings.libraries),
            "boot": boot_json(boot),
            "icon": _ICON,
            "values": values_url(context.at(view), view.layer),
            "scripts": without_trace(without_desk(parts["scripts"])),
            "css": without_trace(without_desk(parts["css"])),
        }
        return _INDEX.format(**(parts | ours))
