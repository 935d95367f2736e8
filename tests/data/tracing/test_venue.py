"""One venue: the numbers of the list, who was there by the hour, and where they went since."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from data.store import Store
from data.tracing.actions import decide
from data.tracing.listed import listed_venues
from data.tracing.venue import trace_venue
from geo.exposure_rule import PRESETS, ExposureRule
from tests.data import exposure_oracle as oracle
from tests.data.exposure_oracle import Case, Visit
from tests.data.exposure_worlds import DAY, KINDS, at, rules, worlds
from tests.data.tracing.small import fill
from tests.data.tracing.test_listed import F0, LOOKED_AT, RULE
from tests.world import FACTORY, MARKET_VOI, MAY_12

HOUR = 3600


@pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)
def test_a_venue_of_the_outbreak_has_the_numbers_of_the_list(store: Store, rule: ExposureRule) -> None:
    day = date(2021, 5, 25)
    listed = listed_venues(store, day, rule, None)
    for line in listed[:5] + listed[-5:]:
        trace = trace_venue(store, line.venue.venue_id, day, rule, has_people=True)
        assert (trace.venue, trace.windows) == (line.venue, line.windows)
        assert (trace.people_exposed, trace.people_imputed) == (line.people_exposed, line.people_imputed)
        assert (len(trace.cases), len(trace.met)) == (line.cases, line.people_exposed)
        assert sum(m.is_imputed for m in trace.met) == line.people_imputed


@settings(max_examples=50, deadline=None)
@given(*worlds, rules, LOOKED_AT)
def test_hours_visitors_and_people_equal_brute_force(
    small: Store, visits: list[Visit], cases: list[Case], rule: ExposureRule, day: date
) -> None:
    fill(small, visits, cases)
    stays = oracle.infectious_stays(visits, cases, KINDS, rule)
    overlaps = oracle.overlaps(visits, stays, KINDS, rule)
    since, end = day - timedelta(rule.display_days), at(24, (day - DAY).days)
    for line in listed_venues(small, day, rule, None):
        here = [v for v in visits if v.venue == line.venue.venue_id]
        trace = trace_venue(small, line.venue.venue_id, day, rule, has_people=True)
        met = [
            o
            for o in overlaps
            if o.venue == line.venue.venue_id and since <= oracle.local_day(o.begin) <= day
        ]
        assert {m.person_id: m.overlap_minutes for m in trace.met} == {
            person: sum(o.overlap for o in met if o.person == person) // 60
            for person in {o.person for o in met}
        }
        assert trace.visitors == tuple(inside(here, w.begin, min(w.clear, end), rule) for w in trace.windows)
        for hour in trace.hours:
            span = hour.begin, hour.begin + HOUR
            exposed = {o.person for o in met if o.begin < span[1] and o.begin + o.overlap > span[0]}
            assert (hour.visitors, hour.exposed) == (inside(here, *span, rule), len(exposed))


def inside(visits: list[Visit], begin: int, end: int, rule: ExposureRule) -> int:
    return len({v.person for v in visits if v.t_in < end and oracle.left_at(v, KINDS, rule) > begin})


def test_hours_are_the_clock_hours_of_the_days_that_a_window_touches(small: Store) -> None:
    visits = [Visit(2, 1, at(8.5), at(9.25)), Visit(2, 2, at(9), at(11)), Visit(2, 3, at(9, -2), at(10, -2))]
    fill(small, visits, [F0])
    trace = trace_venue(small, 2, DAY, RULE, has_people=False)
    assert [(h.begin, h.visitors, h.exposed) for h in trace.hours] == [
        (at(8), 1, 0),
        (at(9), 2, 1),
        (at(10), 1, 0),
    ]


def test_who_leaves_as_the_f0_comes_or_comes_as_the_window_closes_was_not_inside(small: Store) -> None:
    touching = [Visit(2, 3, at(7), at(8)), Visit(2, 4, at(9.5), at(10))]
    fill(small, [Visit(2, 1, at(8), at(9)), Visit(2, 2, at(8), at(9)), *touching], [F0])
    assert trace_venue(small, 2, DAY, RULE, has_people=False).visitors == (2,)


def test_people_are_there_only_for_a_tracer(small: Store) -> None:
    fill(small, [Visit(2, person, at(8), at(9)) for person in (1, 2, 3)], [F0])
    counted, named = (trace_venue(small, 2, DAY, RULE, has_people=flag) for flag in (False, True))
    assert (counted.people_exposed, counted.met) == (2, ())
    assert [m.person_id for m in named.met] == [2, 3]


def test_where_the_exposed_went_since_counts_people_and_visits_elsewhere(small: Store) -> None:
    visits = [
        *(Visit(2, person, at(8), at(9)) for person in (1, 2, 3)),
        Visit(3, 2, at(6), at(7)),
        *(Visit(3, person, at(12, 1), at(13, 1)) for person in (2, 3)),
        Visit(3, 2, at(12, 2), at(13, 2)),
        Visit(2, 2, at(12, 3), at(13, 3)),
        Visit(1, 2, at(12, 22), at(13, 22)),
    ]
    fill(small, visits, [F0])
    onward = trace_venue(small, 2, DAY, RULE, has_people=False).onward
    assert [(n.venue.venue_id, n.people, n.visits, n.last_at) for n in onward] == [(3, 2, 3, at(13, 2))]


def test_where_an_exposed_case_went_ends_with_their_isolation(small: Store) -> None:
    visits = [
        *(Visit(2, person, at(8), at(9)) for person in (1, 2)),
        Visit(3, 2, at(8, 1), at(9, 1)),
        Visit(3, 2, at(8, 3), at(9, 3)),
    ]
    fallen_ill = DAY + timedelta(4)
    second = Case(2, fallen_ill, fallen_ill, fallen_ill, at(0, 2))
    fill(small, visits, [F0, second])
    onward = trace_venue(small, 2, DAY, RULE, has_people=False).onward
    assert [(n.people, n.visits, n.last_at) for n in onward] == [(1, 1, at(9, 1))]


def test_a_venue_that_nobody_was_exposed_at_has_no_window(tiny: Store) -> None:
    trace = trace_venue(tiny, FACTORY, date(2021, 4, 1), RULE, has_people=True)
    assert (trace.windows, trace.hours, trace.cases, trace.people_exposed, trace.met) == ((), (), (), 0, ())


def test_no_such_venue_is_none(tiny: Store) -> None:
    assert trace_venue(tiny, 999, MAY_12, RULE, has_people=False) is None


def test_every_decision_on_the_venue_is_told_the_newest_first(tiny: Store) -> None:
    for action in ("test", "none"):
        decide(tiny, MARKET_VOI, action, "Lan", "", RULE)
    trace = trace_venue(tiny, MARKET_VOI, MAY_12, RULE, has_people=False)
    assert [a.action for a in trace.actions] == ["none", "test"]
