"""One F1: every day and place of their exposure, by whom, and their visits since."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings

from data.days import local_day
from data.store import Store
from data.tracing.person import trace_person
from geo.exposure_rule import ExposureRule
from tests.data import exposure_oracle as oracle
from tests.data.exposure_oracle import Case, Visit
from tests.data.exposure_worlds import DAY, KINDS, at, rules, worlds
from tests.data.tracing.small import PEOPLE, fill
from tests.data.tracing.test_listed import F0, RULE


@settings(max_examples=40, deadline=None)
@given(*worlds, rules)
def test_exposures_equal_brute_force(
    small: Store, visits: list[Visit], cases: list[Case], rule: ExposureRule
) -> None:
    fill(small, visits, cases)
    lowest = {c.person: n for n, c in reversed(list(enumerate(cases)))}
    contacts = oracle.contacts(visits, cases, KINDS, rule)
    stays = oracle.infectious_stays(visits, cases, KINDS, rule)
    met = oracle.overlaps(visits, stays, KINDS, rule)
    for person in PEOPLE:
        trace = trace_person(small, person, rule)
        assert {
            (e.venue.venue_id, local_day(e.begin), person): (e.overlap_minutes, len(e.case_ids), e.is_imputed)
            for e in trace.exposures
        } == {key: value for key, value in contacts.items() if key[2] == person}
        for e in trace.exposures:
            here = [
                o
                for o in met
                if (o.venue, o.person) == (e.venue.venue_id, person)
                and local_day(o.begin) == local_day(e.begin)
            ]
            assert e.begin == min(o.begin for o in here)
            assert e.case_ids == tuple(sorted({lowest[o.f0] for o in here}))
        assert trace.case_id == lowest.get(person)


def test_visits_since_begin_with_the_exposure_and_say_whom_they_would_expose(small: Store) -> None:
    visits = [
        *(Visit(2, person, at(8), at(9)) for person in (1, 2)),
        Visit(3, 2, at(6), at(7)),
        *(Visit(3, person, at(8, 1), at(9, 1)) for person in (2, 3)),
        Visit(3, 2, at(8, 22), at(9, 22)),
    ]
    fill(small, visits, [F0])
    since = trace_person(small, 2, RULE).since
    assert [(s.venue.venue_id, s.t_in, s.people_exposed) for s in since] == [(2, at(8), 1), (3, at(8, 1), 1)]
    assert trace_person(small, 2, replace(RULE, onward_days=0)).since == ()


def test_somebody_who_met_no_f0_has_neither(small: Store) -> None:
    fill(small, [Visit(2, 1, at(8), at(9)), Visit(2, 5, at(12), at(13))], [F0])
    trace = trace_person(small, 5, RULE)
    assert (trace.exposures, trace.since, trace.case_id) == ((), (), None)


def test_an_f1_who_became_a_case_says_so_and_is_not_followed_past_isolation(small: Store) -> None:
    visits = [
        *(Visit(2, person, at(8), at(9)) for person in (1, 2)),
        *(Visit(3, 2, at(8, n), at(9, n)) for n in (1, 3)),
    ]
    fallen_ill = DAY + timedelta(4)
    fill(small, visits, [F0, Case(2, fallen_ill, fallen_ill, fallen_ill, at(0, 2))])
    trace = trace_person(small, 2, RULE)
    assert trace.case_id == 1
    assert [s.t_in for s in trace.since] == [at(8), at(8, 1)]


def test_nobody_is_none(small: Store) -> None:
    assert trace_person(small, 4_611_686_018_427_387_905, RULE) is None
