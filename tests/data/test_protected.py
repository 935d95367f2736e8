"""What a protected cube shows never narrows a hidden count: bounds by linear programming, outbreaks made by chance."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from data.access.sight import PUBLIC, Sight
from data.cells import Series, State
from data.cube import Cube, Snapshot, Unplaced
from data.measures import CHECKINS, NEW_CASES
from data.protected import protect
from data.units import Commune, District, Units

MONDAY = date(2021, 5, 3)
WEEKS, PLACES = 2, 8
DISTRICTS = (District("1", "Một", "huyện"), District("2", "Hai", "huyện"))
UNITS = Units(
    tuple(
        Commune(n, f"{n:05}", MONDAY, f"Xã {n}", "xã", "1" if n < 4 else "2", 10_000, 10.0, 106.0, 21.0)
        for n in range(PLACES)
    ),
    DISTRICTS,
)


def cube_of(counts: NDArray[np.float64]) -> Cube:
    days = tuple(MONDAY + timedelta(days=n) for n in range(len(counts)))
    states = np.zeros(counts.shape, dtype=np.uint8)
    nothing = Unplaced(np.zeros(len(days), dtype=np.int64), np.zeros(len(days)))
    measures = {name: Series(days, counts, states) for name in (NEW_CASES, CHECKINS)}
    snapshot = Snapshot("0123456789ab", datetime(2021, 6, 1), days[0], days[-1])
    return Cube(snapshot, UNITS, days, measures, {NEW_CASES: nothing, CHECKINS: nothing})


def outbreaks() -> st.SearchStrategy[NDArray[np.float64]]:
    """Mostly nothing, some few, now and then many: what a province looks like."""
    count = st.one_of(st.just(0), st.just(0), st.integers(0, 6), st.integers(0, 60))
    cells = st.lists(count, min_size=WEEKS * 7 * PLACES, max_size=WEEKS * 7 * PLACES)
    return cells.map(lambda values: np.array(values, dtype=np.float64).reshape(WEEKS * 7, PLACES))


class Attacker:
    """Knows what was published, and the counts of `inside`; asks how small or large a hidden sum of cells may be."""

    def __init__(self, shape: tuple[int, int], known: NDArray[np.bool_], counts: NDArray[np.float64]) -> None:
        self.shape, self.rows, self.sums = shape, [], []
        self.bounds = [
            (float(v), float(v)) if k else (0.0, None)
            for v, k in zip(counts.ravel(), known.ravel(), strict=True)
        ]

    def mask(self, days: object, places: object) -> NDArray[np.float64]:
        found = np.zeros(self.shape)
        found[np.ix_(np.atleast_1d(days), np.atleast_1d(places))] = 1.0
        return found.ravel()

    def learns(self, days: object, places: object, total: float) -> None:
        self.rows.append(self.mask(days, places))
        self.sums.append(total)

    def range_of(self, days: object, places: object, small: list[NDArray[np.float64]]) -> tuple[float, float]:
        """Lowest and highest sum over these cells, where each of `small` is at most 4."""
        goal = self.mask(days, places)
        found = [
            linprog(
                sign * goal,
                A_ub=np.array(small) if small else None,
                b_ub=[4.0] * len(small) if small else None,
                A_eq=np.array(self.rows) if self.rows else None,
                b_eq=self.sums or None,
                bounds=self.bounds,
            )
            for sign in (1, -1)
        ]
        assert all(each.status in (0, 3) for each in found), [each.message for each in found]
        return tuple(
            np.inf if each.status == 3 else sign * each.fun for sign, each in zip((1, -1), found, strict=True)
        )


def attack_weeks(counts: NDArray[np.float64], seen: Cube, inside: NDArray[np.bool_]) -> list[object]:
    """Hidden weeks and days of communes that the attacker narrows to less than 0 to 4."""
    attacker = Attacker(counts.shape, np.broadcast_to(inside, counts.shape), counts)
    small: list[NDArray[np.float64]] = []
    hidden: list[tuple[object, int]] = []
    assert seen.protection is not None
    weeks = seen.protection.weeks[NEW_CASES]
    for week in range(WEEKS):
        days = np.arange(week * 7, week * 7 + 7)
        for place in np.flatnonzero(~inside):
            value, state = weeks.values[days[-1], place], weeks.states[days[-1], place]
            if state == State.VALUE:
                attacker.learns(days, place, float(value))
            else:
                hidden.append((days, place))
                small.append(attacker.mask(days, place))
        for code in ("1", "2"):
            total = seen.protection.sums[NEW_CASES, code].week[days[-1]]
            if np.isfinite(total) and not inside[UNITS.columns(code)].all():
                attacker.learns(days, UNITS.columns(code), float(total))
    for day, total in enumerate(seen.protection.sums[NEW_CASES, None].daily):
        if np.isfinite(total):
            attacker.learns(day, np.arange(PLACES), float(total))
    hidden += [([int(day)], int(place)) for day, place in np.argwhere((counts <= 4) & ~inside)]
    found = [(days, place, attacker.range_of(days, place, small)) for days, place in hidden]
    return [each for each in found if each[2][0] > 1e-6 or each[2][1] < 4 - 1e-6]


def attack_days(counts: NDArray[np.float64], seen: Cube, inside: NDArray[np.bool_]) -> list[object]:
    """Hidden days of a measure that is shown by day which the attacker narrows to less than 0 to 4."""
    cells, found = seen.measures[CHECKINS], []
    assert seen.protection is not None
    for day in range(len(counts)):
        attacker = Attacker((1, PLACES), inside[None, :], counts[[day]])
        is_hidden = (cells.states[day] == State.SUPPRESSED) & ~inside
        for place in np.flatnonzero(~is_hidden & ~inside):
            attacker.learns(0, place, float(cells.values[day, place]))
        for code in ("1", "2", None):
            total = seen.protection.sums[CHECKINS, code].daily[day]
            if np.isfinite(total) and not inside[UNITS.columns(code)].all():
                attacker.learns(0, UNITS.columns(code), float(total))
        small = [attacker.mask(0, place) for place in np.flatnonzero(is_hidden)]
        found += [(day, p, attacker.range_of(0, p, small)) for p in np.flatnonzero(is_hidden)]
    return [each for each in found if each[2][0] > 1e-6 or each[2][1] < 4 - 1e-6]


@settings(max_examples=25, deadline=None)
@given(outbreaks(), st.sets(st.integers(0, PLACES - 1), max_size=5))
def test_no_hidden_day_is_narrowed_where_days_are_shown(counts, units) -> None:
    scope = frozenset(units)
    inside = np.isin(np.arange(PLACES), sorted(scope))
    assert attack_days(counts, protect(cube_of(counts), Sight(scope), (scope,)), inside) == []


@settings(max_examples=15, deadline=None)
@given(outbreaks())
def test_no_hidden_week_is_narrowed_for_the_public(counts) -> None:
    assert attack_weeks(counts, protect(cube_of(counts), PUBLIC, ()), np.zeros(PLACES, dtype=bool)) == []


@settings(max_examples=15, deadline=None)
@given(outbreaks(), st.sets(st.integers(0, PLACES - 1), min_size=1, max_size=4))
def test_no_hidden_week_is_narrowed_for_who_knows_some_communes(counts, units) -> None:
    scope = frozenset(units)
    inside = np.isin(np.arange(PLACES), sorted(scope))
    assert attack_weeks(counts, protect(cube_of(counts), Sight(scope), (scope,)), inside) == []


def test_the_attacker_narrows_what_is_not_protected() -> None:
    counts = np.zeros((WEEKS * 7, PLACES))
    counts[:, 0], counts[3, 1] = 9.0, 2.0
    whole = cube_of(counts)
    attacker = Attacker(counts.shape, np.zeros(counts.shape, dtype=bool), counts)
    for day in range(7):
        attacker.learns(day, np.arange(PLACES), float(counts[day].sum()))
    attacker.learns(np.arange(7), 0, 63.0)
    assert attacker.range_of(np.arange(7), 1, [])[1] == pytest.approx(2.0)
    assert whole.protection is None


def test_inside_the_scope_everything_is_exact() -> None:
    counts = np.arange(WEEKS * 7 * PLACES, dtype=np.float64).reshape(-1, PLACES) % 9
    scope = frozenset({0, 1, 2, 3})
    seen = protect(cube_of(counts), Sight(scope), (scope,))
    assert seen.protection is not None
    assert np.array_equal(seen.measures[NEW_CASES].values[:, :4], counts[:, :4])
    assert np.array_equal(seen.protection.sums[NEW_CASES, "1"].daily, counts[:, :4].sum(axis=1))


def test_outside_no_day_of_a_commune_and_no_small_week_is_shown() -> None:
    counts = np.ones((WEEKS * 7, PLACES))
    counts[:7, 5] = 0
    seen = protect(cube_of(counts), PUBLIC, ())
    assert seen.protection is not None
    assert (seen.measures[NEW_CASES].states == State.SUPPRESSED).all()
    weeks = seen.protection.weeks[NEW_CASES]
    assert np.isnan(weeks.values[6, 5]) and weeks.states[6, 5] == State.SUPPRESSED
    assert weeks.values[6, 0] == 7 == weeks.values[12, 0]


def test_who_sees_all_gets_the_very_cube() -> None:
    whole = cube_of(np.ones((WEEKS * 7, PLACES)))
    assert protect(whole, Sight(None), ()) is whole


def test_the_snapshot_of_each_sight_has_a_name_of_its_own() -> None:
    whole, scope = cube_of(np.ones((WEEKS * 7, PLACES))), frozenset({1})
    sights = [(PUBLIC, ()), (PUBLIC, (scope,)), (Sight(scope), (scope,))]
    names = {protect(whole, sight, scopes).snapshot.id for sight, scopes in sights}
    assert len(names | {whole.snapshot.id}) == 4
