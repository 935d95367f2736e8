"""Distinct people, the longest overlap of each, and who of them rests on filled-in check-outs only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.copresence import Ints, Meetings
from geo.copresence_kernel import groups, reduce_groups


@dataclass(frozen=True)
class People:
    """P people: person (P,), longest overlap of each, s (P,), is_imputed (P,): all their overlaps are."""

    person: Ints
    longest: Ints
    is_imputed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.person)


def people_of(meetings: Meetings) -> People:
    """The distinct people of meetings."""
    nothing = np.zeros(len(meetings), np.int64)
    group, count = groups(nothing, 1, meetings.person, nothing)
    person = np.empty(count, np.int64)
    person[group] = meetings.person
    _, longest, _, _, imputed = reduce_groups(
        group, count, meetings.begin, meetings.overlap, meetings.is_imputed
    )
    return People(person, longest, imputed)
