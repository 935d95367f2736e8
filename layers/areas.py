"""Drawing shared by every layer that colours communes: classes, legend, notices about what is not known."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from data.cells import Series, State
from data.cube import Cube
from data.measures import NEW_CASES
from data.store import Store
from data.view import View
from geo.classify import classify
from layers import palette
from layers.base import LATE, NO_REPORT, SUPPRESSED, Areas, Drawn, Layer, Legend, LegendClass, Notice, Scale
from layers.text import day_text, number, text

_STATE_CLASSES = {State.NO_REPORT: NO_REPORT, State.LATE: LATE, State.SUPPRESSED: SUPPRESSED}


def class_matrix(series: Series, scale: Scale) -> NDArray[np.uint8]:
    """Class of every cell, D × N uint8: a position in the scale, or NO_REPORT, LATE, SUPPRESSED."""
    classes = classify(series.values, scale.breaks)
    for state, code in _STATE_CLASSES.items():
        classes[series.states == state] = code
    return classes


def draw_areas(layer: Layer, store: Store, view: View) -> Drawn:
    """One day of an area layer."""
    assert layer.scale is not None
    series = layer.series(store)
    row = series.row(view.day)
    classes = class_matrix(Series(series.days, series.values[row], series.states[row]), layer.scale)
    areas = Areas(series.values[row], series.states[row], classes)
    return Drawn(area_legend(layer, store, view.lang), areas=areas, notices=_notices(areas, store, view))


def area_legend(layer: Layer, store: Store, lang: str) -> Legend:
    """The legend of an area layer, the same on every day."""
    assert layer.scale is not None
    labels = zip(
        class_labels(layer.scale, layer.digits, lang),
        short_labels(layer.scale, lang),
        layer.scale.colours,
        strict=True,
    )
    classes = [LegendClass(label, colour, short=short) for label, short, colour in labels]
    unknown = [
        LegendClass(text(f"state.{key}", lang), palette.NO_DATA_COLOUR, key)
        for key in ("no_report", "late", "suppressed")
    ]
    return Legend(
        title=text(f"layer.{layer.key}.label", lang),
        unit=text(f"layer.{layer.key}.unit", lang),
        classes=(*classes, *unknown),
        source=layer.source(store, lang),
        is_simulated=layer.is_simulated(store),
    )


def class_labels(scale: Scale, digits: int, lang: str) -> tuple[str, ...]:
    """0, below the first break, from break to break, and the open end, in the reader's numbers.

    Counts are whole, so their classes end one below the next break (10–49); other values say "10 to under 50".
    """
    breaks, step = scale.breaks, 10.0**-digits
    first = text("legend.below", lang, high=number(breaks[0], lang, _digits(breaks[0])))
    middle = [f"{_n(low, lang)}–{number(high - step, lang, digits)}" for low, high in pairwise(breaks)]
    return ("0", first, *middle, text("legend.from", lang, low=_n(breaks[-1], lang)))


def short_labels(scale: Scale, lang: str) -> tuple[str, ...]:
    """Lower ends only: 0, >0, 10, 50, and the last with a plus."""
    *middle, last = (_n(low, lang) for low in scale.breaks)
    return ("0", ">0", *middle, f"{last}+")


def _digits(value: float) -> int:
    return 0 if value == int(value) else 1


def _n(value: float, lang: str) -> str:
    return number(value, lang, _digits(value))


def _notices(areas: Areas, store: Store, view: View) -> tuple[Notice, ...]:
    """How many communes in view say nothing, by state; and what is protected, where it is."""
    cube = store.cube()
    columns = cube.units.columns(view.district)
    states = areas.states[columns]
    keys = {
        State.NO_REPORT: "notice.no_report",
        State.LATE: "notice.late",
        State.SUPPRESSED: "notice.suppressed" if cube.protection is None else "notice.protected_cells",
    }
    counts = {key: int((states == state).sum()) for state, key in keys.items()}
    return (*_protection(cube, view), *(Notice(key, count=n) for key, n in counts.items() if n))


def _protection(cube: Cube, view: View) -> tuple[Notice, ...]:
    """One sentence on what this reader does not see exactly, and on the weeks that stand in for days."""
    if cube.protection is None:
        return ()
    told = Notice("notice.protected_outside" if cube.protection.inside.any() else "notice.protected")
    if view.layer == NEW_CASES:
        return (told, Notice("notice.no_days"))
    if "_7d" not in view.layer:
        return (told,)
    sunday = view.day - timedelta(days=view.day.isoweekday() % 7)
    span = {"first": day_text(sunday - timedelta(days=6)), "last": day_text(sunday)}
    return (told, Notice("notice.by_week", span))
