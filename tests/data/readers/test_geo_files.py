"""GeoJSON, GeoPackage, zipped Shapefile: rows and outlines in WGS 84, nothing virtual, nothing from elsewhere."""

import sqlite3

import geopandas as gpd
import pytest
import shapely

from data.readers.batch import ReadOptions
from data.readers.reader import open_file
from tests.data.readers.corpus import (
    ZONE_WKT,
    feature,
    frame,
    geojson,
    message,
    read,
    rows_read,
    shapefile_parts,
    write,
    write_gpkg,
    write_zip,
)  # fmt: skip

ROWS = [("Khu phong tỏa thử nghiệm", "14", ZONE_WKT), (None, "21", None)]
POINT = {"type": "Point", "coordinates": [106.1, 21.2]}


def same(rows):
    """Rows with outlines that don't depend on where a ring begins."""
    return [(*row[:-1], row[-1] and shapely.normalize(shapely.from_wkt(row[-1])).wkt) for row in rows]


def test_a_geojson_is_a_table_with_outlines(tmp_path):
    path = write(tmp_path, "a.geojson", geojson())
    assert open_file(path, ReadOptions()).facts.headings == ("name", "days", "geometry")
    assert same(rows_read(path)) == same(ROWS)


def test_a_geopackage_is_a_table_with_outlines(tmp_path):
    assert same(rows_read(write_gpkg(tmp_path / "a.gpkg"))) == same(ROWS)


@pytest.mark.parametrize("kind", ["gpkg", "zip", "geojson"])
def test_outlines_of_vn_2000_come_in_degrees(kind, tmp_path):
    if kind == "gpkg":
        path = write_gpkg(tmp_path / "a.gpkg", crs="EPSG:9214")
    elif kind == "zip":
        path = write_zip(tmp_path / "a.zip", shapefile_parts(tmp_path, "EPSG:9214"))
    else:
        path = tmp_path / "a.geojson"
        frame().to_crs("EPSG:9214").to_file(path, driver="GeoJSON", RFC7946="NO")
    outline = shapely.from_wkt(rows_read(path)[0][-1])
    assert shapely.hausdorff_distance(outline, shapely.box(106.125, 21.25, 106.25, 21.5)) < 1e-7


def test_texts_of_a_geojson_are_not_taken_for_days_or_numbers(tmp_path):
    path = write(
        tmp_path, "a.geojson", geojson([feature({"d": "2021/05/25", "p": "0912", "n": 21.250}, POINT)])
    )
    assert rows_read(path) == [("2021/05/25", "0912", "21.25", "POINT (106.1 21.2)")]


def test_the_id_of_a_feature_is_a_column_where_no_property_is(tmp_path):
    features = [feature({"a": 1}, POINT) | {"id": 7}, feature({"a": 2}, POINT) | {"id": 8}]
    assert rows_read(write(tmp_path, "a.geojson", geojson(features)))[0] == ("7", "1", "POINT (106.1 21.2)")


