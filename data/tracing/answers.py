"""What tracing answers: people as pseudonyms and record numbers only, times in epoch seconds, days local."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from data.venues import Venue
from geo.exposure_rule import ExposureRule


@dataclass(frozen=True)
class Withheld:
    """How many people and venues of an answer lie outside the reader's scope; who and which they are is not told."""

    people: int = 0
    venues: int = 0


@dataclass(frozen=True)
class CaseLine:
    """An F0 as the line list has it; `record` is the source's own number, None for simulated ones.

    `visits` are its check-ins while infectious.
    """

    case_id: int
    person_id: int
    record: str | None
    unit_id: int
    onset_day: date | None
    first_positive_day: date
    confirmed_day: date
    isolated_at: int | None
    is_simulated: bool
    visits: int


@dataclass(frozen=True)
class TracedStay:
    """A visit of somebody who infects, and when it exposes others: from `begin` until before `clear`.

    The visit lasted from `t_in` until `left`, recorded, or filled in where `is_imputed`; `people_exposed` met it.
    """

    venue: Venue
    t_in: int
    left: int
    is_imputed: bool
    begin: int
    clear: int
    people_exposed: int


@dataclass(frozen=True)
class Met:
    """Somebody who was exposed: F1 where `generation` is 1, F2 where 2.

    `records` are the source's numbers of the check-ins that met, as "source key: record", for the source's owner to
    find the person; empty where simulated. `is_imputed`: every overlap rests on a filled-in check-out. `case_id` is
    their own, where they are a case themselves. `overlap_minutes` are summed over all visits and stays that met,
    `longest_minutes` is the longest of them; the first began at `first_at`, the last ended at `last_at`.
    """

    person_id: int
    generation: int
    overlap_minutes: int
    longest_minutes: int
    first_at: int
    last_at: int
    venues: tuple[int, ...]
    is_imputed: bool
    case_id: int | None
    records: tuple[str, ...]


@dataclass(frozen=True)
class CaseTrace:
    """Stays of one F0 and everybody they met, longest overlap first; `begin` to `until` is the infectious period."""

    case: CaseLine
    begin: int
    until: int
    stays: tuple[TracedStay, ...]
    met: tuple[Met, ...]
    rule: ExposureRule
    withheld: Withheld = Withheld()


@dataclass(frozen=True)
class OnwardTrace:
    """F2s of one F0: of `asked` F1s `with_visits` were seen anywhere after their own exposure; `venues` are where."""

    met: tuple[Met, ...]
    asked: int
    with_visits: int
    rule: ExposureRule
    venues: tuple[Venue, ...] = ()
    withheld: Withheld = Withheld()


@dataclass(frozen=True)
class Window:
    """A time in which a venue exposed: exposing intervals merged; `cases` F0s made it."""

    begin: int
    clear: int
    cases: int


@dataclass(frozen=True)
class Hour:
    """One clock hour at a venue: who was inside at any time of it, and how many of them were exposed then."""

    begin: int
    visitors: int
    exposed: int


@dataclass(frozen=True)
class NextVenue:
    """Where F1s of a venue went after their exposure, within the days of the rule."""

    venue: Venue
    people: int
    visits: int
    last_at: int


@dataclass(frozen=True)
class CarriedOut:
    """What the commune said of a decision: it is done, or not_possible; `note` names nobody and may be empty."""

    state: str
    at: datetime
    by: str
    note: str


@dataclass(frozen=True)
class VenueAction:
    """What a person decided to do about a venue: close_disinfect, test, monitor, or none (taken back).

    `carried_out` is None as long as the commune said nothing.
    """

    action: str
    decided_at: datetime
    decided_by: str
    why: str
    rule: str
    carried_out: CarriedOut | None = None


@dataclass(frozen=True)
class VenueTrace:
    """One venue as seen on a day; `met` is empty unless a tracer asks, `cases` are the numbers of the F0s' cases.

    `visitors` were inside in each of the windows. `hours` are those of the days that the windows touch, without the
    empty ones.
    """

    venue: Venue
    windows: tuple[Window, ...]
    visitors: tuple[int, ...]
    hours: tuple[Hour, ...]
    cases: tuple[int, ...]
    people_exposed: int
    people_imputed: int
    met: tuple[Met, ...]
    onward: tuple[NextVenue, ...]
    actions: tuple[VenueAction, ...]
    rule: ExposureRule
    withheld: Withheld = Withheld()


@dataclass(frozen=True)
class PersonExposure:
    """One day at one venue on which a person was exposed, and by which F0s."""

    venue: Venue
    begin: int
    overlap_minutes: int
    is_imputed: bool
    case_ids: tuple[int, ...]


@dataclass(frozen=True)
class PersonTrace:
    """An F1: where they were exposed, and where they went since, within the days of the rule."""

    person_id: int
    case_id: int | None
    exposures: tuple[PersonExposure, ...]
    since: tuple[TracedStay, ...]
    rule: ExposureRule
    withheld: Withheld = Withheld()


@dataclass(frozen=True)
class ListedVenue:
    """A line of the list of exposed venues, as seen on a day."""

    venue: Venue
    windows: tuple[Window, ...]
    days_since: int
    cases: int
    people_exposed: int
    people_imputed: int
    action: VenueAction | None


@dataclass(frozen=True)
class Node:
    """A person of a contact network; generation 0 are the cases it begins with."""

    person_id: int
    generation: int
    case_id: int | None


@dataclass(frozen=True)
class Edge:
    """`source` exposed `target`."""

    source: int
    target: int
    overlap_minutes: int
    first_at: int
    venues: int


@dataclass(frozen=True)
class Network:
    """Who exposed whom; `left_out` people are not in it, those with the least overlap."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int
    rule: ExposureRule
    withheld: Withheld = Withheld()


@dataclass(frozen=True)
class WhatIf:
    """What a rule gives for the venues of some communes as seen on a day.

    `curve` are people exposed by the shortest overlap asked for, minutes, all else as in the rule;
    `people_imputed` rest on filled-in check-outs only. `checkins` were registered in the days in view, where
    `estimated_visits` are assumed: people of the communes × days with reports × visits a person and day.
    """

    rule: ExposureRule
    cases: int
    venues: int
    people_exposed: int
    people_imputed: int
    curve: tuple[tuple[int, int], ...]
    checkins: int
    estimated_visits: int | None
