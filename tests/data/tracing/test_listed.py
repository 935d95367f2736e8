"""The list of exposed venues: the map's own figures under the default rule, brute force under any."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.access.sight import WHOLE
from data.days import days_between, local_day
from data.store import Store
from data.tracing.actions import decide
from data.tracing.listed import listed_venues
from data.venues import venue_points
from geo.exposure_rule import PRESETS, ExposureRule
from tests.data import exposure_oracle as oracle
from tests.data.exposure_oracle import Case, Visit
from tests.data.exposure_worlds import DAY, KINDS, at, rules, worlds
from tests.data.tracing.small import fill
from tests.world import FACTORY, MARKET_NENH, MARKET_VOI, MAY_10, MAY_12, NENH, QUANG_CHAU, VOI

RULE = ExposureRule()
LOOKED_AT = st.sampled_from(days_between(DAY - timedelta(4), DAY + timedelta(12)))
F0 = Case(1, DAY, DAY, DAY + timedelta(1), at(20))


@pytest.mark.parametrize("day", [date(2021, 5, 8), date(2021, 5, 25), date(2021, 6, 10), date(2021, 7, 13)])
def test_under_the_default_rule_the_list_is_the_map_of_that_day(store: Store, day: date) -> None:
    with store.read() as connection:
        shown = venue_points(connection, day, WHOLE)
    found = listed_venues(store, day, RULE, None)
    assert [(v.venue.venue_id, v.days_since, v.cases, v.people_exposed, v.people_imputed) for v in found] == [
        (v.venue_id, v.days_since, v.cases, v.people_exposed, v.people_imputed) for v in shown
    ]


@settings(max_examples=50, deadline=None)
@given(*worlds, rules, LOOKED_AT)
def test_under_any_rule_the_figures_equal_brute_force(
    small: Store, visits: list[Visit], cases: list[Case], rule: ExposureRule, day: date
) -> None:
    fill(small, visits, cases)
    found = {
        v.venue.venue_id: (v.days_since, v.cases, v.people_exposed, v.people_imputed)
        for v in listed_venues(small, day, rule, None)
    }
    expected = oracle.exposed_venues(visits, cases, KINDS, rule, [day])
    assert found == {venue: figures for (venue, _), figures in expected.items()}


@settings(max_examples=40, deadline=None)
@given(*worlds, rules, LOOKED_AT)
def test_windows_cover_the_stays_in_view_and_nothing_else(
    small: Store, visits: list[Visit], cases: list[Case], rule: ExposureRule, day: date
) -> None:
    fill(small, visits, cases)
    since = day - timedelta(rule.display_days)
    stays = [
        s
        for s in oracle.infectious_stays(visits, cases, KINDS, rule)
        if s.days[0] <= day and s.days[-1] >= since
    ]
    for listed in listed_venues(small, day, rule, None):
        here = [s for s in stays if s.venue == listed.venue.venue_id]
        edges = {s.begin for s in here} | {s.clear for s in here}
        for moment in edges | {edge - 1 for edge in edges}:
            covered = [w for w in listed.windows if w.begin <= moment < w.clear]
            assert len(covered) == any(s.begin <= moment < s.clear for s in here)
        for window in listed.windows:
            f0s = {s.person for s in here if window.begin <= s.begin < window.clear}
            assert window.cases == len(f0s)


def test_the_venue_with_most_people_exposed_comes_first(tiny: Store) -> None:
    found = listed_venues(tiny, MAY_10, RULE, None)
    assert [v.venue.venue_id for v in found] == [FACTORY, MARKET_NENH, MARKET_VOI]


def test_only_the_communes_asked_for_are_listed(tiny: Store) -> None:
    found = listed_venues(tiny, MAY_10, RULE, frozenset({NENH, QUANG_CHAU}))
    assert {v.venue.unit_id for v in found} == {NENH, QUANG_CHAU}
    assert listed_venues(tiny, MAY_10, RULE, frozenset()) == ()


def test_a_day_before_any_exposure_lists_nothing(tiny: Store) -> None:
    assert listed_venues(tiny, date(2021, 4, 1), RULE, None) == ()


def test_an_exposure_is_seen_on_its_day_and_for_the_days_on_display(small: Store) -> None:
    fill(small, [Visit(2, person, at(8), at(9)) for person in (1, 2)], [F0])
    seen = {n: listed_venues(small, DAY + timedelta(n), RULE, None) for n in (-1, 0, 21, 22)}
    assert {n: [(v.days_since, v.people_exposed) for v in found] for n, found in seen.items()} == {
        -1: [],
        0: [(0, 1)],
        21: [(21, 1)],
        22: [],
    }


def test_what_was_decided_stands_beside_the_venue(tiny: Store) -> None:
    decide(tiny, MARKET_VOI, "close_disinfect", "Lan", "chợ đông", RULE)
    actions = {v.venue.unit_id: v.action for v in listed_venues(tiny, MAY_12, RULE, None)}
    assert actions[VOI] is not None and actions[VOI].action == "close_disinfect"
    assert actions[NENH] is None


def test_a_check_in_that_comes_late_and_a_corrected_onset_are_in_the_next_answer(small: Store) -> None:
    visits = [Visit(2, 1, at(8), at(9)), Visit(2, 2, at(8), at(9))]
    fill(small, visits, [F0])
    assert [v.people_exposed for v in listed_venues(small, DAY, RULE, None)] == [1]
    fill(small, [*visits, Visit(2, 3, at(8), at(9))], [F0])
    assert [v.people_exposed for v in listed_venues(small, DAY, RULE, None)] == [2]
    later = Case(1, DAY + timedelta(9), DAY + timedelta(9), DAY + timedelta(9), None)
    fill(small, visits, [later])
    assert listed_venues(small, DAY, RULE, None) == ()


@pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)
def test_every_preset_lists_the_same_venues_for_the_f0s_were_where_they_were(
    store: Store, rule: ExposureRule
) -> None:
    day = date(2021, 5, 25)
    found = {v.venue.venue_id for v in listed_venues(store, day, rule, None)}
    assert found == {v.venue.venue_id for v in listed_venues(store, day, RULE, None)}


def test_windows_of_the_outbreak_hold_every_exposure_of_their_venue(store: Store) -> None:
    day = date(2021, 5, 25)
    for listed in listed_venues(store, day, RULE, None)[:10]:
        assert listed.windows == tuple(sorted(listed.windows, key=lambda w: w.begin))
        assert all(local_day(w.begin) <= day for w in listed.windows)
