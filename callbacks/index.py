"""The HTML that carries the page: language, boot facts for the map, preloads. No script or style from another host."""

from __future__ import annotations

import json
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from dash import Dash
from flask import request

from callbacks.context import Context, read_view
from layers.render.libraries import library_url

_INDEX = """<!DOCTYPE html>
<html lang="{lang}">
<head>
{metas}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="modulepreload" href="{library}">
<link rel="preload" as="fetch" href="{communes}" crossorigin>
<link rel="stylesheet" href="{style}">
{favicon}
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

    def interpolate_index(self, **parts: Any) -> str:
        """The index page in the language of the address."""
        view, _ = read_view(dict(parse_qsl(request.query_string.decode("utf-8", "replace"))))
        boot = boot_facts(self._context)
        settings = self._context.store.settings
        ours = {
            "lang": view.lang,
            "title": escape(settings.title(view.lang)),
            "library": boot["library"],
            "communes": boot["geometry"]["communes"],
            "style": library_url("maplibre_style", settings.libraries),
            "boot": _json(boot),
        }
        return _INDEX.format(**(parts | ours))


def boot_facts(context: Context) -> dict[str, Any]:
    """What the map needs before Dash has said anything."""
    manifest = context.manifest
    return {
        "library": library_url("maplibre", context.store.settings.libraries),
        "geometry": {name: f"geometry/{getattr(manifest, name)}" for name in ("communes", "districts", "neighbours")},
        "bounds": list(manifest.bounds),
        "district_bounds": {code: list(box) for code, box in manifest.district_bounds.items()},
    }


def _json(value: object) -> str:
    """JSON that can't close its script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
