"""A venue hour by hour: who was inside, and who of them was exposed just then."""

from __future__ import annotations

import numpy as np

from data.tracing.answers import Hour
from data.tracing.inside import Inside
from data.tracing.met import Exposed
from geo.copresence import Ints

HOUR = 3600
"""Clock hours of Việt Nam are whole hours of the epoch: UTC+7."""


def hours_of(inside: Inside, exposed: Exposed, begin: int, clear: int) -> tuple[Hour, ...]:
    """Hours of [begin, clear) in which anybody was inside, in order."""
    visitors = _people_by_hour(inside.person, inside.t_in, inside.left)
    met = _people_by_hour(exposed.person, exposed.begin, exposed.begin + exposed.overlap)
    hours = [hour for hour in sorted(visitors) if begin <= hour * HOUR < clear]
    return tuple(Hour(hour * HOUR, visitors[hour], met.get(hour, 0)) for hour in hours)


def _people_by_hour(person: Ints, begin: Ints, end: Ints) -> dict[int, int]:
    """Distinct people in every hour that any of [begin, end) touches."""
    first = begin // HOUR
    count = (end - 1) // HOUR - first + 1
    row = np.repeat(np.arange(len(person)), count)
    hour = first[row] + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    pairs = np.unique(np.column_stack([hour, person[row]]), axis=0)
    hours, people = np.unique(pairs[:, 0], return_counts=True)
    return dict(zip(hours.tolist(), people.tolist(), strict=True))
