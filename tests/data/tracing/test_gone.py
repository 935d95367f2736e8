"""Wherever tracing shows less after a run of retention than before it, it says what is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from data.counted_anew import gone_in_view
from data.store import Store
from data.tracing.answers import CaseLine
from data.tracing.case import trace_case
from data.tracing.cases import find_cases
from data.tracing.gone import gone_by_case, gone_of_cases
from data.tracing.listed import listed_venues
from data.tracing.onward import trace_onward
from data.tracing.what_if import what_if
from geo.exposure_rule import DEFAULT_RULE, PRESETS, ExposureRule
from tests.bereft import MAY_27

EVERY = (date(2021, 4, 1), date(2021, 8, 1))
DAYS = [date(2021, 5, 20), *(date(2021, 6, 14) + timedelta(n) for n in (0, 2, 3, 4, 5, 24, 25, 26))]

every_rule = pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)


def lines_of(store: Store, rule: ExposureRule) -> Sequence[CaseLine]:
    return find_cases(store, None, *EVERY, 10_000, 0, rule)[0]


def of_days(store: Store, rule: ExposureRule) -> dict[date, tuple[object, ...]]:
    """Lists and numbers as seen on some days around the last one that is told about."""
    found = {}
    for day in DAYS:
        listed = listed_venues(store, day, rule, None)
        numbers = what_if(store, day, rule, None, 2.0)
        found[day] = (listed, numbers.people_exposed, numbers.cases, numbers.curve)
    return found


@every_rule
def test_a_day_that_shows_less_is_told_about(store: Store, bereft_store: Store, rule: ExposureRule) -> None:
    whole, left = of_days(store, rule), of_days(bereft_store, rule)
    told = {day for day in DAYS if gone_in_view(bereft_store, day, rule)}
    assert {day for day in DAYS if whole[day] != left[day]} <= told
    assert left[DAYS[0]] != whole[DAYS[0]]
    assert told != set(DAYS)


@every_rule
def test_a_case_that_shows_fewer_stays_is_told_about(
    store: Store, bereft_store: Store, rule: ExposureRule
) -> None:
    whole, left = ({c.case_id: c.visits for c in lines_of(s, rule)} for s in (store, bereft_store))
    told = set(gone_by_case(bereft_store, lines_of(bereft_store, rule), rule))
    less = {case_id for case_id, visits in whole.items() if left[case_id] < visits}
    assert less <= told
    assert less and told < set(whole)


def test_a_case_that_is_not_told_about_met_whom_it_met_before(store: Store, bereft_store: Store) -> None:
    lines = lines_of(store, DEFAULT_RULE)
    told = gone_by_case(bereft_store, lines, DEFAULT_RULE)
    # Those nearest to the day are the ones that could be overlooked.
    others = [line for line in lines if line.case_id not in told and line.visits]
    for line in sorted(others, key=lambda each: each.first_positive_day)[:40]:
        for trace in (trace_case, trace_onward):
            assert trace(bereft_store, line.case_id, DEFAULT_RULE) == trace(store, line.case_id, DEFAULT_RULE)


def test_of_several_cases_one_is_enough(bereft_store: Store) -> None:
    lines = lines_of(bereft_store, DEFAULT_RULE)
    early, late = lines[0], lines[-1]
    assert gone_of_cases(bereft_store, [late], DEFAULT_RULE) is None
    found = gone_of_cases(bereft_store, [late, early], DEFAULT_RULE)
    assert found is not None and found.before == MAY_27
    assert gone_of_cases(bereft_store, [], DEFAULT_RULE) is None


def test_a_case_that_never_infected_lost_nothing(bereft_store: Store) -> None:
    lines = lines_of(bereft_store, DEFAULT_RULE)
    isolated = replace(lines[0], isolated_at=0)
    assert gone_by_case(bereft_store, [isolated], DEFAULT_RULE) == {}


def test_where_nothing_was_deleted_nothing_is_told(store: Store) -> None:
    assert gone_of_cases(store, lines_of(store, DEFAULT_RULE), DEFAULT_RULE) is None
    assert all(gone_in_view(store, day, DEFAULT_RULE) is None for day in DAYS)
