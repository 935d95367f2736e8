"""What another rule would give: people counted once, the curve beside them, and how much of all visits was seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given, settings
from sqlalchemy import update

from data import schema
from data.rollup import rebuild
from data.store import Store
from data.tracing.listed import listed_venues
from data.tracing.what_if import what_if
from geo.exposure_rule import PRESETS, ExposureRule
from tests.data import exposure_oracle as oracle
from tests.data.exposure_oracle import Case, Visit
from tests.data.exposure_worlds import KINDS, at, rules, worlds
from tests.data.tracing import small as small_store
from tests.data.tracing.test_listed import F0, LOOKED_AT, RULE
from tests.world import HUONG_LAC, MAY_8, MAY_10, MAY_12, NENH, QUANG_CHAU, TAN_DINH, VOI

DAY = date(2021, 5, 25)


def curve_of(store: Store, rule: ExposureRule, day: date = DAY) -> dict[int, int]:
    return dict(what_if(store, day, rule, None, 1.0).curve)


@settings(max_examples=40, deadline=None)
@given(*worlds, rules, LOOKED_AT)
def test_people_and_curve_equal_brute_force(
    small: Store, visits: list[Visit], cases: list[Case], rule: ExposureRule, day: date
) -> None:
    small_store.fill(small, visits, cases)
    found = what_if(small, day, rule, None, 1.0)
    assert (found.people_exposed, found.people_imputed) == people(visits, cases, rule, day)
    if rule.match == "overlap":
        for minutes in (1, 9, 10, 11, 30, 60):
            asked = replace(rule, min_overlap_minutes=minutes)
            assert dict(found.curve)[minutes] == people(visits, cases, asked, day)[0]


def people(visits: list[Visit], cases: list[Case], rule: ExposureRule, day: date) -> tuple[int, int]:
    """Exposed in view, and those of them whose every overlap rests on a filled-in check-out."""
    stays = oracle.infectious_stays(visits, cases, KINDS, rule)
    since = day - timedelta(rule.display_days)
    met = [
        o for o in oracle.overlaps(visits, stays, KINDS, rule) if since <= oracle.local_day(o.begin) <= day
    ]
    exposed, certain = {o.person for o in met}, {o.person for o in met if not o.is_imputed}
    return len(exposed), len(exposed - certain)


@pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)
def test_cases_and_venues_of_the_outbreak_are_those_of_the_list(store: Store, rule: ExposureRule) -> None:
    found, listed = what_if(store, DAY, rule, None, 1.0), listed_venues(store, DAY, rule, None)
    assert found.venues == len(listed)
    assert found.cases <= sum(v.cases for v in listed)
    assert (
        max(v.people_exposed for v in listed) <= found.people_exposed <= sum(v.people_exposed for v in listed)
    )


def test_the_curve_of_the_outbreak_never_rises_and_meets_the_count(store: Store) -> None:
    found = what_if(store, DAY, RULE, None, 1.0)
    counts = [count for _, count in found.curve]
    assert [minutes for minutes, _ in found.curve] == list(range(1, 61))
    assert counts == sorted(counts, reverse=True) and counts[0] > counts[-1]
    assert dict(found.curve)[10] == found.people_exposed
    for minutes in (1, 30, 60):
        asked = replace(RULE, min_overlap_minutes=minutes)
        assert what_if(store, DAY, asked, None, 1.0).people_exposed == dict(found.curve)[minutes]


def test_the_curve_is_the_same_wherever_its_slider_stands(store: Store) -> None:
    assert curve_of(store, RULE) == curve_of(store, replace(RULE, min_overlap_minutes=45))


def test_where_no_overlap_is_asked_for_the_curve_is_flat(store: Store) -> None:
    found = what_if(store, DAY, PRESETS["same_day"], None, 1.0)
    assert {count for _, count in found.curve} == {found.people_exposed}


def test_a_longer_tail_and_a_longer_window_of_the_outbreak_never_expose_fewer(store: Store) -> None:
    for name, values in {"tail_minutes": (0, 30, 120), "window_days_before": (0, 3, 7)}.items():
        counts = [
            what_if(store, DAY, replace(RULE, **{name: value}), None, 1.0).people_exposed for value in values
        ]
        assert counts == sorted(counts) and counts[0] < counts[-1]


def test_without_imputation_nobody_of_the_outbreak_rests_on_a_filled_in_check_out(store: Store) -> None:
    no_filling = replace(RULE, imputed_percent=0, tail_minutes=0)
    assert what_if(store, DAY, no_filling, None, 1.0).people_imputed == 0


def test_a_second_short_of_ten_minutes_counts_for_nine(small: Store) -> None:
    visits = [Visit(2, 1, at(8), at(9)), Visit(2, 2, at(7), at(8) + 600), Visit(2, 3, at(7), at(8) + 599)]
    small_store.fill(small, visits, [F0])
    found = what_if(small, F0.positive, RULE, None, 1.0)
    assert [count for minutes, count in found.curve if minutes in (9, 10, 11)] == [2, 1, 0]


def test_communes_narrow_the_venues_and_the_people(tiny: Store) -> None:
    found = what_if(tiny, MAY_12, RULE, frozenset({NENH}), 1.0)
    assert (found.cases, found.venues, found.people_exposed, found.people_imputed) == (1, 1, 1, 1)
    nowhere = what_if(tiny, MAY_12, RULE, frozenset({TAN_DINH}), 1.0)
    assert (nowhere.cases, nowhere.venues, nowhere.people_exposed) == (0, 0, 0)


def test_check_ins_stand_beside_people_times_days_with_reports_times_visits_a_day(tiny: Store) -> None:
    found = what_if(tiny, MAY_12, RULE, frozenset({NENH, QUANG_CHAU}), 0.5)
    assert found.checkins == 4
    assert found.estimated_visits == round((30_025 + 13_769) * 5 * 0.5)


def test_only_days_in_view_are_estimated(tiny: Store) -> None:
    found = what_if(tiny, MAY_10, replace(RULE, display_days=1), frozenset({VOI}), 1.0)
    assert (found.checkins, found.estimated_visits) == (1, 17_359 * 2)


def test_without_any_report_the_visits_are_not_known_and_not_none(tiny: Store) -> None:
    before = what_if(tiny, MAY_8 - timedelta(40), RULE, frozenset({VOI}), 1.0)
    assert (before.checkins, before.estimated_visits) == (0, None)


def test_where_people_were_never_counted_the_visits_are_not_known(tiny: Store) -> None:
    assert what_if(tiny, MAY_12, RULE, frozenset({HUONG_LAC, VOI}), 1.0).estimated_visits is None
    with tiny.engine.begin() as connection:
        here = schema.commune.c.unit_id == HUONG_LAC
        connection.execute(update(schema.commune).where(here).values(population=100))
        connection.execute(schema.snapshot.delete())
        rebuild(connection)
    again = Store(tiny.settings, tiny.engine)
    days = {VOI: 5, HUONG_LAC: 4}
    assert what_if(again, MAY_12, RULE, frozenset(days), 1.0).estimated_visits == 17_359 * 5 + 100 * 4


def test_moving_the_shortest_overlap_meets_nobody_anew(store: Store) -> None:
    what_if(store, DAY, RULE, None, 1.0)
    begun = process_time()
    for minutes in range(20, 30):
        what_if(store, DAY, replace(RULE, min_overlap_minutes=minutes), None, 1.0)
    assert (process_time() - begun) / 10 < 0.08
