import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.checks.checked import Problem
from data.checks.rows import check_stays

HOUR = 3600
EPOCH_S = st.integers(1_600_000_000, 1_700_000_000)


def stays(pairs, beyond="cut", cap=4 * HOUR, known=True):
    t_in, t_out = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    caps = np.full(t_in.shape, cap, dtype=np.int64)
    return check_stays(t_in, t_out, np.full(t_in.shape, known), caps, beyond)


def test_a_stay_within_the_cap_is_left_alone():
    made = stays([(0, 0), (0, HOUR), (0, 4 * HOUR)])
    assert (made.values.tolist(), made.problems, made.adjusted) == ([0, HOUR, 4 * HOUR], {}, 0)


def test_a_check_out_before_the_check_in_is_held():
    made = stays([(HOUR, 0)])
    expected = Problem("stay_negative", "a check-out after the check-in", "60 minutes before it")
    assert (made.problems, made.adjusted) == ({0: expected}, 0)


def test_a_check_out_that_was_forgotten_is_cut_to_the_cap_and_counted():
    made = stays([(0, 5 * HOUR), (0, HOUR), (0, 400 * 24 * HOUR)])
    assert (made.values.tolist(), made.problems, made.adjusted) == ([4 * HOUR, HOUR, 4 * HOUR], {}, 2)


def test_a_source_may_hold_such_a_row_instead():
    made = stays([(0, 5 * HOUR)], beyond="hold")
    expected = Problem("stay_too_long", "at most 240 minutes at this kind of venue", "300 minutes")
    assert (made.problems, made.values.tolist(), made.adjusted) == ({0: expected}, [5 * HOUR], 0)


def test_an_unknown_check_out_is_no_stay():
    assert stays([(HOUR, 0), (0, 9 * HOUR)], known=False).problems == {}


@given(st.lists(st.tuples(EPOCH_S, EPOCH_S), min_size=1, max_size=20), st.integers(0, 24 * HOUR))
def test_after_cutting_no_stay_is_negative_or_too_long_but_those_held(pairs, cap):
    made = stays(pairs, cap=cap)
    for row, (t_in, _) in enumerate(pairs):
        assert row in made.problems or 0 <= made.values[row] - t_in <= cap


@given(st.lists(st.tuples(EPOCH_S, EPOCH_S), min_size=1, max_size=20), st.integers(0, 24 * HOUR))
def test_cutting_twice_is_cutting_once(pairs, cap):
    once = stays(pairs, cap=cap)
    again = stays([(t_in, int(out)) for (t_in, _), out in zip(pairs, once.values, strict=True)], cap=cap)
    assert (again.adjusted, again.values.tolist(), again.problems) == (0, once.values.tolist(), once.problems)
