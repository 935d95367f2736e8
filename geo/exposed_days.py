"""Exposed venues as seen on each day: who was inside, how many were exposed, within the days on display."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.copresence import Contacts, Ints, Stays, local_day


@dataclass(frozen=True)
class VenueDays:
    """N venues as seen on a day, by venue and day: venue, day (days since 1970-01-01), days_since (an F0 was last inside),
    cases (F0s inside within the days on display), people_exposed and people_imputed (through filled-in check-outs only),
    all (N,) int64."""

    venue: Ints
    day: Ints
    days_since: Ints
    cases: Ints
    people_exposed: Ints
    people_imputed: Ints

    def __len__(self) -> int:
        return len(self.venue)


def exposed_days(stays: Stays, contacts: Contacts, first: int, last: int, display_days: int) -> VenueDays:
    """Every venue that an F0 was inside within `display_days`, on each day from `first` to `last`, days since 1970-01-01.

    Who comes into view and leaves it are +1 and −1 on their days; running sums are the figures.
    """
    venues = np.unique(stays.venue)
    shape = len(venues), last - first + 1
    whose, where, day = _inside(stays, venues)
    met = np.searchsorted(venues, contacts.venue)
    certain = ~contacts.is_imputed
    cases = _in_view(where, whose, day, shape, first, display_days)
    people = _in_view(met, contacts.person, contacts.day, shape, first, display_days)
    sure = _in_view(met[certain], contacts.person[certain], contacts.day[certain], shape, first, display_days)
    since = _days_since(where, day, shape, first)
    at, column = np.nonzero(cases)
    found = (since, cases, people, people - sure)
    return VenueDays(venues[at], first + column, *(figures[at, column] for figures in found))


def _inside(stays: Stays, venues: Ints) -> tuple[Ints, Ints, Ints]:
    """Person, position of the venue and day, once for each day of every stay."""
    begin = local_day(stays.a)
    count = local_day(stays.b - 1) - begin + 1
    row = np.repeat(np.arange(len(stays)), count)
    day = begin[row] + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    return stays.person[row], np.searchsorted(venues, stays.venue)[row], day


def _in_view(
    venue: Ints, person: Ints, day: Ints, shape: tuple[int, int], first: int, display_days: int
) -> NDArray[np.int64]:
    """How many persons are in view at each venue on each day: from their day for `display_days` more, once each."""
    order = np.lexsort((day, person, venue))
    venue, person, day = venue[order], person[order], day[order]
    gone = day + display_days + 1
    follows = (venue[1:] == venue[:-1]) & (person[1:] == person[:-1])
    gone[:-1][follows] = np.minimum(gone[:-1], day[1:])[follows]
    changes = np.zeros((shape[0], shape[1] + 1), np.int64)
    for moment, by in ((day, 1), (gone, -1)):
        column = np.clip(moment - first, 0, shape[1])
        np.add.at(changes, (venue, column), by)
    return np.cumsum(changes, axis=1)[:, : shape[1]]


def _days_since(venue: Ints, day: Ints, shape: tuple[int, int], first: int) -> NDArray[np.int64]:
    """Days since anybody was inside; of no meaning where nobody was."""
    latest = np.full(shape, np.iinfo(np.int32).min, np.int64)
    column = day - first
    seen = column < shape[1]
    np.maximum.at(latest, (venue[seen], np.maximum(column[seen], 0)), day[seen])
    latest = np.maximum.accumulate(latest, axis=1)
    return first + np.arange(shape[1]) - latest
