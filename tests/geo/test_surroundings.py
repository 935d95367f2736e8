import numpy as np
import pytest
import shapely
from shapely import box

from geo.surroundings import neighbours, window_around
from tests.geo.conftest import array

AREA = box(106, 21, 107, 22)


@pytest.fixture
def around():
    """Three provinces around the area, in five pieces with a wavy border inside one of them."""
    west = [box(104, 20, 106, 21.5), box(104, 21.5, 106, 23)]
    rest = [box(106, 22, 109, 23), box(107, 20, 109, 22), box(106, 20, 107, 21)]
    return neighbours(array(*west, *rest), ["w", "w", "n", "e", "e"], AREA, 0.5, 0.01)


def test_each_neighbour_is_one_shape_by_name(around):
    names, polygons = around
    assert names == ("e", "n", "w")
    assert polygons[2].equals(box(105.5, 20.5, 106, 22.5))


def test_neighbours_are_clipped_to_the_window(around):
    assert tuple(shapely.total_bounds(around[1])) == window_around(AREA, 0.5)


def test_neighbours_and_area_fill_the_window_without_gap_or_overlap(around):
    window = box(*window_around(AREA, 0.5))
    assert shapely.area(around[1]).sum() + AREA.area == pytest.approx(window.area)


def test_neighbours_meet_a_crooked_border_exactly():
    wave = np.linspace(0, 1, 201)
    border = np.c_[107 + 0.003 * np.sin(wave * 90), 21 + wave]
    area = shapely.Polygon([(106, 21), *border, (106, 22)])
    outside = box(106, 21, 109, 22).difference(area)
    _, (east,) = neighbours(array(outside), ["e"], area, 0.5, 0.05)
    assert shapely.intersection(east, area).area == pytest.approx(0, abs=1e-12)
    west_to_east = window_around(area, 0.5)[2] - 106
    assert shapely.union(east, area).area == pytest.approx(west_to_east)


def test_a_province_outside_the_window_is_left_out():
    names, _ = neighbours(array(box(107, 21, 108, 22), box(110, 21, 111, 22)), ["e", "far"], AREA, 0.5, 0.01)
    assert names == ("e",)
