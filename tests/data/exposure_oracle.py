"""The definition of geo/copresence.py once more, by brute force over plain Python tuples."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from data.days import days_between, local_day, midnight
from data.exposures import ExposureRule


@dataclass(frozen=True)
class Visit:
    venue: int
    person: int
    t_in: int
    t_out: int | None


@dataclass(frozen=True)
class Case:
    person: int
    onset: date | None
    positive: date
    confirmed: date
    isolated_at: int | None


Kinds = dict[int, tuple[int, int]]
"""Default and longest stay of each venue, minutes."""


def left_at(visit: Visit, kinds: Kinds, rule: ExposureRule) -> int:
    default, longest = kinds[visit.venue]
    longest = min(longest, rule.longest_minutes) * 60
    lasted = default * 60 * rule.imputed_percent // 100 if visit.t_out is None else visit.t_out - visit.t_in
    return visit.t_in + max(1, min(lasted, longest))


@dataclass(frozen=True)
class Stay:
    """[a, b): inside and infectious; [begin, clear): exposes others."""

    venue: int
    person: int
    begin: int
    clear: int
    is_imputed: bool
    days: tuple[date, ...]


def infectious_stays(visits: list[Visit], cases: list[Case], kinds: Kinds, rule: ExposureRule) -> set[Stay]:
    found = set()
    for case in cases:
        begin, end = period(case, rule)
        for v in visits if begin < end else []:
            a, b = max(v.t_in, begin), min(left_at(v, kinds, rule), end)
            if v.person == case.person and a < b:
                days = days_between(local_day(a), local_day(b - 1))
                found.add(Stay(v.venue, v.person, *exposing(a, b, rule), v.t_out is None, days))
    return found


def exposing(a: int, b: int, rule: ExposureRule) -> tuple[int, int]:
    if rule.match == "overlap":
        tail = rule.tail_minutes * 60
        tail = min(tail, b - a) if rule.tail_within_stay else tail
        return a - rule.buffer_minutes * 60, b + tail + rule.buffer_minutes * 60
    after = 1 + (rule.display_days if rule.match == "place" else 0)
    return midnight(local_day(a)), midnight(local_day(b - 1) + timedelta(after))


@dataclass(frozen=True)
class Overlap:
    venue: int
    f0: int
    person: int
    begin: int
    overlap: int
    is_imputed: bool


def overlaps(visits: list[Visit], stays: set[Stay], kinds: Kinds, rule: ExposureRule) -> list[Overlap]:
    """Every visit beside every stay."""
    found = []
    for stay in stays:
        for v in visits:
            begin = max(v.t_in, stay.begin)
            overlap = min(left_at(v, kinds, rule), stay.clear) - begin
            if v.venue == stay.venue and v.person != stay.person and overlap >= rule.needed_seconds:
                is_imputed = stay.is_imputed or v.t_out is None
                found.append(Overlap(v.venue, stay.person, v.person, begin, overlap, is_imputed))
    return found


def contacts(
    visits: list[Visit], cases: list[Case], kinds: Kinds, rule: ExposureRule
) -> dict[tuple[int, date, int], tuple[int, int, bool]]:
    """(venue, day, person) -> (overlap minutes, F0s met, is_imputed)."""
    together = defaultdict(list)
    for o in overlaps(visits, infectious_stays(visits, cases, kinds, rule), kinds, rule):
        together[o.venue, local_day(o.begin), o.person].append(o)
    return {
        key: (sum(o.overlap for o in met) // 60, len({o.f0 for o in met}), all(o.is_imputed for o in met))
        for key, met in together.items()
    }


def pairs(
    visits: list[Visit], cases: list[Case], kinds: Kinds, rule: ExposureRule
) -> dict[tuple[int, int], list[Overlap]]:
    """(F0, person) -> every overlap of the two."""
    together = defaultdict(list)
    for o in overlaps(visits, infectious_stays(visits, cases, kinds, rule), kinds, rule):
        together[o.f0, o.person].append(o)
    return together


def second_generation(visits: list[Visit], cases: list[Case], kinds: Kinds, rule: ExposureRule) -> set[int]:
    """F2: whom F1s met after their own exposure, who are neither F0 nor F1."""
    first = overlaps(visits, infectious_stays(visits, cases, kinds, rule), kinds, rule)
    f0s = {case.person for case in cases if period(case, rule)[0] < period(case, rule)[1]}
    exposed_at = {
        person: min(o.begin for o in first if o.person == person) + rule.needed_seconds
        for person in {o.person for o in first} - f0s
    }
    stays = set()
    for v in visits:
        if v.person in exposed_at:
            since = exposed_at[v.person]
            a, b = max(v.t_in, since), min(left_at(v, kinds, rule), since + rule.onward_days * 86_400)
            if a < b:
                stays.add(Stay(v.venue, v.person, *exposing(a, b, rule), v.t_out is None, ()))
    return {o.person for o in overlaps(visits, stays, kinds, rule)} - f0s - {o.person for o in first}


def period(case: Case, rule: ExposureRule) -> tuple[int, int]:
    """From when until when a case infects."""
    begin = midnight((case.onset or case.positive) - timedelta(rule.window_days_before))
    if case.isolated_at is not None:
        return begin, case.isolated_at
    return begin, midnight(case.confirmed + timedelta(1 + rule.unknown_isolation_days))


def exposed_venues(
    visits: list[Visit], cases: list[Case], kinds: Kinds, rule: ExposureRule, looked_at: list[date]
) -> dict[tuple[int, date], tuple[int, int, int, int]]:
    """(venue, day) -> (days since, cases, people exposed, people imputed)."""
    inside = {
        (stay.venue, stay.person, day)
        for stay in infectious_stays(visits, cases, kinds, rule)
        for day in stay.days
    }
    met = contacts(visits, cases, kinds, rule)
    found = {}
    for day in looked_at:
        since = day - timedelta(rule.display_days)
        for venue in kinds:
            f0s = {(f0, d) for v, f0, d in inside if v == venue and since <= d <= day}
            if not f0s:
                continue
            exposed = [(p, i) for (v, d, p), (_, _, i) in met.items() if v == venue and since <= d <= day]
            people = {p for p, _ in exposed}
            certain = {p for p, is_imputed in exposed if not is_imputed}
            last = max(d for _, d in f0s)
            figures = ((day - last).days, len({f for f, _ in f0s}), len(people), len(people - certain))
            found[venue, day] = figures
    return found
