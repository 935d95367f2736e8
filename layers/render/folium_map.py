"""The map as one HTML file through folium: opens without a network, shows what the screen shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import folium
from branca.element import Element
from folium.template import Template
from geopandas import GeoDataFrame

from data.plain_text import harmless
from layers.base import Drawn
from layers.render.captions import area_drawn, captions, place_words, value_words
from layers.render.folium_layers import Ground, commune_layers, district_names, district_outlines, venue_layer
from layers.render.folium_page import Page
from layers.render.grid import grid_of
from layers.render.leaflet import read_leaflet
from layers.render.looks import pattern_defs, swatch
from layers.render.shapes import Shapes, shapes_of
from layers.render.sheet import Sheet, clean
from layers.render.table import ranking
from layers.text import long_day, text

_TOLERANCE_DEGREES = 0.001
"""Corners that cut off less than half a hectare go; a pixel is 100 m wide when the province fills the map."""


class OfflineMap(folium.Map):
    """folium's map without the ten files it fetches, and without its ban on zooming by hand."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 folium declares it so
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template("""
        {% macro html(this, kwargs) %}
        <div class="folium-map" id={{ this.get_name()|tojson }} role="region" aria-label="{{ this.label|e }}">
        </div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {{ this.options|tojavascript }});
        L.control.zoom({{ this.zoom_words|tojavascript }}).addTo({{ this.get_name() }});
        L.control.scale({imperial: false, position: "bottomright"}).addTo({{ this.get_name() }});
        {% endmacro %}
        """)

    def __init__(self, label: str, zoom_words: dict[str, str]) -> None:
        super().__init__(
            tiles=None, zoom_control=False, attribution_control=False, zoom_snap=0.25, min_zoom=5
        )
        self.label, self.zoom_words = label, zoom_words


def folium_html(
    drawn_layers: Sequence[Drawn],
    sheet: Sheet,
    geometry: GeoDataFrame,
    libraries: Path = Path("node_modules"),
) -> str:
    """One self-contained HTML document; the same input gives the same bytes.

    `libraries` is the folder where npm put Leaflet. Raises BoundaryError where a commune has no shape,
    LibraryMissing where Leaflet isn't installed.
    """
    shapes = shapes_of(geometry, sheet.units, _TOLERANCE_DEGREES)
    page = _page(drawn_layers, sheet, libraries)
    page.add_child(_map(drawn_layers, sheet, shapes))
    _number(page)
    return page.render()


def _map(drawn_layers: Sequence[Drawn], sheet: Sheet, shapes: Shapes) -> OfflineMap:
    """Communes, district outlines and names, then the venues on top."""
    area, lang = area_drawn(drawn_layers), sheet.lang
    label = text("export.map_label", lang, metric=clean(area.legend.title), day=long_day(sheet.day, lang))
    words = {"zoomInTitle": text("export.zoom_in", lang), "zoomOutTitle": text("export.zoom_out", lang)}
    place = OfflineMap(label, words)
    west, south, east, north = shapes.bounds(sheet.columns)
    place.fit_bounds([[south, west], [north, east]], padding=(12, 12))
    ground = Ground(sheet, shapes, grid_of((west, south, east, north)))
    venues = [venue_layer(drawn, ground) for drawn in drawn_layers if drawn.points]
    for layer in (*commune_layers(area, ground), district_outlines(ground), *venues, district_names(ground)):
        layer.add_to(place)
    return place


def _page(drawn_layers: Sequence[Drawn], sheet: Sheet, libraries: Path) -> Page:
    labels = ("legend", "table", "rank", "commune", "value")
    return Page(
        lang=sheet.lang,
        words=captions(drawn_layers, sheet),
        labels={key: text(f"export.{key}", sheet.lang) for key in labels},
        legends=[_legend(drawn) for drawn in drawn_layers if drawn.legend.classes],
        rows=_rows(area_drawn(drawn_layers), sheet),
        patterns=pattern_defs(),
        leaflet=read_leaflet(libraries),
    )


def _legend(drawn: Drawn) -> dict[str, Any]:
    is_round = drawn.areas is None
    lines = [{"swatch": swatch(c, is_round=is_round), "label": clean(c.label)} for c in drawn.legend.classes]
    return {"title": clean(drawn.legend.title), "unit": clean(drawn.legend.unit), "lines": lines}


def _rows(area: Drawn, sheet: Sheet) -> list[dict[str, Any]]:
    """The ranking in words, for readers without a mouse."""
    rows = []
    for row in ranking(area, sheet):
        column = sheet.units.position(row.code)
        rank = "–" if row.rank is None else str(row.rank)
        rows.append(
            {
                "rank": rank,
                "place": harmless(place_words(sheet, column)),
                "value": value_words(area, sheet, column),
            }
        )
    return rows


def _number(root: Element) -> None:
    """Names by position instead of at random, so that equal maps are equal files."""
    waiting = [root]
    for n, element in enumerate(waiting):
        element._id = str(n)
        waiting.extend(element._children.values())
