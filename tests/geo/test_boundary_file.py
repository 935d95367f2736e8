from zipfile import ZipFile

import geopandas as gpd
import pytest
from shapely import Point, box

from geo.boundary_file import BoundaryFileError, read_boundary_file

FORMATS = (".geojson", ".json", ".gpkg", ".shp", ".zip")


@pytest.fixture
def cells():
    """Two communes side by side near the provincial capital."""
    shapes = [box(106.1, 21.2, 106.2, 21.3), box(106.2, 21.2, 106.3, 21.3)]
    return gpd.GeoDataFrame({"code": ["07201", "07204"]}, geometry=shapes, crs="EPSG:4326")


def written(frame, folder, suffix):
    """The frame as a file of this suffix; .zip is a zipped Shapefile."""
    path = folder / f"cells{suffix}"
    if suffix != ".zip":
        frame.to_file(path, driver={".json": "GeoJSON"}.get(suffix))
        return path
    frame.to_file(folder / "inner.shp")
    with ZipFile(path, "w") as archive:
        for part in sorted(folder.glob("inner.*")):
            archive.write(part, part.name)
    return path


def refusal(path, **options):
    with pytest.raises(BoundaryFileError) as caught:
        read_boundary_file(path, **options)
    return str(caught.value)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_polygons_and_codes(cells, tmp_path, suffix):
    frame = read_boundary_file(written(cells, tmp_path, suffix))
    assert frame["code"].tolist() == ["07201", "07204"]
    pairs = zip(frame.geometry, cells.geometry, strict=True)
    assert all(p.equals_exact(q, 1e-9, normalize=True) for p, q in pairs)


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".zip"])
def test_the_national_grid_is_turned_into_degrees(cells, tmp_path, suffix):
    frame = read_boundary_file(written(cells.to_crs("EPSG:9214"), tmp_path, suffix))
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.iloc[0].equals_exact(cells.geometry.iloc[0], 1e-6, normalize=True)


def test_a_shapefile_without_prj_is_refused_with_the_remedy(cells, tmp_path):
    path = written(cells, tmp_path, ".shp")
    path.with_suffix(".prj").unlink()
    assert refusal(path) == (
        "Expected a coordinate reference system in cells.shp, got none. Add the .prj file, or say the system,"
        " such as EPSG:9214 for VN-2000 / TM-3 107-00."
    )


def test_a_shapefile_without_prj_is_read_once_its_system_is_said(cells, tmp_path):
    path = written(cells.to_crs("EPSG:9214"), tmp_path, ".shp")
    path.with_suffix(".prj").unlink()
    frame = read_boundary_file(path, crs="EPSG:9214")
    assert frame.geometry.iloc[0].equals_exact(cells.geometry.iloc[0], 1e-6, normalize=True)


def test_a_system_that_does_not_exist_is_named(cells, tmp_path):
    path = written(cells, tmp_path, ".shp")
    path.with_suffix(".prj").unlink()
    assert refusal(path, crs="EPSG:99999") == (
        "Expected a coordinate reference system, got EPSG:99999. Name it by its EPSG code, such as EPSG:9214."
    )


def test_heights_are_dropped(tmp_path):
    high = gpd.GeoDataFrame({"code": ["1"]}, geometry=[box(106, 21, 107, 22)], crs=4326)
    high.geometry = high.geometry.force_3d(12.0)
    assert not read_boundary_file(written(high, tmp_path, ".gpkg")).has_z.any()


def test_a_virtual_file_is_refused(tmp_path):
    path = tmp_path / "cells.vrt"
    path.write_text("<OGRVRTDataSource/>")
    assert refusal(path) == (
        "Expected GeoJSON (.geojson, .json), GeoPackage (.gpkg) or Shapefile (.shp, or zipped as .zip),"
        " got an OGR virtual file (VRT) in cells.vrt."
        " A virtual file may point anywhere: export what it shows as a GeoPackage."
    )


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp"])
def test_a_virtual_file_under_another_suffix_is_refused(tmp_path, suffix):
    path = tmp_path / f"cells{suffix}"
    path.write_text("\n<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>")
    assert "got an OGR virtual file (VRT)" in refusal(path)


