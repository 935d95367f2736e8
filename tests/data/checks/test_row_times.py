from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.checks.checked import Problem
from data.checks.rows import implausible_days, implausible_moments

ZONE = "Asia/Ho_Chi_Minh"
FIRST, TODAY = date(2020, 1, 1), date(2021, 6, 14)
NOW = datetime(2021, 6, 14, 19, 0, tzinfo=ZoneInfo(ZONE))


def days(*written):
    return np.array([(day - date(1970, 1, 1)).days for day in written], dtype=np.int32)


def of_day(written, first=FIRST):
    return implausible_days(days(written), np.array([True]), first, TODAY).get(0)


def of_moment(*clock):
    seconds = np.array([int(datetime(*clock, tzinfo=ZoneInfo(ZONE)).timestamp())])
    return implausible_moments(seconds, np.array([True]), ZONE, NOW, 10, FIRST).get(0)


@pytest.mark.parametrize("written", [FIRST, date(2021, 5, 25), TODAY])
def test_a_day_between_the_first_and_today_is_plausible(written):
    assert of_day(written) is None


def test_a_day_before_the_first_is_implausible():
    expected = "a day from 01/01/2020 to 14/06/2021"
    assert of_day(date(2012, 5, 25)) == Problem("day_implausible", expected, "25/05/2012")


def test_a_day_after_today_is_implausible():
    assert of_day(date(2021, 6, 15)).reason == "day_implausible"


def test_a_day_that_is_plausible_with_day_and_month_exchanged_says_so():
    expected = "a day from 01/01/2020 to 14/06/2021"
    got = "06/12/2021, which exchanged is 12/06/2021"
    assert of_day(date(2021, 12, 6)) == Problem("day_month_swapped", expected, got)


@given(st.dates(date(2018, 1, 1), date(2023, 12, 31)))
def test_a_day_is_called_exchanged_only_where_exchanging_makes_it_plausible(written):
    found = of_day(written)
    exchanged = date(written.year, written.day, written.month) if written.day <= 12 else None
    fits = exchanged is not None and FIRST <= exchanged <= TODAY
    expected = "day_month_swapped" if fits else "day_implausible"
    assert (found.reason if found else None) == (None if FIRST <= written <= TODAY else expected)


def test_without_a_first_day_only_the_future_is_implausible():
    assert of_day(date(1950, 5, 25), first=None) is None
    assert of_day(date(2021, 6, 15), first=None).expected == "a day until 14/06/2021"


def test_unknown_days_are_no_problem():
    assert implausible_days(days(date(1950, 1, 1)), np.array([False]), FIRST, TODAY) == {}


def test_a_time_up_to_now_and_a_little_later_is_plausible():
    assert of_moment(2021, 6, 14, 19, 0) is of_moment(2021, 6, 14, 19, 10) is None


def test_a_time_ahead_of_every_clock_lies_in_the_future():
    expected = "a time until 14/06/2021 19:10"
    assert of_moment(2021, 6, 14, 19, 11) == Problem("time_in_future", expected, "14/06/2021 19:11")
    assert of_moment(2021, 6, 20, 8, 0) == Problem("time_in_future", expected, "20/06/2021 08:00")


def test_a_time_in_the_future_that_is_not_with_day_and_month_exchanged_says_so():
    assert of_moment(2021, 12, 6, 8, 0).reason == "day_month_swapped"


def test_a_time_before_the_first_day_is_implausible():
    assert of_moment(2019, 12, 31, 23, 59).reason == "day_implausible"
    assert of_moment(2020, 1, 1, 0, 0) is None
