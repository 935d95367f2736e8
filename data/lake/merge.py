"""A segment with some of its venues replaced: no row is sorted again that was in order already."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.copresence import Visits

Ints = NDArray[np.int64]


def merged(old: Visits, replaced: Ints, fresh: Visits) -> Visits:
    """`old` without what it holds of the venues `replaced`, and `fresh` rows, which are of such venues only."""
    kept = ~np.isin(old.venue, replaced)
    venue = np.concatenate([old.venue[kept], fresh.venue])
    begin = np.concatenate([old.start[:-1][kept], fresh.start[:-1] + len(old)])
    count = np.concatenate([np.diff(old.start)[kept], np.diff(fresh.start)])
    order = np.argsort(venue)
    start = np.append(0, np.cumsum(count[order]))
    # Where each new row stood in the rows of both, the old ones first.
    stood = np.repeat(begin[order] - start[:-1], count[order]) + np.arange(start[-1])
    person = np.concatenate([old.person, fresh.person])[stood]
    return Visits(
        venue[order],
        start,
        np.concatenate([old.t_in, fresh.t_in])[stood],
        np.concatenate([old.stay, fresh.stay])[stood],
        person,
        _by_person(old, fresh, stood, person).astype(np.uint32),
    )


def _by_person(old: Visits, fresh: Visits, stood: Ints, person: Ints) -> Ints:
    """New rows by person: both orders carried over, one put into the other."""
    now = np.full(len(old) + len(fresh), -1)
    now[stood] = np.arange(len(stood))
    before, come = now[old.by_person], now[len(old) + fresh.by_person.astype(np.int64)]
    before = before[before >= 0]
    rows: Ints = np.insert(before, np.searchsorted(person[before], person[come]), come)
    return _in_order(rows, person[rows], np.unique(fresh.person))


def _in_order(rows: Ints, person: Ints, mixed: Ints) -> Ints:
    """Rows ordered by person; those of each of the persons `mixed` put in order, for two orders met there."""
    first, last = np.searchsorted(person, mixed), np.searchsorted(person, mixed, side="right")
    count = last - first
    at = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(count.sum())
    rows[at] = rows[at][np.lexsort((rows[at], person[at]))]
    return rows
