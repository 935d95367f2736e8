"""A picture of the map as SVG, without a script: for print, for browsers without WebGL, for tests."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from layers import palette
from layers.base import Drawn, Legend
from layers.render.captions import Captions, area_drawn, captions, place_words, value_words, venue_words
from layers.render.looks import age_colour, fill, look, pattern_defs, radius_px, swatch
from layers.render.projection import Projection, fit, path_data
from layers.render.shapes import Shapes, shapes_of
from layers.render.sheet import Sheet, clean

WIDTH_PX, MARGIN_PX, MAX_MAP_HEIGHT_PX = 900, 20, 760
_HEAD_PX, _LINE_PX, _LEGEND_COLUMN_PX, _TEXT_COLUMNS = 76, 20, 205, 125
_TOLERANCE_DEGREES = 0.0004
"""About a third of a pixel on a province 1 degree wide."""


@dataclass(frozen=True)
class _Picture:
    drawn_layers: Sequence[Drawn]
    sheet: Sheet
    shapes: Shapes
    words: Captions
    projection: Projection
    bottom_px: float

    @property
    def areas(self) -> Drawn:
        return area_drawn(self.drawn_layers)


def map_svg(drawn_layers: Sequence[Drawn], sheet: Sheet, geometry: GeoDataFrame) -> str:
    """An SVG document, 900 px wide: title, map, legend, notes. Raises BoundaryError if a shape is missing."""
    shapes = shapes_of(geometry, sheet.units, _TOLERANCE_DEGREES)
    inner = WIDTH_PX - 2 * MARGIN_PX
    projection, height = fit(shapes.bounds(sheet.columns), MARGIN_PX, _HEAD_PX, inner, MAX_MAP_HEIGHT_PX)
    words = captions(drawn_layers, sheet)
    picture = _Picture(drawn_layers, sheet, shapes, words, projection, _HEAD_PX + height)
    legend, legend_bottom = _legends(picture)
    notes, bottom = _notes(picture, legend_bottom)
    body = "\n".join([*_head(picture), *_map(picture), *legend, *notes])
    return _document(picture, body, bottom)


def _document(picture: _Picture, body: str, height: float) -> str:
    words, lang = picture.words, picture.sheet.lang
    name = _safe(f"{words.title}. {words.metric}. {words.day}")
    frame = f'width="{WIDTH_PX}" height="{height:.0f}" viewBox="0 0 {WIDTH_PX} {height:.0f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {frame} role="img" xml:lang="{lang}" '
        'font-family="system-ui, sans-serif" font-size="12" fill="#1b2430">\n'
        f"<title>{name}</title>\n<defs>{pattern_defs()}{_clip(picture)}</defs>\n"
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _clip(picture: _Picture) -> str:
    """Neighbours of a chosen district end at the frame."""
    top, height = _HEAD_PX - 6, picture.bottom_px - _HEAD_PX + 12
    frame = f'<rect x="0" y="{top}" width="{WIDTH_PX}" height="{height:.1f}"/>'
    return f'<clipPath id="dichte-frame">{frame}</clipPath>'


def _head(picture: _Picture) -> list[str]:
    words = picture.words
    lines = [
        _text(MARGIN_PX, 30, words.title, 'font-size="18" font-weight="600"'),
        _text(WIDTH_PX - MARGIN_PX, 30, words.day, 'font-size="14" font-weight="600" text-anchor="end"'),
        _text(MARGIN_PX, 54, f"{words.metric} ({words.unit})", 'font-size="14"'),
    ]
    if words.simulated:
        lines.append(
            _text(
                WIDTH_PX - MARGIN_PX,
                54,
                words.simulated,
                'fill="#9a3412" font-weight="600" text-anchor="end"',
            )
        )
    return lines


def _map(picture: _Picture) -> Iterator[str]:
    yield '<g clip-path="url(#dichte-frame)" stroke-linejoin="round" fill-rule="evenodd">'
    yield from _communes(picture)
    yield from _outlines(picture)
    yield from _venues(picture)
    yield from _names(picture)
    yield "</g>"


def _communes(picture: _Picture) -> Iterator[str]:
    inside = set(picture.sheet.columns.tolist())
    for n, shape in enumerate(picture.shapes.communes):
        d = path_data(shape, picture.projection)
        if n in inside:
            yield f'<path class="commune" d="{d}" {_paint(picture, n)}>{_commune_title(picture, n)}</path>'
        else:
            yield f'<path class="outside" d="{d}" fill="{palette.OUTSIDE}"/>'


def _paint(picture: _Picture, column: int) -> str:
    return f'fill="{fill(look(picture.areas, column))}" stroke="#7b8794" stroke-width=".4"'


def _commune_title(picture: _Picture, column: int) -> str:
    value = value_words(picture.areas, picture.sheet, column)
    return f"<title>{_safe(f'{place_words(picture.sheet, column)}: {value}')}</title>"


def _districts(picture: _Picture) -> list[tuple[str, BaseGeometry]]:
    chosen = picture.sheet.district
    return [(code, shape) for code, shape in picture.shapes.districts.items() if chosen in (None, code)]


def _outlines(picture: _Picture) -> Iterator[str]:
    for _, shape in _districts(picture):
        d = path_data(shape, picture.projection)
        yield f'<path class="district" d="{d}" fill="none" stroke="#1b2430" stroke-width="1.2"/>'


def _names(picture: _Picture) -> Iterator[str]:
    """Names of the districts, above everything else."""
    for code, shape in _districts(picture):
        x, y = picture.projection.spot(*shape.representative_point().coords[0])
        yield _text(x, y, clean(picture.sheet.units.district(code).name), _LABEL)


_LABEL = (
    'text-anchor="middle" font-weight="600" stroke="#ffffff" stroke-width="3" stroke-opacity=".85" '
    'paint-order="stroke" pointer-events="none"'
)


def _venues(picture: _Picture) -> Iterator[str]:
    """The largest circles first, so that small ones stay in sight."""
    for drawn in picture.drawn_layers:
        for point in sorted(drawn.points, key=lambda p: -p.size):
            x, y = picture.projection.spot(point.lon, point.lat)
            words = _safe(f"{clean(point.name)}: {venue_words(drawn, picture.sheet, point)}")
            radius = radius_px(point.size, picture.sheet.most_exposed)
            place = f'cx="{x:g}" cy="{y:g}" r="{radius:g}" stroke="#ffffff"'
            fill_ = age_colour(point.age)
            yield f'<circle class="venue" {place} fill="{fill_}"><title>{words}</title></circle>'


def _legends(picture: _Picture) -> tuple[list[str], float]:
    lines, y = list[str](), picture.bottom_px + 34
    for drawn in picture.drawn_layers:
        if drawn.legend.classes:
            more, y = _legend(drawn.legend, y, is_round=drawn.areas is None)
            lines += more
    return lines, y


def _legend(legend: Legend, y: float, is_round: bool) -> tuple[list[str], float]:
    """Title with unit, then the classes row by row, four in a row."""
    lines = [_text(MARGIN_PX, y, f"{clean(legend.title)} ({clean(legend.unit)})", 'font-weight="600"')]
    for n, line in enumerate(legend.classes):
        x, top = MARGIN_PX + n % 4 * _LEGEND_COLUMN_PX, y + 8 + n // 4 * _LINE_PX
        lines.append(swatch(line, x, top, is_round) + _text(x + 28, top + 11, clean(line.label)))
    rows = -(-len(legend.classes) // 4)
    return lines, y + rows * _LINE_PX + 28


def _notes(picture: _Picture, y: float) -> tuple[list[str], float]:
    wrapped = [part for note in picture.words.notes for part in textwrap.wrap(note, _TEXT_COLUMNS)]
    lines = [_text(MARGIN_PX, y + n * 17, part, 'fill="#46525f"') for n, part in enumerate(wrapped)]
    return lines, y + len(wrapped) * 17 + 8


def _text(x: float, y: float, words: str, style: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}" {style}>{_safe(words)}</text>'


def _safe(words: str) -> str:
    return escape(words)
