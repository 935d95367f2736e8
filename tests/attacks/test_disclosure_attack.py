"""The attacker who collects everything that is told and computes what is hidden: nothing small may come out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from data.access.sight import PUBLIC, Sight
from data.cells import Series, State
from data.cube import Cube, Snapshot, Unplaced
from data.protected import protect
from data.store import Store
from data.units import Commune, District, Units
from tests.attacks.lp import MOST, Fact, Found, Secret, recovered
from tests.attacks.readers import COMMUNES
from tests.attacks.told import Told, facts_of, small_days, small_weeks, told_by_cube

BY_WEEK = {"new_cases": 7, "symptoms_answered": 4, "symptomatic_declarations": 4}
BY_DAY = ("declarations", "checkins", "installs")
WHOLE_DISTRICT = "219"


def attack(whole: Cube, measure: str, sight: Sight, scopes: tuple[frozenset[int], ...]) -> list[Found]:
    """What a reader with this sight finds, who knows all that the public is told as well, and what is in no commune."""
    least = BY_WEEK.get(measure, 0)
    inside = np.isin(whole.units.unit_ids, sorted(sight.units or ()))
    facts: list[Fact] = []
    for each in {sight, PUBLIC}:
        told = told_by_cube(protect(whole, each, scopes), measure, least)
        facts += facts_of(told, whole.unplaced[measure].values)
    return recovered(facts, secrets_of(whole, measure, inside, told.sundays))


def secrets_of(whole: Cube, measure: str, inside: NDArray[np.bool_], sundays: frozenset[int]) -> list[Secret]:
    least = BY_WEEK.get(measure, 0)
    weeks = small_weeks(whole, measure, inside, sundays, least) if least else []
    return small_days(whole, measure, inside) + weeks


def scopes_of(units: Units) -> dict[str, Sight]:
    """Readers of the embedded outbreak: the public, one with three communes, one with a whole district."""
    three = frozenset(int(units.commune(code).unit_id) for code in COMMUNES)
    whole = frozenset(int(units.communes[n].unit_id) for n in units.columns(WHOLE_DISTRICT))
    return {"public": PUBLIC, "three communes": Sight(three), "a whole district": Sight(whole)}


@pytest.fixture(scope="module")
def whole(store: Store) -> Cube:
    return store.cube()


@pytest.mark.parametrize(
    ("measure", "who"),
    [
        *(("new_cases", who) for who in ("public", "three communes", "a whole district")),
        ("symptomatic_declarations", "three communes"),
        ("declarations", "a whole district"),
    ],
)
def test_no_small_count_of_the_embedded_outbreak_is_recovered(who: str, measure: str, whole: Cube) -> None:
    sights = scopes_of(whole.units)
    scopes = tuple(sight.units for sight in sights.values() if sight.units)
    found = attack(whole, measure, sights[who], scopes)
    assert found == [], f"{len(found)} recovered, the first {found[:5]}"


def test_there_is_much_to_recover(whole: Cube) -> None:
    inside = np.zeros(len(whole.units.communes), dtype=bool)
    assert len(small_days(whole, "new_cases", inside)) > 10_000
    assert len(small_weeks(whole, "new_cases", inside, frozenset(range(10, 70, 7)), 7)) > 500


def test_an_unprotected_cube_gives_everything_away(whole: Cube) -> None:
    secrets = small_days(whole, "new_cases", np.zeros(len(whole.units.communes), dtype=bool))
    assert len(recovered(facts_of(told_by_cube(whole, "new_cases", 7)), secrets)) == len(secrets)


def naive(whole: Cube, measure: str, rows: slice) -> Told:
    """Small cells are hidden, and every sum of a day is told: what many tables in the world do."""
    series = whole.measures[measure]
    values, states = series.values[rows].copy(), series.states[rows].copy()
    small = np.isfinite(values) & (values <= MOST)
    values[small], states[small] = np.nan, State.SUPPRESSED
    told = Told(whole.units, values, states, frozenset())
    told.least_days = 0
    for area in (None, *(district.code for district in whole.units.districts)):
        sums = np.nansum(series.values[rows][:, whole.units.columns(area)], axis=1)
        for row, value in enumerate(sums):
            told.day(area, row, float(value))
    return told


def test_hiding_small_cells_alone_gives_many_away(whole: Cube) -> None:
    """The attacker works: it finds what is to be found."""
    rows = slice(20, 34)
    cut = replace(whole, measures={"new_cases": cut_to(whole.measures["new_cases"], rows)})
    secrets = small_days(cut, "new_cases", np.zeros(len(whole.units.communes), dtype=bool))
    found = recovered(facts_of(naive(whole, "new_cases", rows)), secrets)
    assert len(found) > 100
    truth = whole.measures["new_cases"].values[rows].ravel()
    assert all(each.low - 1e-6 <= truth[each.secret.cells[0]] <= each.high + 1e-6 for each in found)


def cut_to(series: Series, rows: slice) -> Series:
    return Series(series.days[rows], series.values[rows], series.states[rows])


@pytest.mark.parametrize("extra", ["weeks of districts", "days of the province"])
def test_one_sum_too_many_gives_counts_away(extra: str, whole: Cube) -> None:
    """The rule that hides sums is needed: the protected cube with all sums of one kind added gives counts away."""
    told = told_by_cube(protect(whole, PUBLIC, ()), "new_cases", 7)
    daily = np.nan_to_num(whole.measures["new_cases"].values)
    for row in range(len(daily)):
        if extra == "days of the province":
            told.day(None, row, float(daily[row].sum() + whole.unplaced["new_cases"].values[row]))
        elif row in told.sundays:
            for district in whole.units.districts:
                columns = whole.units.columns(district.code)
                told.week(district.code, row, float(daily[row - 6 : row + 1, columns].sum()))
    facts = facts_of(told, whole.unplaced["new_cases"].values)
    inside = np.zeros(len(whole.units.communes), dtype=bool)
    assert len(recovered(facts, secrets_of(whole, "new_cases", inside, told.sundays))) > 0


def test_facts_that_contradict_each_other_prove_nothing() -> None:
    with pytest.raises(ValueError, match="contradict"):
        recovered([Fact((0, 1), 5, 5), Fact((0, 1), 6, 6), Fact((0,), 0, 4)], [Secret((0,))])


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([Fact((0, 1), 8, 8), Fact((0,), 0, 4), Fact((1,), 0, 4)], (4.0, 4.0)),
        ([Fact((0, 1), 3, 3)], (0.0, 3.0)),
        ([Fact((0, 1, 2), 9, 9), Fact((1,), 0, 4), Fact((2,), 0, 4)], (1.0, 9.0)),
        ([Fact((0, 1), 9, 9), Fact((1,), 6, 6)], (3.0, 3.0)),
        ([Fact((0, 1, 2), 4, 4), Fact((1, 2), 2, 2)], (2.0, 2.0)),
        ([Fact((0,), 49.95, 50.05, (100 / 3,))], (1.4985, 1.5015)),
        ([Fact((0, 1), 4, 4), Fact((1,), 0, 4)], None),
        ([Fact((1,), 3, 3)], None),
    ],
)
def test_bounds_are_those_that_are_worked_out_by_hand(facts, expected) -> None:
    found = recovered(facts, [Secret((0,))])
    if expected is None:
        assert found == []
    else:
        low, high = found[0].low, found[0].high
        assert low == pytest.approx(expected[0], abs=1e-6)
        assert high >= MOST if expected[1] > MOST else high == pytest.approx(expected[1], abs=1e-6)


FIRST = date(2021, 5, 3)
"""A Monday."""


def small_province(cases: NDArray[np.float64], districts: list[int]) -> Cube:
    """A province of a few communes with these counts, days × communes; NaN did not report."""
    codes = [f"{n:03d}" for n in range(max(districts) + 1)]
    communes = tuple(
        Commune(n + 1, f"{n:05d}", FIRST, f"C{n}", "xã", codes[d], 5_000, 10.0, 106.0, 21.0)
        for n, d in enumerate(districts)
    )
    units = Units(communes, tuple(District(code, f"D{code}", "huyện") for code in codes))
    days = tuple(FIRST + timedelta(days=n) for n in range(len(cases)))
    states = np.where(np.isfinite(cases), State.VALUE, State.NO_REPORT).astype(np.uint8)
    measures = {name: Series(days, cases, states) for name in ("new_cases", "declarations")}
    nothing = {name: Unplaced(np.zeros(len(days), dtype=np.int64), np.zeros(len(days))) for name in measures}
    snapshot = Snapshot("s" * 12, datetime(2021, 7, 1), days[0], days[-1])
    return Cube(snapshot, units, days, measures, nothing)


@st.composite
def provinces(draw: st.DrawFn) -> tuple[Cube, tuple[frozenset[int], ...]]:
    """One to three districts of one to five communes, one to three weeks, mostly small counts; up to two scopes."""
    districts = [d for d in range(draw(st.integers(1, 3))) for _ in range(draw(st.integers(1, 5)))]
    days = draw(st.integers(6, 22))
    busy = draw(st.sampled_from([1, 3, 12]))
    count = st.one_of(st.integers(0, 2), st.integers(0, busy), st.integers(0, 40)).map(float)
    gap = st.just(float("nan")) if draw(st.booleans()) else st.just(0.0)
    cell = st.integers(0, 19).flatmap(lambda n: gap if n == 0 else count)
    rows = draw(
        st.lists(
            st.lists(cell, min_size=len(districts), max_size=len(districts)), min_size=days, max_size=days
        )
    )
    units = list(range(1, len(districts) + 1))
    scopes = draw(st.lists(st.frozensets(st.sampled_from(units), min_size=1), max_size=2))
    return small_province(np.array(rows), districts), tuple(sorted(set(scopes), key=sorted))


@pytest.mark.parametrize("measure", ["new_cases", "declarations"])
@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(made=provinces())
def test_no_small_count_of_any_small_province_is_recovered(measure: str, made) -> None:
    cube, scopes = made
    for sight in (PUBLIC, *(Sight(units) for units in scopes)):
        found = attack(cube, measure, sight, scopes)
        assert found == [], f"{sight}: {found[:3]}"


def test_the_one_commune_that_a_reader_does_not_know_is_not_what_is_left_of_a_day() -> None:
    """Two communes, a reader who knows the one: a day's sum would tell the other."""
    cases = np.full((6, 2), 4.0)
    cases[:, 0] = 10
    scopes = (frozenset({1}),)
    assert attack(small_province(cases, [0, 0]), "new_cases", Sight(scopes[0]), scopes) == []
