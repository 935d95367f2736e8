"""How a commune or a venue looks on paper and in an exported map: colours, hatches, sizes."""

from __future__ import annotations

import math

from layers import palette
from layers.base import LATE, NO_REPORT, SUPPRESSED, Drawn, LegendClass

_PATTERN_OF = {NO_REPORT: ("no_report",), LATE: ("late",), SUPPRESSED: ("suppressed", "lock")}
SMALLEST_RADIUS_PX, LARGEST_RADIUS_PX = 4.0, 18.0

_MARKS = {
    "no_report": (
        7,
        '<path d="M-1,8L8,-1M-1,1L1,-1M6,8L8,6" stroke="{ink}" stroke-width=".8" opacity=".6"/>',
    ),
    "late": (
        6,
        '<circle cx="1.5" cy="1.5" r="1" fill="{ink}"/><circle cx="4.5" cy="4.5" r="1" fill="{ink}"/>',
    ),
    "suppressed": (8, '<path d="M0,0L8,8M8,0L0,8" stroke="{ink}" stroke-width="1.2"/>'),
}


def look(drawn: Drawn, column: int) -> LegendClass:
    """The legend's own line for one commune, so that map and legend can't disagree."""
    assert drawn.areas is not None
    code = int(drawn.areas.classes[column])
    wanted = _PATTERN_OF.get(code)
    if wanted is None:
        return [line for line in drawn.legend.classes if not line.pattern][code]
    return next(line for line in drawn.legend.classes if line.pattern in wanted)


def fill(line: LegendClass) -> str:
    """Value of an SVG fill: a colour, or the pattern of what is not known."""
    return f"url(#dichte-{pattern_name(line)})" if line.pattern else line.colour


def pattern_name(line: LegendClass) -> str:
    return "suppressed" if line.pattern == "lock" else line.pattern


def pattern_defs() -> str:
    """SVG patterns for no report (light diagonals), late (dots) and suppressed (crosses)."""
    return "".join(_pattern(name, size, mark) for name, (size, mark) in _MARKS.items())


def _pattern(name: str, size: int, mark: str) -> str:
    ground = f'<rect width="{size}" height="{size}" fill="{palette.NO_DATA_COLOUR}"/>'
    drawn = ground + mark.format(ink=palette.PATTERN_INK)
    tile = f'width="{size}" height="{size}" patternUnits="userSpaceOnUse"'
    return f'<pattern id="dichte-{name}" {tile}>{drawn}</pattern>'


def swatch(line: LegendClass, x: float = 0, y: float = 0, is_round: bool = False) -> str:
    """An SVG swatch of 22 × 14; a lock stands on what is hidden on purpose."""
    if is_round:
        return f'<circle cx="{x + 11:g}" cy="{y + 7:g}" r="6" fill="{fill(line)}" stroke="#ffffff"/>'
    frame = f'x="{x + 0.5:g}" y="{y + 0.5:g}" width="21" height="13" stroke="#8593a1" stroke-width=".6"'
    return f'<rect {frame} fill="{fill(line)}"/>' + (
        _lock(x + 7, y + 2) if pattern_name(line) == "suppressed" else ""
    )


def _lock(x: float, y: float) -> str:
    return (
        f'<g transform="translate({x:g},{y:g})"><rect x="-1" y="-1" width="10" height="12" fill="#ffffff"/>'
        '<path d="M2,5V3a2,2 0 0 1 4,0V5" fill="none" stroke="#1b2430"/>'
        '<rect x="1" y="5" width="6" height="4.5" fill="#1b2430"/></g>'
    )


def radius_px(people: int, most_exposed: int) -> float:
    """Radius of a venue, 4 to 18 px: grows with the root of the people exposed up to `most_exposed`."""
    share = math.sqrt(min(people, most_exposed) / most_exposed)
    return round(SMALLEST_RADIUS_PX + (LARGEST_RADIUS_PX - SMALLEST_RADIUS_PX) * share, 1)


def age_colour(age: int) -> str:
    return palette.VENUE_AGES[min(max(age, 0), len(palette.VENUE_AGES) - 1)]
