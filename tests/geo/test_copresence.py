"""The kernel against brute force on random worlds, however the visits are cut into segments."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.days import day_number, day_of, local_day, midnight
from geo.copresence import (
    NO_CHECK_OUT,
    SECONDS_PER_DAY,
    Limits,
    Pairs,
    Periods,
    Stays,
    Visits,
    cluster,
    contacts,
    limits,
    meet,
    onward_periods,
    pairs,
    stays_of,
    windows,
)
from geo.exposed_days import exposed_days
from geo.exposure_rule import PRESETS, ExposureRule
from tests.data import exposure_oracle as oracle
from tests.data.exposure_oracle import Case, Visit
from tests.data.exposure_worlds import DAY, KINDS, at, rules, worlds

CUTS = ("one", "day", "venue")
RULE = ExposureRule()


def segments_of(visits: list[Visit], cut: str = "one") -> list[Visits]:
    """The same visits in one segment, in one a day, or in one a venue."""
    keys = {"one": lambda _: 0, "day": lambda v: local_day(v.t_in), "venue": lambda v: v.venue}
    found = []
    for key in sorted({keys[cut](v) for v in visits}):
        rows = [v for v in visits if keys[cut](v) == key]
        stay = [NO_CHECK_OUT if v.t_out is None else v.t_out - v.t_in for v in rows]
        columns = [v.venue for v in rows], [v.t_in for v in rows], stay, [v.person for v in rows]
        found.append(cluster(*(np.array(c, np.int64) for c in columns)))
    return found


def limits_of(rule: ExposureRule) -> Limits:
    default, longest = (np.array([kind[n] for kind in KINDS.values()]) for n in (0, 1))
    return limits(np.array(list(KINDS)), default, longest, rule)


def periods_of(cases: list[Case], rule: ExposureRule) -> Periods:
    rows = [(case.person, *oracle.period(case, rule)) for case in cases]
    rows = [row for row in rows if row[1] < row[2]]
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    return Periods(*(np.array(c, np.int64) for c in columns))


def traced(visits: list[Visit], cases: list[Case], rule: ExposureRule, cut: str = "one"):
    segments, believed = segments_of(visits, cut), limits_of(rule)
    stays = stays_of(segments, believed, periods_of(cases, rule), rule)
    return stays, meet(segments, believed, stays, rule)


def contact_rows(visits: list[Visit], cases: list[Case], rule: ExposureRule, cut: str = "one"):
    found = contacts(*traced(visits, cases, rule, cut))
    return {
        (int(v), day_of(d), int(p)): (int(s) // 60, int(n), bool(i))
        for v, d, p, s, n, i in zip(
            found.venue,
            found.day,
            found.person,
            found.overlap_seconds,
            found.cases,
            found.is_imputed,
            strict=True,
        )
    }


@settings(max_examples=200, deadline=None)
@given(*worlds, rules, st.sampled_from(CUTS))
def test_contacts_equal_brute_force(
    visits: list[Visit], cases: list[Case], rule: ExposureRule, cut: str
) -> None:
    assert contact_rows(visits, cases, rule, cut) == oracle.contacts(visits, cases, KINDS, rule)


@settings(max_examples=100, deadline=None)
@given(*worlds, rules, st.sampled_from(CUTS))
def test_stays_equal_brute_force_and_are_in_order(
    visits: list[Visit], cases: list[Case], rule: ExposureRule, cut: str
) -> None:
    stays, _ = traced(visits, cases, rule, cut)
    columns = (stays.venue, stays.person, stays.begin, stays.clear, stays.is_imputed)
    found = [tuple(map(int, row)) for row in zip(*columns, strict=True)]
    expected = oracle.infectious_stays(visits, cases, KINDS, rule)
    assert len(found) == len(set(found))
    assert set(found) == {(s.venue, s.person, s.begin, s.clear, s.is_imputed) for s in expected}
    order = [(v, b, p) for v, p, b, *_ in found]
    assert order == sorted(order)


@settings(max_examples=100, deadline=None)
@given(*worlds, rules, st.sampled_from(CUTS))
def test_pairs_equal_brute_force(
    visits: list[Visit], cases: list[Case], rule: ExposureRule, cut: str
) -> None:
    stays, meetings = traced(visits, cases, rule, cut)
    found = pairs(stays, meetings, rule)
    expected = oracle.pairs(visits, cases, KINDS, rule)
    assert len(found) == len(expected)
    for n in range(len(found)):
        met = expected[int(found.person_f0[n]), int(found.person[n])]
        assert found.overlap_seconds[n] == sum(m.overlap for m in met)
        assert found.longest_seconds[n] == max(m.overlap for m in met)
        assert found.exposed_at[n] == min(m.begin for m in met) + rule.needed_seconds
        assert found.last[n] == max(m.begin + m.overlap for m in met)
        assert found.is_imputed[n] == all(m.is_imputed for m in met)


@settings(max_examples=100, deadline=None)
@given(*worlds, rules, st.sampled_from(CUTS))
def test_f2_equal_brute_force(visits: list[Visit], cases: list[Case], rule: ExposureRule, cut: str) -> None:
    segments, believed = segments_of(visits, cut), limits_of(rule)
    periods = periods_of(cases, rule)
    stays = stays_of(segments, believed, periods, rule)
    first = pairs(stays, meet(segments, believed, stays, rule), rule)
    f0s = np.unique(periods.person)
    onward = onward_periods(first, rule, periods, without=f0s)
    again = stays_of(segments, believed, onward, rule)
    second = pairs(again, meet(segments, believed, again, rule), rule)
    known = {*f0s.tolist(), *first.person.tolist()}
    assert set(second.person.tolist()) - known == oracle.second_generation(visits, cases, KINDS, rule)


@settings(max_examples=100, deadline=None)
@given(*worlds, rules)
def test_windows_cover_exactly_the_exposing_intervals(
    visits: list[Visit], cases: list[Case], rule: ExposureRule
) -> None:
    stays, _ = traced(visits, cases, rule)
    found = windows(stays)
    rows = list(zip(found.venue.tolist(), found.begin.tolist(), found.clear.tolist(), strict=True))
    for one, other in pairwise(rows):
        assert one[0] < other[0] or one[2] < other[1]
    for venue, begin, clear, cases_in in zip(*(c.tolist() for c in vars(found).values()), strict=True):
        inside = [n for n in range(len(stays)) if stays.venue[n] == venue and begin <= stays.begin[n] < clear]
        assert begin == min(stays.begin[n] for n in inside)
        assert clear == max(stays.clear[n] for n in inside)
        assert cases_in == len({int(stays.person[n]) for n in inside})
    assert sum(1 for s in range(len(stays)) if any(r[0] == stays.venue[s] for r in rows)) == len(stays)


# ── the cases that break such definitions ──────────────────────────────────────────────────────────

F0 = Case(1, DAY, DAY, DAY + timedelta(1), at(20))
NO_TAIL = ExposureRule(tail_minutes=0, min_overlap_minutes=0)


def met(*visits: Visit, rule: ExposureRule = RULE, cases: tuple[Case, ...] = (F0,)) -> dict:
    return contact_rows(list(visits), list(cases), rule, "day")


def test_touching_visits_share_no_time_even_where_any_time_is_enough() -> None:
    f0 = Visit(2, 1, at(9), at(10))
    touching = Visit(2, 2, at(10), at(11)), Visit(2, 3, at(8), at(9))
    assert met(f0, *touching, rule=NO_TAIL) == {}
    one_second = Visit(2, 4, at(10) - 1, at(11))
    assert met(f0, one_second, rule=NO_TAIL) == {(2, DAY, 4): (0, 1, False)}


def test_a_visit_without_length_was_there_for_a_second() -> None:
    f0, passing = Visit(2, 1, at(9), at(10)), Visit(2, 2, at(9.5), at(9.5))
    assert met(f0, passing) == {}
    assert met(f0, passing, rule=NO_TAIL) == {(2, DAY, 2): (0, 1, False)}
    assert met(f0, passing, rule=PRESETS["same_day"]) == {(2, DAY, 2): (0, 1, False)}


def test_a_shift_over_midnight_is_found_from_the_day_after() -> None:
    late = Case(1, DAY, DAY, DAY + timedelta(1), at(20, 1))
    shift, morning = Visit(1, 2, at(22), at(6, 1)), Visit(1, 1, at(1, 1), at(2, 1))
    assert met(shift, morning, cases=(late,)) == {(1, DAY + timedelta(1), 2): (90, 1, False)}


def test_the_tail_of_corona_warn_app_is_no_longer_than_the_stay() -> None:
    f0, after = Visit(2, 1, at(9), at(9) + 600), Visit(2, 2, at(9), at(12))
    assert met(f0, after, rule=PRESETS["corona_warn_app"]) == {(2, DAY, 2): (20, 1, False)}
    assert met(f0, after) == {(2, DAY, 2): (40, 1, False)}


def test_the_same_day_is_enough_for_one_preset_and_the_place_for_another() -> None:
    f0, evening = Visit(2, 1, at(8), at(9)), Visit(2, 2, at(19), at(20))
    later, too_late = Visit(2, 3, at(9, 21), at(10, 21)), Visit(2, 4, at(9, 22), at(10, 22))
    everybody = (f0, evening, later, too_late)
    assert met(*everybody) == {}
    assert {key[2] for key in met(*everybody, rule=PRESETS["same_day"])} == {2}
    assert {key[2] for key in met(*everybody, rule=PRESETS["place"])} == {2, 3}


def test_clocks_that_differ_are_forgiven_by_the_buffer() -> None:
    f0, before = Visit(2, 1, at(9), at(10)), Visit(2, 2, at(8), at(9))
    rule = ExposureRule(buffer_minutes=10)
    assert met(f0, before) == {}
    assert met(f0, before, rule=rule) == {(2, DAY, 2): (10, 1, False)}


def test_a_case_is_no_contact_of_their_own_and_two_cases_meet_each_other() -> None:
    second = Case(2, DAY, DAY, DAY + timedelta(1), at(20))
    twice = Visit(1, 1, at(8), at(9)), Visit(1, 1, at(8.25), at(9.25))
    assert met(*twice) == {}
    shared = [Visit(1, person, at(8), at(9)) for person in (1, 2, 3)]
    one, both = (60, 1, False), (120, 2, False)
    found = met(*shared, cases=(F0, second))
    assert found == {(1, DAY, 1): one, (1, DAY, 2): one, (1, DAY, 3): both}


def test_one_person_scanned_twice_at_once_is_one_person_with_both_minutes() -> None:
    twice = Visit(1, 2, at(9), at(10)), Visit(1, 2, at(9), at(10))
    assert met(Visit(1, 1, at(8), at(14)), *twice) == {(1, DAY, 2): (120, 1, False)}


def test_without_onset_the_sample_counts_and_without_isolation_the_day_after_publication() -> None:
    unknown = Case(1, None, DAY, DAY, None)
    for days, is_met in ((-4, False), (-3, True), (1, True), (2, False)):
        pair = [Visit(2, person, at(9, days), at(10, days)) for person in (1, 2)]
        assert bool(met(*pair, cases=(unknown,))) is is_met, days


def test_the_day_is_that_of_viet_nam_in_summer_and_in_winter() -> None:
    for day in (date(2021, 1, 15), date(2021, 7, 15)):
        case = Case(1, day, day, day, None)
        begin = midnight(day)
        pair = [Visit(2, person, begin, begin + 3600) for person in (1, 2)]
        assert set(met(*pair, cases=(case,))) == {(2, day, 2)}


def test_f2_are_met_only_after_the_f1_was_exposed() -> None:
    f0 = Visit(2, 1, at(9), at(10))
    f1 = Visit(2, 2, at(9), at(9.5)), Visit(3, 2, at(7), at(8)), Visit(3, 2, at(15), at(16))
    before, after = Visit(3, 3, at(7), at(8)), Visit(3, 4, at(15), at(16))
    visits = [f0, *f1, before, after]
    assert oracle.second_generation(visits, [F0], KINDS, RULE) == {4}
    segments, believed = segments_of(visits, "day"), limits_of(RULE)
    stays, meetings = traced(visits, [F0], RULE, "day")
    onward = onward_periods(pairs(stays, meetings, RULE), RULE, without=np.array([1]))
    assert onward.begin.tolist() == [at(9) + 600]
    assert onward.until.tolist() == [at(9) + 600 + 21 * SECONDS_PER_DAY]
    again = stays_of(segments, believed, onward, RULE)
    assert 4 in meet(segments, believed, again, RULE).person


def test_nothing_comes_of_nothing() -> None:
    stays, meetings = traced([], [F0], RULE)
    assert (len(stays), len(meetings)) == (0, 0)
    assert len(contacts(stays, meetings)) == len(pairs(stays, meetings, RULE)) == len(windows(stays)) == 0
    assert isinstance(stays, Stays)
    assert isinstance(pairs(stays, meetings, RULE), Pairs)


def test_a_venue_without_limits_is_refused_by_name() -> None:
    segments = segments_of([Visit(9, 1, at(9), at(10))])
    with pytest.raises(KeyError, match="expected limits for every venue"):
        stays_of(segments, limits_of(RULE), periods_of([F0], RULE), RULE)


@settings(max_examples=100, deadline=None)
@given(*worlds, rules)
def test_exposed_venues_of_each_day_equal_brute_force(
    visits: list[Visit], cases: list[Case], rule: ExposureRule
) -> None:
    stays, meetings = traced(visits, cases, rule)
    days = [day_number(DAY) + n for n in range(-3, 13)]
    found = exposed_days(stays, contacts(stays, meetings), days[0], days[-1], rule.display_days)
    rows = zip(*(column.tolist() for column in vars(found).values()), strict=True)
    expected = oracle.exposed_venues(visits, cases, KINDS, rule, [day_of(n) for n in days])
    assert {(venue, day_of(day)): tuple(rest) for venue, day, *rest in rows} == expected
