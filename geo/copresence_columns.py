"""The columns that exposure is made of: visits by venue, limits of a stay, periods, stays, meetings."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.exposure_rule import ExposureRule

Ints = NDArray[np.int64]

NO_CHECK_OUT = -1
"""In Visits.stay: no check-out came. A recorded stay is never negative."""


@dataclass(frozen=True)
class Visits:
    """One segment of R check-ins at V venues, ordered by venue, check-in, person and stay.

    venue (V,) int64, ascending; start (V + 1,) int64, offsets of their rows; t_in (R,) uint32, epoch s; stay (R,) int32, s
    between check-in and check-out, or NO_CHECK_OUT; person (R,) int64; by_person (R,) uint32, rows ordered by person.
    """

    venue: Ints
    start: Ints
    t_in: NDArray[np.uint32]
    stay: NDArray[np.int32]
    person: Ints
    by_person: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.t_in)

    @cached_property
    def span(self) -> tuple[int, int]:
        """First and last check-in, epoch s; (1, 0) where there is none."""
        return (int(self.t_in.min()), int(self.t_in.max())) if len(self) else (1, 0)


def cluster(venue: Ints, t_in: Ints, stay: Ints, person: Ints) -> Visits:
    """One segment from R rows in any order; same units as in Visits."""
    order = np.lexsort((stay, person, t_in, venue))
    venue, person = venue[order], person[order]
    distinct, first = np.unique(venue, return_index=True)
    return Visits(
        distinct.astype(np.int64),
        np.append(first, len(venue)).astype(np.int64),
        t_in[order].astype(np.uint32),
        stay[order].astype(np.int32),
        person.astype(np.int64),
        np.argsort(person, kind="stable").astype(np.uint32),
    )


@dataclass(frozen=True)
class Limits:
    """What is believed of a stay at each of K venues, s: venue (K,) ascending, default and longest (K,) int32."""

    venue: Ints
    default: NDArray[np.int32]
    longest: NDArray[np.int32]


def limits(venue: Ints, default_minutes: Ints, max_minutes: Ints, rule: ExposureRule) -> Limits:
    """Limits of K venues under a rule, from what their types say, minutes (K,)."""
    order = np.argsort(venue, kind="stable")
    default = 60 * default_minutes[order] * rule.imputed_percent // 100
    longest = 60 * np.minimum(max_minutes[order], rule.longest_minutes)
    return Limits(venue[order].astype(np.int64), default.astype(np.int32), longest.astype(np.int32))


def unlimited(venue: int) -> KeyError:
    """What is raised for a venue that nothing is believed of."""
    return KeyError(f"expected limits for every venue, got none for {venue}")


@dataclass(frozen=True)
class Periods:
    """When N persons infect, one row a record: person, begin, until (N,) int64, epoch s, until > begin."""

    person: Ints
    begin: Ints
    until: Ints

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True)
class Stays:
    """S stays of those who infect, ordered by venue, begin and person.

    All (S,) int64: venue, person, a and b (inside and infectious), begin and clear (exposes others); is_imputed (S,)
    bool: the end was filled in.
    """

    venue: Ints
    person: Ints
    a: Ints
    b: Ints
    begin: Ints
    clear: Ints
    is_imputed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.venue)

    def where(self, chosen: NDArray[np.bool_] | Ints) -> Stays:
        """The chosen stays, in the same order."""
        return Stays(*(getattr(self, f.name)[chosen] for f in fields(self)))


@dataclass(frozen=True)
class Meetings:
    """M visits that stays exposed: stay (M,) int32, a row of Stays; person (M,) int64, who was exposed; t_in (M,) int64 of
    their visit; begin (M,) int64 and overlap (M,) int32, s, of the time shared; is_imputed (M,) bool: a check-out was
    filled in on either side."""

    stay: NDArray[np.int32]
    person: Ints
    t_in: Ints
    begin: Ints
    overlap: NDArray[np.int32]
    is_imputed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.stay)

    def where(self, chosen: NDArray[np.bool_] | Ints) -> Meetings:
        """The chosen meetings, in the same order."""
        return Meetings(*(getattr(self, f.name)[chosen] for f in fields(self)))


def room(count: int) -> Meetings:
    """Columns for so many meetings, to be filled."""
    stay, overlap = np.empty(count, np.int32), np.empty(count, np.int32)
    person, t_in, begin = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    return Meetings(stay, person, t_in, begin, overlap, np.empty(count, np.bool_))
