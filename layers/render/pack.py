"""Every export by name: one View in, one file out, with the same numbers as the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data.boundaries import Manifest, read_full
from data.store import Store
from data.view import View
from layers import OVERLAYS, area_layer
from layers.base import Drawn
from layers.credit import boundary_credit
from layers.render.folium_map import folium_html
from layers.render.geojson import areas_geojson
from layers.render.sheet import Sheet, file_name, head_of, sheet_of
from layers.render.svg import map_svg
from layers.render.table import case_figures, csv_bytes, ranking


@dataclass(frozen=True)
class Export:
    """`rows`: communes that it tells of."""

    body: bytes
    mime_type: str
    file_name: str
    rows: int


@dataclass(frozen=True)
class Source:
    """What every export starts from: the layers as drawn, the area layer first, and the sheet around them."""

    drawn: tuple[Drawn, ...]
    sheet: Sheet
    store: Store


def pack(name: str, store: Store, view: View, manifest: Manifest) -> Export:
    """The export `name`, a key of PACK; raises KeyError."""
    write, mime_type, ending = PACK[name]
    store = store.at(view.as_of).under(view.rule)
    layer = area_layer(view.layer)
    overlays = [overlay for overlay in OVERLAYS if overlay.key in view.overlays]
    drawn = tuple(each.draw(each, store, view) for each in (layer, *overlays))
    title = store.settings.title(view.lang)
    sheet = sheet_of(store.cube(), layer, view, title, boundary_credit(manifest.credit, view.lang))
    return Export(write(Source(drawn, sheet, store)), mime_type, file_name(sheet, ending), len(sheet.columns))


def _html(source: Source) -> bytes:
    libraries = source.store.settings.libraries
    return folium_html(source.drawn, source.sheet, read_full(source.store.geometry_dir), libraries).encode()


def _csv(source: Source) -> bytes:
    area, sheet = source.drawn[0], source.sheet
    rows = ranking(area, sheet, case_figures(source.store.cube(), sheet.day))
    return csv_bytes(rows, head_of(area.legend, sheet))


def _geojson(source: Source) -> bytes:
    return areas_geojson(source.drawn[0], source.sheet, read_full(source.store.geometry_dir))


def _svg(source: Source) -> bytes:
    return map_svg(source.drawn, source.sheet, read_full(source.store.geometry_dir)).encode()


PACK: Mapping[str, tuple[Callable[[Source], bytes], str, str]] = {
    "map.html": (_html, "text/html; charset=utf-8", "html"),
    "table.csv": (_csv, "text/csv; charset=utf-8", "csv"),
    "areas.geojson": (_geojson, "application/geo+json", "geojson"),
    "map.svg": (_svg, "image/svg+xml", "svg"),
}
"""Name in the URL: who writes it, its media type, the ending of its file."""
