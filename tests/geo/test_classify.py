import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.classify import classify

BREAKS = (10.0, 50.0, 100.0)


def test_exactly_zero_is_a_class_of_its_own():
    assert classify(np.array([0.0, 1e-9]), BREAKS).tolist() == [0, 1]


def test_a_break_belongs_to_the_class_above_it():
    assert classify(np.array([9.99, 10.0, 49.99, 50.0, 100.0]), BREAKS).tolist() == [1, 2, 2, 3, 4]


def test_the_last_class_is_open():
    assert classify(np.array([1e9]), BREAKS).tolist() == [4]


def test_the_shape_of_the_values_is_kept():
    assert classify(np.ones((3, 4)), BREAKS).shape == (3, 4)


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=20))
def test_a_larger_value_never_has_a_smaller_class(values):
    classes = classify(np.sort(np.array(values)), BREAKS)
    assert (np.diff(classes.astype(int)) >= 0).all()


@given(st.floats(0, 1e6), st.lists(st.floats(0, 1e6), max_size=10))
def test_a_class_does_not_depend_on_the_other_values(value, others):
    together = classify(np.array([value, *others]), BREAKS)
    assert together[0] == classify(np.array([value]), BREAKS)[0]
