import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString, Polygon, box

from geo.boundary_checks import Columns, Expected, check_communes
from geo.boundary_file import BoundaryFileError

KNOWN = {
    "07777": Expected("07777", "Bích Động", "thị trấn", "222", "Việt Yên"),
    "07795": Expected("07795", "Nếnh", "thị trấn", "222", "Việt Yên"),
    "07807": Expected("07807", "Quang Châu", "xã", "222", "Việt Yên"),
}
SHAPES = {
    "07777": box(106.0, 21.2, 106.1, 21.3),
    "07795": box(106.1, 21.2, 106.2, 21.3),
    "07807": box(106.2, 21.2, 106.3, 21.3),
}
METRE = 1 / 111_320


@pytest.fixture
def frame():
    """Three communes of Việt Yên side by side, in no order."""
    codes = ["07795", "07807", "07777"]
    return gpd.GeoDataFrame(
        {"code": codes, "ten": ["Nếnh", "Quang Châu", "Bích Động"], "loai": ["TT", "Xã", "Thị trấn"]},
        geometry=[SHAPES[c] for c in codes],
        crs="EPSG:4326",
    )


def shaped(frame, **shapes):
    """The frame with other shapes, by code."""
    changed = frame.copy()
    for code, shape in shapes.items():
        changed.loc[changed["code"] == code.removeprefix("c"), "geometry"] = shape
    return changed


def refusal(frame, columns=None):
    with pytest.raises(BoundaryFileError) as caught:
        check_communes(frame, columns or Columns(), KNOWN, tolerance_m=5.0)
    return str(caught.value)


def test_communes_come_back_sorted_by_code(frame):
    checked = check_communes(frame, Columns("code", "ten", kind="loai"), KNOWN, 5.0)
    assert checked.codes == ("07777", "07795", "07807")
    assert checked.repairs == ()
    assert all(p.equals(SHAPES[c]) for c, p in zip(checked.codes, checked.polygons, strict=True))


def test_a_missing_column_is_named_with_those_there_are(frame):
    assert refusal(frame, Columns(code="ma_xa")) == (
        "Expected a column 'ma_xa', got code, ten, loai. Say which column holds it."
    )


@pytest.mark.parametrize("code", ["7795", "0779a", "", None, "٠٧٧٩٥"])
def test_a_code_that_is_not_five_digits_is_refused(frame, code):
    frame.loc[0, "code"] = code
    assert refusal(frame).startswith("Expected codes of 5 digits in 'code', got ")
    assert refusal(frame).endswith(" in feature 1. Keep the column as text, so that leading zeros stay.")


def test_codes_read_as_numbers_are_refused_for_their_lost_zeros(frame):
    frame["code"] = frame["code"].astype(int)
    assert "got '7795' in feature 1; '7807' in feature 2; '7777' in feature 3. Keep" in refusal(frame)


def test_an_unknown_code_is_named(frame):
    frame.loc[0, "code"] = "00001"
    assert refusal(frame) == (
        "Expected each of the 3 communes once, got unknown codes: 00001."
        " Leave out what is not of the province, and use the codes of this vintage."
    )


def test_a_code_that_occurs_twice_is_named(frame):
    frame.loc[0, "code"] = "07807"
    assert refusal(frame) == (
        "Expected each of the 3 communes once, got more than one feature of Xã Quang Châu (07807)."
        " Merge the parts of a commune into one feature."
    )


def test_missing_communes_are_named(frame):
    assert refusal(frame.iloc[:1]) == (
        "Expected each of the 3 communes once, got no feature of Thị trấn Bích Động (07777);"
        " Xã Quang Châu (07807). Add the missing communes."
    )


def test_a_name_of_another_vintage_is_refused(frame):
    frame.loc[0, "ten"] = "Hoàng Ninh"
    assert refusal(frame, Columns(name="ten")) == (
        "Expected the name that goes with each code, got 'Hoàng Ninh' for Thị trấn Nếnh (07795)."
        " Check the codes and the text encoding, or leave the column out."
    )


def test_a_kind_that_differs_is_refused(frame):
    frame.loc[1, "loai"] = "Phường"
    assert "the kind that goes with each code, got 'Phường' for Xã Quang Châu" in refusal(
        frame, Columns(kind="loai")
    )


@pytest.mark.parametrize("district", ["222", "Việt Yên", "Huyện Việt Yên", "H. VIỆT YÊN"])
def test_a_district_may_be_told_by_code_or_name(frame, district):
    frame["huyen"] = district
    assert check_communes(frame, Columns(district="huyen"), KNOWN, 5.0).codes == tuple(sorted(KNOWN))