def test_a_format_that_is_not_on_the_list_is_refused(tmp_path):
    path = tmp_path / "cells.kml"
    path.write_text("<kml/>")
    assert refusal(path).endswith("got cells.kml. Export the boundaries in one of these formats.")


def test_content_of_another_format_than_the_suffix_is_refused(cells, tmp_path):
    path = written(cells, tmp_path, ".gpkg").rename(tmp_path / "cells.geojson")
    assert refusal(path) == (
        "Expected the content of a .geojson file in cells.geojson, got other content."
        " Check that the file is whole and its suffix the right one."
    )


def test_a_missing_file_is_refused(tmp_path):
    assert refusal(tmp_path / "none.gpkg") == (
        "Expected a file none.gpkg, got nothing at that path. Check the path."
    )


@pytest.mark.parametrize("text", ['{"type": "FeatureCollection", "features": [', '{"name": "no geometry"}'])
def test_a_broken_geojson_is_refused(tmp_path, text):
    path = tmp_path / "cells.geojson"
    path.write_text(text)
    assert refusal(path).startswith("Expected a readable file cells.geojson, got ")


def test_a_shapefile_without_its_index_is_refused(cells, tmp_path):
    path = written(cells, tmp_path, ".shp")
    path.with_suffix(".shx").unlink()
    assert refusal(path).endswith("Open it in a GIS and export it again, a Shapefile with its .shx and .dbf.")


def test_a_zip_without_a_shapefile_is_refused(tmp_path):
    with ZipFile(tmp_path / "cells.zip", "w") as archive:
        archive.writestr("readme.txt", "no shapes")
    assert refusal(tmp_path / "cells.zip") == (
        "Expected one Shapefile in cells.zip, got 0. Zip one .shp with its .shx, .dbf and .prj."
    )


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("geo.boundary_file.MAX_BYTES", 2**20)
    with ZipFile(tmp_path / "cells.zip", "w", compression=8) as archive:
        archive.writestr("cells.shp", bytes(2**22))
    assert refusal(tmp_path / "cells.zip") == (
        "Expected at most 1 MiB in cells.zip, unpacked, got 4 MiB. Simplify the boundaries in a GIS."
    )


def test_a_broken_zip_is_refused(tmp_path):
    path = tmp_path / "cells.zip"
    path.write_bytes(b"PK\x03\x04 and no more")
    assert refusal(path).startswith("Expected a readable archive cells.zip, got ")


def test_a_package_of_several_layers_needs_one_to_be_named(cells, tmp_path):
    path = tmp_path / "cells.gpkg"
    cells.to_file(path, layer="communes")
    cells.to_file(path, layer="districts")
    assert refusal(path) == (
        "Expected one layer in cells.gpkg, got communes, districts. Say which layer holds the communes."
    )
    assert len(read_boundary_file(path, layer="communes")) == 2


def test_a_layer_that_is_not_there_is_refused(cells, tmp_path):
    path = written(cells, tmp_path, ".gpkg")
    assert "got cells. Say which layer" in refusal(path, layer="communes")


def test_longitude_and_latitude_the_wrong_way_round_are_refused(tmp_path):
    turned = gpd.GeoDataFrame({"code": ["1"]}, geometry=[box(21.2, 106.1, 21.3, 106.2)], crs=4326)
    assert refusal(written(turned, tmp_path, ".gpkg")) == (
        "Expected coordinates in Việt Nam, got 21.2…21.3 °E, 106.1…106.2 °N."
        " Check the reference system, and that longitude stands before latitude."
    )


def test_a_file_without_any_geometry_is_refused(tmp_path):
    empty = gpd.GeoDataFrame({"code": ["1"]}, geometry=[Point()], crs=4326)
    assert refusal(written(empty, tmp_path, ".gpkg")) == (
        "Expected features with a geometry, got none. Export the layer with its polygons."
    )
