import numpy as np
import pytest
import shapely
from shapely import box

from geo.boundaries import (
    CoverageError,
    areas_km2,
    check_coverage,
    label_points,
    merge,
    outlines,
    repair,
    rounded,
    simplify,
)
from tests.geo.conftest import array

WGS84_SURFACE_KM2 = 510_065_621.724


def test_an_eighth_of_the_ellipsoid_has_an_eighth_of_its_published_surface():
    octant = shapely.Polygon([(0, 0), (90, 0), (0, 90)])
    assert areas_km2(array(octant))[0] == pytest.approx(WGS84_SURFACE_KM2 / 8, rel=1e-9)


def test_the_turn_of_a_ring_does_not_change_its_area(grid):
    turned = array(*(shapely.reverse(p) for p in grid))
    np.testing.assert_allclose(areas_km2(turned), areas_km2(grid))


def test_merging_dissolves_by_key_and_keeps_the_area(grid):
    keys, merged = merge(grid, ["b", "b", "a", "b"])
    assert keys == ("a", "b")
    assert areas_km2(merged).sum() == pytest.approx(areas_km2(grid).sum(), rel=1e-12)
    assert merged[0].equals(grid[2])


def test_merging_does_not_depend_on_the_order_of_the_polygons(grid):
    keys = ["b", "b", "a", "c"]
    _, forward = merge(grid, keys)
    _, backward = merge(grid[::-1], keys[::-1])
    assert shapely.to_wkb(forward).tolist() == shapely.to_wkb(backward).tolist()


def test_merging_refuses_polygons_that_overlap():
    with pytest.raises(CoverageError, match="expected polygons with shared edges, got 2 of 2 without"):
        merge(array(box(0, 0, 1, 1), box(0.9, 0, 2, 1)), ["a", "b"])


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (shapely.Polygon(), "no area"),
        (shapely.Polygon([(5, 5), (6, 6), (6, 5), (5, 6)]), r"Self-intersection\[5.5 5.5\]"),
    ],
)
def test_a_coverage_has_no_empty_and_no_invalid_polygon(grid, bad, reason):
    with pytest.raises(CoverageError, match=f"expected valid polygons, got {reason} in polygon 4"):
        check_coverage(array(*grid, bad))


@pytest.mark.parametrize("tolerance_deg", [1e-4, 1e-3, 5e-3, 2e-2])
def test_simplified_polygons_still_share_their_edges(grid, tolerance_deg):
    simple = simplify(grid, tolerance_deg)
    assert shapely.coverage_is_valid(simple)
    assert len(simple) == 4 and not shapely.is_empty(simple).any()


def test_simplifying_leaves_no_sliver_between_neighbours(grid):
    together = shapely.union_all(simplify(grid, 5e-3))
    assert together.geom_type == "Polygon" and not together.interiors


def test_simplifying_drops_vertices_and_more_of_them_with_a_larger_tolerance(grid):
    counts = [shapely.get_num_coordinates(simplify(grid, t)).sum() for t in (1e-5, 1e-3, 5e-3)]
    assert counts[0] > counts[1] > counts[2]


def test_rounding_keeps_the_edges_shared(grid):
    result = rounded(grid, 4)
    assert shapely.coverage_is_valid(result)
    assert np.allclose(shapely.get_coordinates(result) * 1e4, np.round(shapely.get_coordinates(result) * 1e4))


def test_rounding_refuses_decimals_that_polygons_are_too_fine_for():
    with pytest.raises(CoverageError, match="expected rings wider than 1 decimals, got a ring that vanishes"):
        rounded(array(box(0, 0, 0.001, 0.001)), 1)


def test_rounding_gives_parts_that_are_too_narrow_to_a_neighbour():
    speck = shapely.union(box(0, 0, 1, 1), box(1.5, 0.5, 1.501, 0.501))
    left, right = rounded(array(speck, box(1, 0, 2, 1).difference(speck)), 1)
    assert left.equals(box(0, 0, 1, 1)) and right.equals(box(1, 0, 2, 1))


def test_repairing_refuses_to_give_a_whole_polygon_away():
    with pytest.raises(CoverageError):
        repair(array(box(0, 0, 1, 1), box(0.2, 0, 2, 1)), tolerance_m=5.0)


def test_a_label_lies_inside_even_where_the_centroid_does_not():
    horseshoe = box(0, 0, 3, 3).difference(box(1, 1, 2, 3))
    (lon, lat), *_ = label_points(array(horseshoe))
    assert not shapely.contains(horseshoe, horseshoe.centroid)
    assert shapely.contains_xy(horseshoe, lon, lat)


def test_outlines_hold_the_rim_and_the_holes_but_no_border_inside(grid):
    _, (whole,) = merge(grid, ["a"] * 4)
    (outline,) = outlines(array(whole.difference(box(106.04, 21.04, 106.05, 21.05))))
    assert outline.geom_type == "MultiLineString" and len(outline.geoms) == 2
    assert outline.length == pytest.approx(whole.length + 0.04)


def test_repairing_closes_a_narrow_gap_and_leaves_a_wide_one():
    rim = box(0, 0, 3, 3).difference(box(1, 1, 1.00002, 2)).difference(box(2, 1, 2.5, 2))
    halves = array(rim.intersection(box(0, 0, 3, 1.5)), rim.intersection(box(0, 1.5, 3, 3)))
    (whole,) = merge(repair(halves, tolerance_m=5.0), ["a", "a"])[1]
    assert [round(shapely.Polygon(ring).area, 6) for ring in whole.interiors] == [0.5]


def test_repairing_gives_an_overlap_to_one_side():
    strips = repair(array(box(0, 0, 1, 1), box(0.99999, 0, 2, 1)), tolerance_m=5.0)
    assert shapely.coverage_is_valid(strips)
    assert shapely.area(strips).sum() == pytest.approx(2.0)
