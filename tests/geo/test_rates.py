import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.rates import per_population, rolling_sum

DAILY = arrays(np.float64, (12, 3), elements=st.one_of(st.integers(0, 500), st.just(float("nan"))))


@given(DAILY, st.integers(1, 8), st.integers(1, 8))
def test_a_rolling_sum_equals_that_of_pandas(values, window_days, min_days):
    known = min(min_days, window_days)
    expected = pd.DataFrame(values).rolling(window_days, min_periods=known).sum().to_numpy()
    np.testing.assert_allclose(rolling_sum(values, window_days, known), expected)


@given(DAILY)
def test_a_window_of_one_day_changes_nothing(values):
    np.testing.assert_array_equal(rolling_sum(values, 1), values)


@given(DAILY, DAILY)
def test_the_sum_of_two_series_has_the_sum_of_their_windows(one, other):
    np.testing.assert_allclose(rolling_sum(one + other, 7), rolling_sum(one, 7) + rolling_sum(other, 7))


def test_one_missing_day_hides_the_week_unless_it_is_allowed_for():
    week = np.array([[1.0]] * 6 + [[np.nan]])
    assert np.isnan(rolling_sum(week, 7)[-1, 0])
    assert rolling_sum(week, 7, min_days=6)[-1, 0] == 6


def test_a_window_longer_than_the_series_has_no_value():
    assert np.isnan(rolling_sum(np.ones((3, 1)), 7)).all()


def test_the_values_given_are_not_changed():
    values = np.ones((9, 1))
    rolling_sum(values, 7)
    assert (values == 1).all()


def test_the_rate_of_quang_chau_follows_from_its_cases_and_census():
    rate = per_population(np.array([[2_789.0]]), np.array([13_769.0]), 100_000)
    assert rate[0, 0] == pytest.approx(20_255.6, abs=0.05)


@pytest.mark.parametrize("population", [np.nan, 0.0])
def test_without_people_there_is_no_rate(population):
    assert np.isnan(per_population(np.array([[3.0]]), np.array([population]), 1_000)).all()


def test_no_cases_are_a_rate_of_zero_not_a_missing_one():
    assert per_population(np.array([[0.0]]), np.array([500.0]), 1_000)[0, 0] == 0
