"""The words around an exported map: title, day, unit, source, snapshot and what is not on the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layers.base import Drawn, Legend, Notice, Point
from layers.render.looks import look
from layers.render.sheet import Sheet, clean, value_of
from layers.text import long_day, moment_text, number, text


@dataclass(frozen=True)
class Captions:
    """Plain words, not yet escaped. `simulated` is empty where nothing is simulated."""

    title: str
    day: str
    metric: str
    unit: str
    simulated: str
    notes: tuple[str, ...]


def captions(drawn_layers: Sequence[Drawn], sheet: Sheet) -> Captions:
    """The words for these layers; the one that colours the communes names the map."""
    legends = [drawn.legend for drawn in drawn_layers]
    notices = [notice for drawn in drawn_layers for notice in drawn.notices]
    legend = area_drawn(drawn_layers).legend
    metric = clean(legend.title)
    return Captions(
        title=clean(sheet.title),
        day=long_day(sheet.day, sheet.lang),
        metric=f"{metric}, {sheet.district_name}" if sheet.district_name else metric,
        unit=clean(legend.unit),
        simulated=_simulated(legends, sheet.lang),
        notes=(*(_notice(n, sheet.lang) for n in notices), _held(sheet), *_origin(legends, sheet)),
    )


def area_drawn(drawn_layers: Sequence[Drawn]) -> Drawn:
    """The layer that colours the communes; raises ValueError where there is none."""
    for drawn in drawn_layers:
        if drawn.areas is not None:
            return drawn
    raise ValueError(
        f"expected a layer with areas, got {len(drawn_layers)} without; draw an area layer first"
    )


def _simulated(legends: Sequence[Legend], lang: str) -> str:
    """All of it or, by name, the layers of it that no person ever reported."""
    named = [clean(legend.title) for legend in legends if legend.is_simulated]
    if not named:
        return ""
    if len(named) == len(legends):
        return text("export.simulated", lang)
    return text("export.simulated_part", lang, layers=", ".join(named))


def _notice(notice: Notice, lang: str) -> str:
    return clean(text(notice.key, lang, notice.count, **notice.values))


def _held(sheet: Sheet) -> str:
    if sheet.held_rows is None:
        return text("export.held_not_told", sheet.lang)
    if not sheet.held_rows:
        return text("export.nothing_held", sheet.lang)
    if sheet.held_cases is None:
        return text("export.held_rows", sheet.lang, sheet.held_rows)
    return text("export.held", sheet.lang, sheet.held_rows, cases=number(sheet.held_cases, sheet.lang))


def _origin(legends: Sequence[Legend], sheet: Sheet) -> tuple[str, ...]:
    sources = dict.fromkeys(clean(legend.source) for legend in legends)
    lines = [text("export.source", sheet.lang, source="; ".join(sources))]
    lines.append(
        text(
            "export.snapshot", sheet.lang, id=clean(sheet.snapshot_id), moment=moment_text(sheet.snapshot_at)
        )
    )
    if sheet.credit:
        lines.append(text("export.credit", sheet.lang, credit=clean(sheet.credit)))
    return tuple(lines)


def place_words(sheet: Sheet, column: int) -> str:
    """Xã Quang Châu, Huyện Việt Yên."""
    commune = sheet.units.communes[column]
    return f"{clean(commune.full_name)}, {clean(sheet.units.district_of(commune).full_name)}"


def value_words(drawn: Drawn, sheet: Sheet, column: int) -> str:
    """The value with its unit as on screen, or in words why there is none."""
    assert drawn.areas is not None
    value = value_of(drawn.areas, column)
    if value is None:
        return clean(look(drawn, column).label)
    return f"{number(value, sheet.lang, sheet.digits)} {clean(drawn.legend.unit)}"


def venue_words(drawn: Drawn, sheet: Sheet, point: Point) -> str:
    """People exposed at a venue, and how long ago."""
    key = "venue.people_from" if point.is_at_least else "export.people_exposed"
    people = text(key, sheet.lang, point.size)
    ages = drawn.legend.classes
    return f"{people}, {clean(ages[point.age].label)}" if point.age < len(ages) else people
