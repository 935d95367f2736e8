"""The HTML that carries the tracer's desk: the map only once there is something to draw, nothing of the other pages."""

from __future__ import annotations

import re
from html import escape

from callbacks.boot import boot_facts, boot_json
from callbacks.context import Context
from callbacks.trace.view import TraceView, read_trace
from layers.render.libraries import library_url
from layers.text import text

_OF_OTHERS = re.compile(r'<script src="[^"]*assets/(?:as_of|map|gestures|desk)\.js[^"]*"></script>\n?')
_OF_TRACE = re.compile(
    r'<script src="[^"]*assets/trace[^"]*"></script>\n?|<link rel="stylesheet" href="[^"]*assets/trace[^"]*">\n?'
)

_HTML = """<!DOCTYPE html>
<html lang="{lang}">
<head>
{metas}
<title>{title}</title>
<link rel="stylesheet" href="{style}">
<link rel="icon" href="{icon}">
{css}
</head>
<body class="desk trace">
<script type="application/json" id="dichte-boot">{boot}</script>
{app_entry}
<footer>
{config}
{charts}{scripts}
{renderer}
</footer>
</body>
</html>"""

_ABOUT_GESTURES = {
    "CooperativeGesturesHandler.WindowsHelpText": "trace.map.wheel",
    "CooperativeGesturesHandler.MacHelpText": "trace.map.wheel_mac",
    "CooperativeGesturesHandler.MobileHelpText": "trace.map.two_fingers",
}
"""What the map says to who scrolls the page over it."""


def trace_html(context: Context, search: str, icon: str, parts: dict[str, str]) -> str:
    """The page of the tracer's desk in the language of its address."""
    view, _ = read_trace(search, context.choices())
    libraries = context.store.settings.libraries
    charts = library_url("plotly", libraries)
    boot = boot_facts(context, view.lang) | {"charts": charts}
    boot["words"]["controls"] |= {name: text(key, view.lang) for name, key in _ABOUT_GESTURES.items()}
    ours = {
        "lang": view.lang,
        "title": escape(f"{text('trace.title', view.lang)} · {context.store.settings.title(view.lang)}"),
        "icon": icon,
        "style": library_url("maplibre_style", libraries),
        "boot": boot_json(boot),
        "charts": f'<script src="{charts}"></script>\n' if _begins_with_charts(view) else "",
        "scripts": _OF_OTHERS.sub("", parts["scripts"]),
    }
    return _HTML.format(**(parts | ours))


def _begins_with_charts(view: TraceView) -> bool:
    """Where a chart stands at once, its library must be there before it; elsewhere assets/trace.js fetches it later."""
    return view.tab in ("network", "what-if") or view.panel == "venue"


def without_trace(markup: str) -> str:
    """Scripts or styles of another page, less those of the tracer's desk."""
    return _OF_TRACE.sub("", markup)
