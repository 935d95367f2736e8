"""Tracing lists as tables: of a case, of a venue, of all exposed venues. No name, no telephone, no home."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from data.days import VIET_NAM
from data.tracing.answers import CaseTrace, ListedVenue, Met, OnwardTrace, VenueAction, VenueTrace
from data.tracing.cells import Cell
from data.tracing.looks import What
from data.tracing.person_code import person_code
from geo.exposure_rule import ExposureRule

Words = Callable[[str], str]

PEOPLE = (
    "code", "records", "generation", "overlap_minutes", "longest_minutes", "first_met", "last_met", "venues",
    "is_imputed", "case",
)  # fmt: skip
VENUES = (
    "venue", "venue_type", "windows", "first_exposed", "last_exposed", "days_since", "cases", "people_exposed",
    "people_imputed", "action", "decided_by", "decided_at", "why", "carried_out", "carried_out_at",
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A table to take away: `columns` by key, `what` and `key` say whose list it is, `about` names that one."""

    what: What
    key: str
    about: str
    rule: ExposureRule
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def case_sheet(trace: CaseTrace, onward: OnwardTrace | None, words: Words) -> Sheet:
    """Everybody whom one F0 exposed, and where asked for those whom they exposed in turn."""
    venues = (*(stay.venue for stay in trace.stays), *(onward.venues if onward else ()))
    names = {venue.venue_id: venue.name for venue in venues}
    met = (*trace.met, *(onward.met if onward else ()))
    about = trace.case.record or str(trace.case.case_id)
    rows = tuple(_person(each, names, words) for each in met)
    return Sheet("case", str(trace.case.case_id), about, trace.rule, PEOPLE, rows)


def venue_sheet(trace: VenueTrace, words: Words) -> Sheet:
    """Everybody who was exposed at one venue, as seen on its day."""
    venue = trace.venue
    rows = tuple(_person(each, {venue.venue_id: venue.name}, words) for each in trace.met)
    return Sheet("venue", str(venue.venue_id), venue.name, trace.rule, PEOPLE, rows)


def list_sheet(venues: Sequence[ListedVenue], day: date, rule: ExposureRule, words: Words) -> Sheet:
    """Exposed venues as seen on a day; no people in it but their number."""
    rows = tuple(_venue(each, words) for each in venues)
    return Sheet("list", "", day.isoformat(), rule, VENUES, rows)


def _person(met: Met, names: Mapping[int, str], words: Words) -> tuple[Cell, ...]:
    where = _listed(names.get(venue_id, str(venue_id)) for venue_id in met.venues)
    return (
        person_code(met.person_id), _listed(met.records), met.generation, met.overlap_minutes, met.longest_minutes,
        _local(met.first_at), _local(met.last_at), where, words("yes" if met.is_imputed else "no"), met.case_id,
    )  # fmt: skip


def _venue(listed: ListedVenue, words: Words) -> tuple[Cell, ...]:
    venue = listed.venue
    first, last = listed.windows[0].begin, max(window.clear for window in listed.windows)
    return (
        venue.name, words(f"venue_type.{venue.venue_type}"), len(listed.windows), _local(first), _local(last),
        listed.days_since, listed.cases, listed.people_exposed, listed.people_imputed, *_decided(listed.action, words),
    )  # fmt: skip


def _decided(action: VenueAction | None, words: Words) -> tuple[Cell, ...]:
    """What was decided, and whether the commune has done it; its note stays on the desk."""
    if action is None:
        return (None,) * 6
    said = action.carried_out
    told = words(f"action.commune.{said.state if said else 'open'}"), said.at if said else None
    return words(f"action.{action.action}"), action.decided_by, action.decided_at, action.why, *told


def _listed(texts: Iterable[str]) -> str:
    return "; ".join(texts)


def _local(epoch_seconds: int) -> datetime:
    return datetime.fromtimestamp(epoch_seconds, VIET_NAM).replace(tzinfo=None)
