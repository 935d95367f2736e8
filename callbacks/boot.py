"""Facts for a map that starts before Dash has said anything: library, geometry, frames, words."""

from __future__ import annotations

import json
from typing import Any

from callbacks.access.on_screen import line_px
from callbacks.context import Context
from callbacks.scene import MAP_CONTROLS
from layers.render.libraries import library_url
from layers.text import text


def boot_facts(context: Context, lang: str) -> dict[str, Any]:
    """What the map needs first; URLs are relative to the page."""
    manifest = context.manifest
    return {
        "library": library_url("maplibre", context.store.settings.libraries),
        "geometry": {
            name: f"geometry/{getattr(manifest, name)}" for name in ("communes", "districts", "neighbours")
        },
        "bounds": list(manifest.bounds),
        "line": line_px(),
        "words": {
            "map": text("browser.map", lang),
            "controls": {name: text(f"browser.{key}", lang) for name, key in MAP_CONTROLS.items()},
        },
        "district_bounds": {code: list(box) for code, box in manifest.district_bounds.items()},
    }


def boot_json(value: object) -> str:
    """JSON that can't close its script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
