"""Meetings brought together by person: how long in all, how long at once, where, and whose records they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.stays import MINUTE
from data.tracing.answers import Met
from data.tracing.known import Checkin
from data.tracing.meeting import MetRow

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Exposed:
    """M visits that were exposed: venue, person, t_in, begin (epoch s), overlap (s) and is_imputed, all (M,)."""

    venue: Ints
    person: Ints
    t_in: Ints
    begin: Ints
    overlap: Ints | NDArray[np.int32]
    is_imputed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.person)

    def checkins(self) -> Iterator[Checkin]:
        return zip(self.venue.tolist(), self.person.tolist(), self.t_in.tolist(), strict=True)


def exposed_of(rows: Sequence[MetRow]) -> Exposed:
    """The same of rows of the store."""
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), len(MetRow._fields))
    named = dict(zip(MetRow._fields, columns.T, strict=True))
    return Exposed(
        venue=named["venue_id"],
        person=named["person_id"],
        t_in=named["t_in"],
        begin=named["begin"],
        overlap=named["overlap"],
        is_imputed=named["is_imputed"].astype(np.bool_),
    )


def people_met(
    exposed: Exposed, generation: int, case_ids: Mapping[int, int], records: Mapping[Checkin, str]
) -> tuple[Met, ...]:
    """One row a person, the longest overlap in all first; `case_ids` are their own cases."""
    if not len(exposed):
        return ()
    order = np.lexsort((exposed.t_in, exposed.venue, exposed.person))
    person, venue = exposed.person[order], exposed.venue[order].tolist()
    begin, overlap = exposed.begin[order], exposed.overlap[order].astype(np.int64)
    first = np.flatnonzero(np.diff(person, prepend=person[0] - 1))
    figures = (
        person[first],
        np.add.reduceat(overlap, first) // MINUTE,
        np.maximum.reduceat(overlap, first) // MINUTE,
        np.minimum.reduceat(begin, first),
        np.maximum.reduceat(begin + overlap, first),
        np.logical_and.reduceat(exposed.is_imputed[order], first),
        first,
        np.append(first[1:], len(person)),
    )
    whose = _records(exposed, records)
    found = [
        Met(
            *(who, generation, total, longest, since, last),
            tuple(dict.fromkeys(venue[start:end])),
            *(imputed, case_ids.get(who), whose.get(who, ())),
        )
        for who, total, longest, since, last, imputed, start, end in zip(
            *(column.tolist() for column in figures), strict=True
        )
    ]
    return tuple(sorted(found, key=lambda met: (-met.overlap_minutes, met.first_at, met.person_id)))


def _records(exposed: Exposed, records: Mapping[Checkin, str]) -> dict[int, tuple[str, ...]]:
    """Records by person, sorted."""
    found = dict[int, set[str]]()
    for checkin in exposed.checkins() if records else ():
        if checkin in records:
            found.setdefault(checkin[1], set()).add(records[checkin])
    return {person: tuple(sorted(texts)) for person, texts in found.items()}
