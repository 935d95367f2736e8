"""Looks at people: each is noted with who looked and for what, before anybody sees it."""

from __future__ import annotations

import threading
import time

from flask import current_app

from callbacks.access.names import name_of
from callbacks.context import Context
from callbacks.trace.tracer import NAME_LENGTH, Tracer
from callbacks.trace.view import TraceView
from data.tracing import looks
from geo.exposure_rule import rule_text

EXTENSION = "dichte-looks"
ONE_LOOK_SECONDS, MOST_KEPT = 600, 4096

Look = tuple[str, ...]
"""Who, for what, at what, by which definition."""


class Looking:
    """Looks of the last minutes: turning a page, a reload and the other language are still the same look."""

    def __init__(self) -> None:
        self._noted: dict[Look, float] = {}
        self._lock = threading.Lock()

    def is_new(self, look: Look) -> bool:
        with self._lock:
            return time.monotonic() - self._noted.get(look, -ONE_LOOK_SECONDS) >= ONE_LOOK_SECONDS

    def remember(self, look: Look) -> None:
        """Only what was noted indeed; the oldest is forgotten where there are too many."""
        with self._lock:
            self._noted.pop(look, None)
            self._noted[look] = time.monotonic()
            while len(self._noted) > MOST_KEPT:
                del self._noted[next(iter(self._noted))]


def note_refused(
    context: Context, view: TraceView, what: looks.What, key: object, by: str = "", purpose: str = ""
) -> None:
    """Note that a reader with a scope asked by number for what is not within it, or not there at all: both alike.

    Once in ten minutes for one thing, with no rows; whoever sees the province asks for nothing outside.
    """
    by = name_of(by, NAME_LENGTH)
    if context.store.sight.is_whole or not by:
        return
    rule, number = rule_text(view.rule), f"{key}{looks.REFUSED}"
    looking: Looking = current_app.extensions[EXTENSION]
    look = (by, what, number)
    if looking.is_new(look):
        looks.note(context.store, looks.Look(by, purpose or "–", "look", what, number, rule, 0))
        looking.remember(look)


def note_look(
    context: Context, tracer: Tracer, view: TraceView, what: looks.What, key: object, rows: int, of: str = ""
) -> None:
    """Note that `tracer` sees `rows` people of a case, venue or person; `of` tells two looks at one thing apart."""
    rule = rule_text(view.rule)
    looking: Looking = current_app.extensions[EXTENSION]
    look = (tracer.by, tracer.purpose, what, str(key), rule, of)
    if looking.is_new(look):
        looks.note(context.store, looks.Look(tracer.by, tracer.purpose, "look", what, str(key), rule, rows))
        looking.remember(look)