@pytest.mark.parametrize(
    "outline",
    [
        {"type": "Point", "coordinates": ["106.1", "21.2"]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Blob"},
        {"$ref": "http://example.org/a.json"},
        [106.1, 21.2],
        {"type": "Point", "coordinates": [1e999, 0]},
    ],
)
def test_an_outline_that_is_none_breaks_its_row(outline, tmp_path):
    path = write(
        tmp_path,
        "a.geojson",
        geojson([feature({"a": 1}, POINT), feature({"a": 2}, outline)]).replace("Infinity", "1e999"),
    )
    numbers, _, broken = read(path)
    assert numbers == [1]
    assert [(b.row_number, b.reason, b.expected, b.cells) for b in broken] == [
        (2, "cell_unreadable", "a value in geometry", ("2",))
    ]


def test_what_is_no_feature_breaks_its_row(tmp_path):
    path = write(tmp_path, "a.geojson", geojson([feature({"a": 1}, POINT), {"type": "Point"}, 7]))
    assert [(b.row_number, b.reason, b.got) for b in read(path)[2]] == [
        (2, "ragged_row", "something that is no feature"),
        (3, "ragged_row", "something that is no feature"),
    ]


REFUSED = {
    "linked system": (
        geojson(crs={"type": "link", "properties": {"href": "http://example.org/crs"}}),
        "a.geojson: expected a reference system by name, got a link or something else."
        " Export it in WGS 84, without a reference system of its own.",
    ),
    "unknown system": (
        geojson(crs={"type": "name", "properties": {"name": "EPSG:999999"}}),
        "a.geojson: expected a reference system, got one that is unknown."
        " Say its reference system when exporting it (.prj), such as EPSG:9214 for VN-2000 / TM-3 107-00.",
    ),
    "links to further pages": (
        geojson(links=[{"rel": "next", "href": "http://example.org/2"}]),
        "a.geojson: expected a whole collection, got one page of several, with links to others."
        " Export all features into one file.",
    ),
    "first page of a server": (
        geojson(exceededTransferLimit=True),
        "a.geojson: expected a whole collection, got one page of several, with links to others."
        " Export all features into one file.",
    ),
    "no features": (
        geojson([]),
        "a.geojson: expected at least one row below the headings, got none. Check that the export was complete.",
    ),
    "a property called geometry": (
        geojson([feature({"geometry": "x"}, POINT)]),
        "a.geojson: expected the heading geometry for the geometry, got a property of that name. Rename the property.",
    ),
    "cut off": (
        geojson()[:-20],
        "a.geojson, feature 2: expected JSON, got text that is none. Check that the file is whole; export it again.",
    ),
    "another type": (
        '{"features": [{"type": "Feature", "properties": {"a": 1}, "geometry": null}], "type": "Topology"}',
        "a.geojson: expected a GeoJSON FeatureCollection, got other JSON. Export the layer as GeoJSON.",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_bad_geojson_gets_its_message(kind, tmp_path):
    content, expected = REFUSED[kind]
    assert message(write(tmp_path, "a.geojson", content)) == expected


def test_of_several_layers_one_has_to_be_named(tmp_path):
    path = write_gpkg(tmp_path / "a.gpkg", "phong_toa", "cach_ly")
    assert len(rows_read(path, layer="cach_ly")) == 2
    assert message(path) == (
        "a.gpkg: expected one layer with rows, got the layers phong_toa, cach_ly. Say which one to read (--layer)."
    )
    assert message(path, layer="x") == (
        "a.gpkg: expected the layer x, got the layers phong_toa, cach_ly. Name one of these (--layer)."
    )


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_geopackage_without_a_system_is_refused(tmp_path):
    frame().set_crs(None, allow_override=True).to_file(tmp_path / "a.gpkg", layer="x")
    assert message(tmp_path / "a.gpkg").startswith("a.gpkg: expected a reference system")


def test_a_geopackage_that_was_cut_off_is_refused(tmp_path):
    content = write_gpkg(tmp_path / "a.gpkg").read_bytes()
    assert message(write(tmp_path, "b.gpkg", content[: len(content) // 2])) == (
        "b.gpkg: expected a whole GeoPackage, got a damaged one. It may have been cut off: get it again."
    )


def test_a_geopackage_with_a_virtual_table_is_refused(tmp_path):
    path = write_gpkg(tmp_path / "a.gpkg")
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA writable_schema = ON")
        sql = "CREATE VIRTUAL TABLE spy USING VirtualOGR('/vsicurl/http://example.org/a.csv')"
        database.execute("INSERT INTO sqlite_master VALUES ('table', 'spy', 'spy', 0, ?)", [sql])
    database.close()
    assert message(path) == (
        "a.gpkg: expected tables that hold their rows, got virtual ones, spy. Export the layer into a new GeoPackage."
    )


def test_a_table_without_outlines_is_read(tmp_path):
    path = write_gpkg(tmp_path / "a.gpkg")
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE plain (fid INTEGER PRIMARY KEY, a TEXT)")
        database.execute("INSERT INTO plain (a) VALUES ('Nếnh')")
        database.execute("INSERT INTO gpkg_contents (table_name, data_type) VALUES ('plain', 'attributes')")
    database.close()
    assert rows_read(path, layer="plain") == [("Nếnh",)]


def test_the_files_of_geopandas_come_back(tmp_path):
    points = gpd.GeoDataFrame(
        {"n": range(10_000)}, geometry=gpd.points_from_xy([106.1] * 10_000, [21.2] * 10_000), crs=4326
    )
    points.to_file(tmp_path / "a.gpkg")
    assert rows_read(tmp_path / "a.gpkg") == [(str(n), "POINT (106.1 21.2)") for n in range(10_000)]
