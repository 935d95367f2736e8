"""Who was inside a venue at any time of an interval: distinct people, from the columnar snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.copresence import Ints, Limits, Visits
from geo.copresence_kernel import NO_CHECK_OUT


@dataclass(frozen=True)
class Inside:
    """R visits of one venue: person, t_in and left (epoch s), all (R,)."""

    person: Ints
    t_in: Ints
    left: Ints

    def visitors(self, begin: int, clear: int) -> int:
        """Distinct people who were inside at any time of [begin, clear)."""
        return len(np.unique(self.person[(self.t_in < clear) & (self.left > begin)]))


def visits_at(segments: Sequence[Visits], limits: Limits, venue_id: int, begin: int, clear: int) -> Inside:
    """Visits of a venue that reach into [begin, clear)."""
    at = int(np.searchsorted(limits.venue, venue_id))
    default, longest = int(limits.default[at]), int(limits.longest[at])
    parts = [_rows(segment, venue_id, begin - max(1, longest), clear) for segment in segments]
    person, t_in, stay = (np.concatenate(part) for part in zip(*parts, strict=True)) if parts else _none()
    lasted = np.minimum(np.where(stay == NO_CHECK_OUT, default, stay), longest)
    left = t_in + np.maximum(1, lasted)
    inside = left > begin
    return Inside(person[inside], t_in[inside], left[inside])


def _none() -> tuple[Ints, Ints, Ints]:
    nothing = np.empty(0, np.int64)
    return nothing, nothing, nothing


def _rows(segment: Visits, venue_id: int, since: int, before: int) -> tuple[Ints, Ints, Ints]:
    """Person, t_in and stay of the visits that began within [since, before)."""
    at = int(np.searchsorted(segment.venue, venue_id))
    if at == len(segment.venue) or segment.venue[at] != venue_id:
        return _none()
    first, last = segment.start[at], segment.start[at + 1]
    t_in = segment.t_in[first:last].astype(np.int64)
    near = np.flatnonzero((t_in >= since) & (t_in < before)) + first
    return segment.person[near], segment.t_in[near].astype(np.int64), segment.stay[near].astype(np.int64)
