"""With which cases a network begins: the case that is open, or those of a place in the days before the view's day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from callbacks.context import Context
from callbacks.trace.places import place_name, unit_ids
from callbacks.trace.view import TraceView
from data.retention.gone import Gone
from data.tracing.answers import CaseLine
from data.tracing.cases import find_cases, one_case
from data.tracing.gone import gone_of_cases
from layers.text import day_text, text

MOST_SEEDS = 500


@dataclass(frozen=True)
class Seeds:
    """The cases a network begins with, out of `all_cases`; `words` say which they are, `key` stands in the log."""

    lines: tuple[CaseLine, ...] = ()
    all_cases: int = 0
    words: str = ""
    key: str = ""

    @property
    def case_ids(self) -> tuple[int, ...]:
        return tuple(line.case_id for line in self.lines)

    def gone(self, context: Context, view: TraceView) -> Gone | None:
        """What is gone of their check-ins and of whom they met; asked when the network is there."""
        return gone_of_cases(context.store, self.lines, view.rule)


def seeds_of(context: Context, view: TraceView) -> Seeds:
    """Nothing to begin with where no place and no case is chosen: a province is too much for one drawing."""
    if view.case is not None:
        return _of_case(context, view)
    units = context.plain.units
    chosen = unit_ids(units, view)
    if chosen is None:
        return Seeds()
    first = view.day - timedelta(view.back - 1)
    _, count = find_cases(context.store, chosen, first, view.day, 1, 0)
    # Listed from the first day on: the newest are the last ones.
    lines, _ = find_cases(context.store, chosen, first, view.day, MOST_SEEDS, max(0, count - MOST_SEEDS))
    span = {"first": day_text(first), "last": day_text(view.day)}
    words = text("network.of_place", view.lang, count, place=place_name(units, view), **span)
    key = f"{view.commune or view.district} {first.isoformat()} {view.day.isoformat()}"
    return Seeds(lines, count, words, key)


def _of_case(context: Context, view: TraceView) -> Seeds:
    line = one_case(context.store, view.case or 0)
    if line is None:
        return Seeds()
    words = text("network.of_case", view.lang, case=line.case_id)
    return Seeds((line,), 1, words, str(line.case_id))
