"""What the browser must know to draw: layers, colours, days, URLs of values, and words. Sent once with the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from callbacks.context import EYES, Context
from data.view import ALWAYS, View, default_view, every_parameter
from layers import AREA_LAYERS, VENUES, palette
from layers.base import LATE, NO_REPORT, SUPPRESSED, Layer
from layers.render.libraries import library_url
from layers.text import text

MAP_CONTROLS = {
    "NavigationControl.ZoomIn": "zoom_in",
    "NavigationControl.ZoomOut": "zoom_out",
    "Map.Title": "map",
}
_WORDS = (
    "map",
    "loading",
    "no_webgl",
    "day",
    "play",
    "pause",
    "people_exposed",
    "people_exposed_from",
    "days_since",
)
VENUE_TYPES = (
    "industrial_park",
    "factory",
    "market",
    "supermarket",
    "school",
    "clinic",
    "office",
    "shop",
    "restaurant",
)


def scene(context: Context, view: View) -> dict[str, Any]:
    """JSON for the browser, in the language of `view`; holds no person and no value.

    Its URLs are of all that is known; the browser puts the view's moment behind the snapshot in them.
    """
    store, lang = context.store.at(None), view.lang
    cube = store.cube()
    return {
        "lang": lang,
        "snapshot": cube.snapshot.id,
        "days": [day.isoformat() for day in cube.days],
        "unit_ids": cube.units.unit_ids.tolist(),
        "layers": {layer.key: _layer(replace(context, store=store), layer, lang) for layer in AREA_LAYERS},
        "overlays": list(EYES),
        "venues": {
            "points": f"venues/{cube.snapshot.id}.geojson",
            "values": f"venues/{cube.snapshot.id}.bin",
            "largest": palette.VENUE_FULL_SIZE,
        },
        "defaults": every_parameter(default_view(context.choices())),
        "always": list(ALWAYS),
        "charts": library_url("plotly", context.store.settings.libraries),
        "words": words(context, lang),
    }


def values_url(context: Context, layer_key: str) -> str:
    """Where the matrix of an area layer is; the snapshot in it lets it be cached for ever."""
    return f"values/{context.store.cube().snapshot.id}/{layer_key}.bin"


def _layer(context: Context, layer: Layer, lang: str) -> dict[str, Any]:
    assert layer.scale is not None
    return {
        "values": values_url(context, layer.key),
        "colours": list(layer.scale.colours),
        "digits": layer.digits,
        "unit": text(f"layer.{layer.key}.unit", lang),
        "simulated": text("screen.simulated", lang) if layer.is_simulated(context.store) else "",
    }


def words(context: Context, lang: str) -> dict[str, Any]:
    """Words that the browser itself puts on screen."""
    plain = {key: text(f"browser.{key}", lang) for key in _WORDS}
    states = {NO_REPORT: "no_report", LATE: "late", SUPPRESSED: "suppressed"}
    return plain | {
        "simulated": text("screen.simulated", lang) if VENUES.is_simulated(context.store) else "",
        "states": {code: text(f"state.{key}", lang) for code, key in states.items()},
        "venue_types": {key: text(f"venue_type.{key}", lang) for key in VENUE_TYPES},
    }
