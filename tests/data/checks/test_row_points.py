import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from data.checks.checked import Checked, Problem
from data.checks.rows import check_in_commune, check_points

BOX = (105.86, 21.10, 107.06, 21.65)
EXPECTED = "a point within 105.86 to 107.06 E, 21.1 to 21.65 N"
LON, LAT = st.floats(BOX[0], BOX[2]), st.floats(BOX[1], BOX[3])
COMMUNES = np.array([box(106.0, 21.2, 106.1, 21.3), box(106.1, 21.2, 106.2, 21.3)])


def column(value, problem=None):
    known = np.array([value is not None])
    return Checked(np.array([value or 0.0]), known, {0: problem} if problem else {})


def of_point(lon, lat):
    found = check_points(column(lon), column(lat), BOX).get(0)
    return (found.reason, found.got) if found else None


@given(LON, LAT)
def test_a_point_in_the_province_is_fine_and_its_exchange_is_always_noticed(lon, lat):
    assert of_point(lon, lat) is None
    assert of_point(lat, lon)[0] == "coordinates_swapped"


@pytest.mark.parametrize(
    ("lon", "lat", "got"),
    [
        (0.0, 0.0, "0 E, 0 N"),
        (105.8, 21.0, "105.8 E, 21 N"),
        (106.2, -21.3, "106.2 E, -21.3 N"),
        (106_200_000.0, 21.3, "1.062e+08 E, 21.3 N"),
    ],
)
def test_a_point_outside_of_the_province_is_held(lon, lat, got):
    assert of_point(lon, lat) == ("coordinates_outside", got)


def test_a_swapped_point_is_held_and_not_put_right():
    found = check_points(column(21.3), column(106.2), BOX)
    assert found == {0: Problem("coordinates_swapped", EXPECTED, "21.3 E, 106.2 N")}


@pytest.mark.parametrize(
    ("lon", "lat", "got"), [(106.2, None, "longitude only"), (None, 21.3, "latitude only")]
)
def test_half_a_point_is_held(lon, lat, got):
    assert of_point(lon, lat) == ("coordinates_incomplete", got)


def test_no_point_is_no_problem():
    assert of_point(None, None) is None
    assert check_points(None, None, BOX) == {}


def test_a_coordinate_that_could_not_be_read_has_its_own_problem():
    unreadable = Problem("number_unreadable", "a number like 21.25", "x")
    assert check_points(column(None, unreadable), column(21.3), BOX) == {}


def in_commune(lon, lat, commune, **more):
    found = check_in_commune(np.array([lon]), np.array([lat]), np.array([commune]), COMMUNES, **more)
    return found.get(0)


def test_a_point_in_the_commune_that_the_row_names_is_fine():
    assert in_commune(106.05, 21.25, 0) is in_commune(106.15, 21.25, 1) is None


def test_a_point_in_another_commune_is_held_with_its_distance():
    assert in_commune(106.11, 21.25, 0, names=("Xã A", "Xã B")) == Problem(
        "point_not_in_commune", "a point in Xã A", "106.1100 E, 21.2500 N, 1,038 m away from it, in Xã B"
    )


def test_a_point_in_no_commune_is_held():
    found = in_commune(106.05, 21.4, 0)
    assert found.got == "106.0500 E, 21.4000 N, 11,132 m away from it, in no commune"


def test_a_point_just_across_a_generalised_border_is_believed():
    assert in_commune(106.102, 21.25, 0) is None
    assert in_commune(106.102, 21.25, 0, tolerance_m=100.0).reason == "point_not_in_commune"