def test_another_district_is_refused(frame):
    frame["huyen"] = ["222", "217", "222"]
    assert "got '217' for Xã Quang Châu (07807)" in refusal(frame, Columns(district="huyen"))


@pytest.mark.parametrize("shape", [None, Polygon()])
def test_a_commune_without_a_geometry_is_named(frame, shape):
    assert refusal(shaped(frame, c07795=shape)) == (
        "Expected a geometry for every commune, got none for Thị trấn Nếnh (07795)."
        " Draw or export the missing ones."
    )


def test_a_line_is_no_commune(frame):
    assert refusal(shaped(frame, c07795=LineString([(106, 21), (107, 22)]))) == (
        "Expected polygons, got lines or points for Thị trấn Nếnh (07795)."
        " Export areas, not outlines or centres."
    )


def test_an_invalid_polygon_is_named_with_what_is_wrong_and_where(frame):
    bow = Polygon([(106.1, 21.2), (106.2, 21.3), (106.2, 21.2), (106.1, 21.3)])
    assert refusal(shaped(frame, c07795=bow)) == (
        "Expected valid polygons, got Thị trấn Nếnh (07795): Self-intersection[106.15 21.25]."
        " Correct them in a GIS (fix geometries)."
    )


def test_communes_that_overlap_are_both_named_with_the_area(frame):
    wide = box(106.08, 21.2, 106.2, 21.3)
    assert refusal(shaped(frame, c07795=wide)) == (
        "Expected communes side by side, got Thị trấn Bích Động (07777) and Thị trấn Nếnh (07795)"
        " overlap by 22.9847 km². Cut one at the other's border; only strips up to 5 m are repaired."
    )


@pytest.mark.parametrize("metres", [0.5, 4.0])
def test_a_narrow_overlap_is_repaired_and_reported(frame, metres):
    near = box(106.1 - metres * METRE, 21.2, 106.2, 21.3)
    checked = check_communes(shaped(frame, c07795=near), Columns(), KNOWN, 5.0)
    assert shapely.coverage_is_valid(checked.polygons)
    assert checked.repairs[0].startswith("Repaired: 2 communes whose borders did not match, 0 gaps")


def test_an_overlap_wider_than_the_tolerance_is_refused_however_small_its_area(frame):
    near = shapely.union(SHAPES["07795"], box(106.1 - 8 * METRE, 21.25, 106.1, 21.25 + 8 * METRE))
    assert "overlap by 0.0001 km²" in refusal(shaped(frame, c07795=near))


def notched(frame, metres):
    """The frame with a hole of this width between two communes."""
    hole = box(106.1, 21.24, 106.1 + metres * METRE, 21.26)
    return shaped(frame, c07795=SHAPES["07795"].difference(hole))


def test_a_narrow_gap_is_closed_and_reported(frame):
    checked = check_communes(notched(frame, 3), Columns(), KNOWN, 5.0)
    assert "1 gaps up to 5 m wide" in checked.repairs[0]
    assert shapely.union_all(checked.polygons).equals(box(106.0, 21.2, 106.3, 21.3))


def test_a_wide_gap_is_left_and_reported(frame):
    checked = check_communes(notched(frame, 900), Columns(), KNOWN, 5.0)
    assert checked.repairs[-1] == "A gap of 1.8583 km² inside the province was left as it is."


def test_a_border_with_a_vertex_on_one_side_only_is_repaired(frame):
    kinked = Polygon([(106.1, 21.2), (106.2, 21.2), (106.2, 21.3), (106.1, 21.3), (106.10001, 21.25)])
    checked = check_communes(shaped(frame, c07795=kinked), Columns(), KNOWN, 5.0)
    assert shapely.coverage_is_valid(checked.polygons)
    assert np.isclose(shapely.union_all(checked.polygons).area, 0.03)


def test_many_wrong_features_are_counted_after_the_first_five():
    known = {f"{n:05}": Expected(f"{n:05}", f"Xã {n}", "xã", "222", "Việt Yên") for n in range(9)}
    frame = gpd.GeoDataFrame({"code": ["00000"]}, geometry=[SHAPES["07777"]], crs=4326)
    with pytest.raises(BoundaryFileError, match=r"\(00005\) and 3 more\. Add the missing communes\."):
        check_communes(frame, Columns(), known, 5.0)
