"""F2s: those who met an F1 after that F1's own exposure; brute force says the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from data.store import Store
from data.tracing.onward import trace_onward
from geo.exposure_rule import ExposureRule
from tests.data import exposure_oracle as oracle
from tests.data.exposure_oracle import Case, Visit
from tests.data.exposure_worlds import DAY, KINDS, at, case, rules, worlds
from tests.data.tracing.small import fill
from tests.data.tracing.test_listed import F0, RULE


@settings(max_examples=60, deadline=None)
@given(worlds[0], case(), rules, st.integers(0, 5))
def test_the_f2s_of_one_case_equal_brute_force(
    small: Store, visits: list[Visit], f0: Case, rule: ExposureRule, days: int
) -> None:
    rule = replace(rule, onward_days=days)
    fill(small, visits, [f0])
    trace = trace_onward(small, 0, rule)
    f2s = oracle.second_generation(visits, [f0], KINDS, rule)
    if oracle.period(f0, rule)[0] >= oracle.period(f0, rule)[1]:
        f2s = set()
    assert {m.person_id for m in trace.met} == f2s
    f1s = {person for _, person in oracle.pairs(visits, [f0], KINDS, rule)}
    assert trace.asked == len(f1s) >= trace.with_visits


def test_who_met_the_f1_before_the_f1_was_exposed_is_no_f2(small: Store) -> None:
    visits = [
        *(Visit(2, person, at(8), at(9)) for person in (1, 2)),
        *(Visit(3, person, at(6), at(7)) for person in (2, 3)),
        *(Visit(3, person, at(12), at(13)) for person in (2, 4)),
    ]
    fill(small, visits, [F0])
    trace = trace_onward(small, 0, RULE)
    assert [(m.person_id, m.generation, m.venues) for m in trace.met] == [(4, 2, (3,))]
    assert [venue.venue_id for venue in trace.venues] == [3]


def test_the_moment_of_exposure_is_when_the_shortest_overlap_was_full(small: Store) -> None:
    visits = [
        Visit(2, 1, at(8), at(12)),
        Visit(2, 2, at(8), at(12)),
        Visit(2, 3, at(6), at(8) + 600 + 599),
        Visit(2, 4, at(6), at(8) + 600 + 600),
    ]
    fill(small, visits[:2] + visits[2:], [replace(F0, isolated_at=at(8) + 600)])
    no_tail = replace(RULE, tail_minutes=0)
    assert {m.person_id for m in trace_onward(small, 0, no_tail).met} == set()
    assert trace_onward(small, 0, no_tail).asked == 3


def test_an_f1_who_is_isolated_meets_nobody_after_it(small: Store) -> None:
    visits = [
        *(Visit(2, person, at(8), at(9)) for person in (1, 2)),
        *(Visit(3, person, at(8, 2), at(9, 2)) for person in (2, 3)),
    ]
    f1 = Case(2, DAY + timedelta(2), DAY + timedelta(2), DAY + timedelta(2), at(0, 2))
    fill(small, visits, [F0])
    assert [m.person_id for m in trace_onward(small, 0, RULE).met] == [3]
    fill(small, visits, [F0, f1])
    trace = trace_onward(small, 0, RULE)
    assert (trace.met, trace.asked) == ((), 1)


def test_f1s_without_another_visit_are_asked_and_not_seen_again(small: Store) -> None:
    fill(small, [Visit(2, 1, at(8), at(8.5)), Visit(2, 2, at(8), at(8) + 600)], [F0])
    trace = trace_onward(small, 0, RULE)
    assert (trace.asked, trace.with_visits, trace.met) == (1, 0, ())


def test_no_such_case_is_none(small: Store) -> None:
    assert trace_onward(small, 99, RULE) is None
