"""Numbers under the rule of a view, and under the default, which are counted once for as long as nothing changed."""

from __future__ import annotations

from functools import lru_cache

from callbacks.context import Context
from callbacks.trace.places import unit_ids
from callbacks.trace.view import TraceView
from data.access.sight import WHOLE
from data.store import Store
from data.store_marks import read_mark
from data.tracing.answers import WhatIf
from data.tracing.what_if import what_if
from geo.exposure_rule import DEFAULT_PRESET, PRESETS

DEFAULT = PRESETS[DEFAULT_PRESET]


def numbers(context: Context, view: TraceView) -> tuple[WhatIf, int]:
    """What the view's rule gives, and the people exposed by the default at the same place and day."""
    chosen = unit_ids(context.plain.units, view)
    found = what_if(context.store, view.day, view.rule, chosen, view.visits / 10)
    if view.rule == DEFAULT:
        return found, found.people_exposed
    with context.store.read() as connection:
        marks = read_mark(connection, "visits"), read_mark(connection, "world")
    here = TraceView(view.day, district=view.district, commune=view.commune)
    return found, _usual(context.store, here, marks)


@lru_cache(maxsize=64)
def _usual(store: Store, view: TraceView, _marks: tuple[str | None, str | None]) -> int:
    chosen = unit_ids(store.seen_by(WHOLE).cube().units, view)
    return what_if(store, view.day, DEFAULT, chosen, view.visits / 10).people_exposed
