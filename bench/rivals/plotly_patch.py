"""The Plotly way: the same communes as a Choroplethmap, geometry by URL, classes by `Patch` from a callback."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import plotly.graph_objects as go
from dash import Dash, Input, Output, Patch, State, ctx, dcc, html
from flask import Response, current_app
from numpy.typing import NDArray

from callbacks.wire import MIME_TYPES, answer, file_bodies
from data.boundaries import load_manifest
from data.settings import Settings
from data.store import open_store
from layers import AREA_LAYERS
from layers.areas import class_matrix
from layers.base import LATE, NO_REPORT, SUPPRESSED, Layer
from layers.palette import NO_DATA_COLOUR

OUTSIDE = 254
PALE = {NO_REPORT: NO_DATA_COLOUR, LATE: NO_DATA_COLOUR, SUPPRESSED: NO_DATA_COLOUR, OUTSIDE: "#eceff2"}
LINE = "#8593a3"


def create_app(
    width: int = 800, height: int = 600, lon: float = 106.4, lat: float = 21.37, zoom: float = 8.6
) -> Dash:
    """One map, one slider, a choice of layer and of district; `width` and `height` in px, a view as MapLibre's."""
    settings = Settings.from_env()
    store = open_store(settings)
    manifest = load_manifest(store.geometry_dir)
    app = Dash(__name__, compress=True, add_log_handler=False, update_title="", serve_locally=True)
    app.server.extensions["store"] = store
    app.server.extensions["classes"] = {
        layer.key: class_matrix(layer.series(store), layer.scale) for layer in AREA_LAYERS
    }

    def geometry() -> Response:
        return answer(file_bodies(store.geometry_dir / manifest.communes), MIME_TYPES[".geojson"])

    app.server.add_url_rule("/communes.geojson", view_func=geometry)
    units, days = store.cube().units, store.cube().days
    day = days.index(min(max(settings.opening_day, days[0]), days[-1]))
    first = AREA_LAYERS[0]
    z = app.server.extensions["classes"][first.key][day]
    view = {"center": {"lon": lon, "lat": lat}, "zoom": zoom, "style": "white-bg"}
    figure = go.Figure(_trace(first, units.unit_ids.tolist(), z))
    figure.update_layout(
        map=view, margin=dict.fromkeys("ltrb", 0), width=width, height=height, uirevision="one"
    )
    app.layout = html.Div(
        [
            dcc.Graph(id="map", figure=figure, config={"displayModeBar": False}),
            dcc.RadioItems(id="layer", options=[layer.key for layer in AREA_LAYERS], value=first.key),
            dcc.Dropdown(
                id="district", options=[{"label": d.full_name, "value": d.code} for d in units.districts]
            ),
            dcc.Slider(
                id="day",
                min=0,
                max=len(days) - 1,
                step=1,
                value=day,
                marks={},
                included=False,
                updatemode="drag",
            ),
        ]
    )
    asked = (Input("day", "value"), Input("layer", "value"), Input("district", "value"))
    app.callback(Output("map", "figure"), *asked, State("map", "id"), prevent_initial_call=True)(patch_map)
    return app


def patch_map(day: int, layer_key: str, district: str | None, _map: str) -> Patch:
    """The classes of one day, as bytes; colours only where another layer was chosen."""
    extensions = current_app.extensions
    layer = next(layer for layer in AREA_LAYERS if layer.key == layer_key)
    units = extensions["store"].cube().units
    codes = extensions["classes"][layer_key][day].copy()
    inside = np.zeros(len(codes), dtype=bool)
    inside[units.columns(district)] = True
    codes[~inside] = OUTSIDE
    patch = Patch()
    patch["data"][0]["z"] = packed(positions(layer, codes))
    if ctx.triggered_id == "layer":
        patch["data"][0]["colorscale"] = colour_scale(layer)
        patch["data"][0]["zmax"] = len(looks(layer)) - 0.5
    return patch


def looks(layer: Layer) -> dict[int, str]:
    """Colour of every class of a layer, and of what is not known or outside, in the order of `positions`."""
    assert layer.scale is not None
    return dict(enumerate(layer.scale.colours)) | PALE


def positions(layer: Layer, codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Classes as positions in `looks`: plotly.js wants one run of numbers."""
    table = np.zeros(256, dtype=np.uint8)
    table[list(looks(layer))] = range(len(looks(layer)))
    return table[codes]


def packed(z: NDArray[np.uint8]) -> dict[str, str]:
    """A typed array as plotly.js reads it."""
    return {"dtype": "u1", "bdata": base64.b64encode(z.tobytes()).decode()}


def _trace(layer: Layer, unit_ids: list[int], codes: NDArray[np.uint8]) -> go.Choroplethmap:
    return go.Choroplethmap(
        geojson="communes.geojson",
        locations=unit_ids,
        z=positions(layer, codes),
        zmin=-0.5,
        zmax=len(looks(layer)) - 0.5,
        colorscale=colour_scale(layer),
        showscale=False,
        marker={"line": {"width": 0.4, "color": LINE}},
    )


def colour_scale(layer: Layer) -> list[list[Any]]:
    """Equal steps, each in the colour that Dichte gives the class."""
    colours = list(looks(layer).values())
    return [[edge / len(colours), colour] for n, colour in enumerate(colours) for edge in (n, n + 1)]
