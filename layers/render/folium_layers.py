"""What lies on the exported map, as folium layers. Every word is escaped before folium gets it.

folium puts tooltips into the page as HTML, some of them inside JavaScript template literals, so a name may
hold neither markup nor `${…}`; and before that it renders them as templates, so it may hold no `{{…}}`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import folium
from shapely import Point as Dot
from shapely.geometry.base import BaseGeometry

from layers import palette
from layers.base import Drawn
from layers.render.captions import place_words, value_words, venue_words
from layers.render.grid import Grid
from layers.render.looks import age_colour, fill, look, radius_px
from layers.render.shapes import Shapes
from layers.render.sheet import Sheet, clean

Style = dict[str, Any]
Feature = tuple[dict[str, Any], Style]

_INK = "#1b2430"
_COMMUNE = {"weight": 0.4, "color": "#7b8794", "fillOpacity": 1}
_OUTSIDE = {"weight": 0.6, "color": palette.OUTSIDE, "fillColor": palette.OUTSIDE, "fillOpacity": 1}
_DISTRICT = {"weight": 1.2, "color": _INK, "fill": False}
_POINTED_AT = {"weight": 2.5, "color": _INK}


_LIVE = str.maketrans({sign: f"&#{ord(sign)};" for sign in "$`\\{}%"})


def dead(words: str) -> str:
    """Words that stay words in HTML, in a JavaScript template literal and in a template of Jinja.

    branca takes what folium wrote, names and all, for a template once more and renders it here, on the server.
    """
    return escape(clean(words)).translate(_LIVE)


@dataclass(frozen=True)
class Ground:
    """What the layers stand on: the sheet, the shapes in degrees and the grid they are written in."""

    sheet: Sheet
    shapes: Shapes
    grid: Grid


def commune_layers(area: Drawn, ground: Ground) -> list[folium.GeoJson]:
    """Communes filled as in the legend; under them, grey and silent, those outside a chosen district."""
    inside = ground.sheet.columns.tolist()
    outside = sorted(set(range(len(ground.shapes.communes))) - set(inside))
    grey = [_feature(ground, n, ground.shapes.communes[n], _OUTSIDE) for n in outside]
    communes = [_commune(area, ground, n) for n in inside]
    shown = _layer(ground, communes, {"highlight_function": lambda _: _POINTED_AT, "tooltip": _tooltip()})
    return [_layer(ground, grey, {"interactive": False}), shown] if grey else [shown]


def _commune(area: Drawn, ground: Ground, column: int) -> Feature:
    style = _COMMUNE | {"fillColor": fill(look(area, column)), "className": "commune"}
    tip = _tip(place_words(ground.sheet, column), value_words(area, ground.sheet, column))
    return _feature(ground, column, ground.shapes.communes[column], style, tip)


def district_outlines(ground: Ground) -> folium.GeoJson:
    shapes = [shape for _, shape in _districts(ground)]
    features = [_feature(ground, n, shape, _DISTRICT) for n, shape in enumerate(shapes)]
    return _layer(ground, features, {"interactive": False})


def district_names(ground: Ground) -> folium.GeoJson:
    """Names as markers of words alone; a folium.Marker would first fetch Leaflet's default image."""
    features = []
    for n, (code, shape) in enumerate(_districts(ground)):
        words = {"html": f"<span>{dead(ground.sheet.units.district(code).name)}</span>"}
        features.append(_feature(ground, n, shape.representative_point(), words))
    icon = folium.DivIcon(icon_size=(0, 0), class_name="district-name")
    return _layer(ground, features, {"marker": folium.Marker(icon=icon, interactive=False, keyboard=False)})


def _districts(ground: Ground) -> list[tuple[str, BaseGeometry]]:
    chosen = ground.sheet.district
    return [(code, shape) for code, shape in ground.shapes.districts.items() if chosen in (None, code)]


def venue_layer(drawn: Drawn, ground: Ground) -> folium.GeoJson:
    """Venues as circles, the largest first, so that small ones stay in sight."""
    features = []
    for n, point in enumerate(sorted(drawn.points, key=lambda p: -p.size)):
        radius = radius_px(point.size, ground.sheet.most_exposed)
        tip = _tip(point.name, venue_words(drawn, ground.sheet, point))
        style = {"radius": radius, "fillColor": age_colour(point.age)}
        features.append(_feature(ground, n, Dot(point.lon, point.lat), style, tip))
    # what all circles share stands once, in the marker
    circle = folium.CircleMarker(weight=1, color="#ffffff", fill=True, fill_opacity=0.9, class_name="venue")
    return _layer(ground, features, {"marker": circle, "tooltip": _tooltip()})


def _tip(title: str, words: str) -> str:
    return f"<b><bdi>{dead(title)}</bdi></b><br>{dead(words)}"


def _tooltip() -> folium.GeoJsonTooltip:
    return folium.GeoJsonTooltip(fields=["tip"], labels=False, class_name="place")


def _feature(ground: Ground, number: int, shape: BaseGeometry, style: Style, tip: str = "") -> Feature:
    """A GeoJSON feature on the grid, and its look."""
    geometry = ground.grid.geometry(shape)
    return {"type": "Feature", "id": number, "properties": {"tip": tip}, "geometry": geometry}, style


def _layer(ground: Ground, features: Sequence[Feature], options: dict[str, Any]) -> folium.GeoJson:
    """A layer of features with their looks; no smoothing, it would tear neighbours apart."""
    looks = {feature["id"]: style for feature, style in features}
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": [feature for feature, _ in features]},
        style_function=lambda feature: looks[feature["id"]],
        smooth_factor=0,
        coords_to_lat_lng=ground.grid.to_lat_lng,
        **options,
    )
