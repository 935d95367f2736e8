"""Visits: who was where from when to when, before it is decided which check-outs were forgotten."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.draw import Floats, Ints, cumulative_rows, pick
from data.outbreak_2021.simulate.kinds import DAY_MINUTES, FACTORY, KINDS
from data.outbreak_2021.simulate.venues import Venues

LEAST_STAY_MINUTES = 3
SHIFT_SIGMA, STAY_SIGMA = 0.14, 0.5
"""Spread of stays around the kind's default, log-normal: shifts are alike, errands are not."""


@dataclass(frozen=True)
class Visits:
    """One entry a visit: positions of venue and person, epoch seconds of arrival and departure."""

    venue: Ints
    person: Ints
    t_in: Ints
    t_out: Ints

    def __len__(self) -> int:
        return len(self.venue)

    def keep(self, rows: NDArray[np.bool_] | Ints) -> Visits:
        return Visits(self.venue[rows], self.person[rows], self.t_in[rows], self.t_out[rows])


def joined(first: Visits, second: Visits) -> Visits:
    return Visits(
        np.r_[first.venue, second.venue],
        np.r_[first.person, second.person],
        np.r_[first.t_in, second.t_in],
        np.r_[first.t_out, second.t_out],
    )


def timed_visits(
    base: Base, venues: Venues, day: Ints, venue: Ints, person: Ints, generator: Generator
) -> Visits:
    """Visits with hours that suit the venue: `day` is a row of `base`, `venue` and `person` are positions."""
    opens, closes = venues.opens_minute[venue] * 60, venues.closes_minute[venue] * 60
    arrival = _arrivals(venues.kind[venue], opens, closes, generator)
    stay = _stays(venues.kind[venue], generator)
    # A place that never closes lets a night shift run past midnight.
    is_always_open = closes - opens == DAY_MINUTES * 60
    stay = np.where(is_always_open, stay, np.minimum(stay, closes - arrival))
    t_in = base.midnights[day] + arrival
    return Visits(venue, person, t_in, t_in + stay)


def _arrivals(kind: Ints, opens: Ints, closes: Ints, generator: Generator) -> Ints:
    """Seconds after midnight: around the peaks of the kind, anywhere in the opening hours where that falls
    outside."""
    centre, spread, shares = _peaks()
    peak = pick(shares, kind, generator)
    seconds = 60 * (centre[kind, peak] + spread[kind, peak] * generator.standard_normal(len(kind)))
    last = closes - LEAST_STAY_MINUTES * 60
    anywhere = opens + generator.random(len(kind)) * (last - opens)
    is_inside = (seconds >= opens) & (seconds <= last)
    return np.where(is_inside, seconds, anywhere).astype(np.int64)


def _peaks() -> tuple[Floats, Floats, Floats]:
    """Minute, spread and cumulative weight of each kind's peaks, kind × peak, blank peaks without weight."""
    blank = (0, 0, 0.0)
    most = max(len(k.peaks) for k in KINDS)
    table = np.array([[*k.peaks, *[blank] * (most - len(k.peaks))] for k in KINDS], dtype=np.float64)
    return table[:, :, 0], table[:, :, 1], cumulative_rows(table[:, :, 2])


def _stays(kind: Ints, generator: Generator) -> Ints:
    """Seconds, from LEAST_STAY_MINUTES to the kind's longest."""
    default = np.array([k.default_stay_minutes for k in KINDS])[kind]
    longest = np.array([k.max_stay_minutes for k in KINDS])[kind]
    sigma = np.where(kind <= FACTORY, SHIFT_SIGMA, STAY_SIGMA)
    minutes = default * np.exp(sigma * generator.standard_normal(len(kind)))
    seconds: Ints = (60 * np.clip(minutes, LEAST_STAY_MINUTES, longest)).astype(np.int64)
    return seconds
