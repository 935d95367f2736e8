import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from geo.locate import locate
from tests.geo.conftest import array

SQUARES = array(box(0, 0, 1, 1), box(1, 0, 2, 1), box(0, 1, 2, 2).difference(box(0.5, 1.2, 1, 1.8)))


def test_each_point_gets_the_polygon_it_lies_in():
    assert locate([0.5, 1.5, 1.5], [0.5, 0.5, 1.5], SQUARES).tolist() == [0, 1, 2]


def test_outside_and_in_a_hole_is_nowhere():
    assert locate([5.0, 0.75, -0.001], [0.5, 1.5, 0.5], SQUARES).tolist() == [-1, -1, -1]


def test_a_point_on_a_common_edge_belongs_to_the_smaller_index():
    assert locate([1.0, 1.0], [0.5, 1.0], SQUARES).tolist() == [0, 0]
    assert locate([1.0], [0.5], SQUARES[::-1]).tolist() == [1]


def test_missing_and_infinite_coordinates_are_nowhere():
    assert locate([np.nan, 0.5, np.inf], [0.5, np.nan, 0.5], SQUARES).tolist() == [-1, -1, -1]


def test_no_points_give_no_indices_of_the_same_type():
    found = locate([], [], SQUARES)
    assert found.shape == (0,) and found.dtype == np.int64


def test_one_point_may_be_given_as_two_numbers():
    assert locate(0.5, 0.5, SQUARES).tolist() == [0]


@given(st.lists(st.tuples(st.floats(-0.5, 2.5), st.floats(-0.5, 2.5)), min_size=1, max_size=50))
def test_locating_all_at_once_equals_asking_each_polygon(points):
    lon, lat = np.array(points).T
    covers = np.array([[shapely.intersects_xy(p, x, y) for p in SQUARES] for x, y in points])
    expected = np.where(covers.any(axis=1), covers.argmax(axis=1), -1)
    np.testing.assert_array_equal(locate(lon, lat, SQUARES), expected)
