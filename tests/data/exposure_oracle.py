"""The definition of data/exposures.py once more, by brute force over plain Python tuples."""

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


def left_at(visit: Visit, kinds: Kinds) -> int:
    default, longest = kinds[visit.venue]
    if visit.t_out is None:
        return visit.t_in + min(default, longest) * 60
    return min(visit.t_out, visit.t_in + longest * 60)


def infectious_stays(
    visits: list[Visit], cases: list[Case], kinds: Kinds, rule: ExposureRule
) -> set[tuple[int, int, int, int, bool]]:
    """(venue, F0, from, until, is_imputed)."""
    found = set()
    for case in cases:
        begin = midnight((case.onset or case.positive) - timedelta(rule.window_days_before))
        end = case.isolated_at
        if end is None:
            end = midnight(case.confirmed + timedelta(1 + rule.unknown_isolation_days))
        for v in visits if begin < end else []:
            left = left_at(v, kinds)
            if v.person == case.person and v.t_in < end and (left > begin or v.t_in >= begin):
                found.add((v.venue, v.person, max(v.t_in, begin), min(left, end), v.t_out is None))
    return found


def contacts(
    visits: list[Visit], cases: list[Case], kinds: Kinds, rule: ExposureRule
) -> dict[tuple[int, date, int], tuple[int, int, bool]]:
    """(venue, day, person) -> (overlap minutes, cases met, is_imputed)."""
    pairs = defaultdict(list)
    for venue, f0, begin, end, is_imputed in infectious_stays(visits, cases, kinds, rule):
        for v in visits:
            start = max(v.t_in, begin)
            overlap = min(left_at(v, kinds), end + rule.tail_minutes * 60) - start
            if v.venue == venue and v.person != f0 and overlap >= rule.min_overlap_minutes * 60:
                pairs[venue, local_day(start), v.person].append((overlap, f0, is_imputed or v.t_out is None))
    return {
        key: (sum(o for o, _, _ in met) // 60, len({f0 for _, f0, _ in met}), all(i for _, _, i in met))
        for key, met in pairs.items()
    }


def exposed_venues(
    visits: list[Visit], cases: list[Case], kinds: Kinds, rule: ExposureRule, looked_at: list[date]
) -> dict[tuple[int, date], tuple[int, int, int, int]]:
    """(venue, day) -> (days since, cases, people exposed, people imputed)."""
    inside = {
        (venue, f0, day)
        for venue, f0, begin, end, _ in infectious_stays(visits, cases, kinds, rule)
        for day in days_between(local_day(begin), local_day(max(begin, end - 1)))
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
