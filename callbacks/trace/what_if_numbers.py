"""Numbers under the rule of a view, and under the default, which are counted once for as long as nothing changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from callbacks.context import Context
from callbacks.trace.places import unit_ids
from callbacks.trace.view import TraceView
from data.access.sight import WHOLE
from data.counted_anew import gone_in_view
from data.retention.gone import Gone
from data.store import Store
from data.store_marks import read_mark
from data.tracing.answers import WhatIf
from data.tracing.what_if import what_if
from geo.exposure_rule import DEFAULT_PRESET, PRESETS
from layers.gone_words import gone_words

DEFAULT = PRESETS[DEFAULT_PRESET]


@dataclass(frozen=True)
class Numbers:
    """What a rule gives, people exposed by the default at the same place and day, and what is gone of the check-ins
    that both are counted from; `notice` says so in words, "" where nothing is."""

    found: WhatIf
    usual: int
    gone: Gone | None = None
    notice: str = ""

    @property
    def is_unknown(self) -> bool:
        """Whether nobody is no count: nobody is left of days whose check-ins are gone."""
        return self.gone is not None and not self.found.people_exposed

    @property
    def has_curve(self) -> bool:
        """Whether any overlap at all is left, or none is known to be none."""
        return self.gone is None or any(people for _, people in self.found.curve)


def numbers(context: Context, view: TraceView) -> Numbers:
    """Both counts first: what goes meanwhile is told too soon rather than not at all."""
    chosen = unit_ids(context.plain.units, view)
    found = what_if(context.store, view.day, view.rule, chosen, view.visits / 10)
    usual = found.people_exposed if view.rule == DEFAULT else _usual_now(context, view)
    gone = gone_in_view(context.store, view.day, view.rule)
    words = gone_words(gone, context.store.settings, view.lang) if gone else ""
    return Numbers(found, usual, gone, words)


def _usual_now(context: Context, view: TraceView) -> int:
    with context.store.read() as connection:
        marks = read_mark(connection, "visits"), read_mark(connection, "world")
    here = TraceView(view.day, district=view.district, commune=view.commune)
    return _usual(context.store, here, marks)


@lru_cache(maxsize=64)
def _usual(store: Store, view: TraceView, _marks: tuple[str | None, str | None]) -> int:
    chosen = unit_ids(store.seen_by(WHOLE).cube().units, view)
    return what_if(store, view.day, DEFAULT, chosen, view.visits / 10).people_exposed
