"""A zipped Shapefile: its parts, its encoding, and archives that mean harm."""

import pytest
import shapely

from data.readers.batch import ReadOptions
from data.readers.reader import open_file
from data.readers.vietnamese_codes import encode_tcvn3
from tests.data.readers.corpus import (
    ZONE_WKT,
    message,
    rows_read,
    shapefile_parts,
    write_zip,
)  # fmt: skip

ROWS = [("Khu phong tỏa thử nghiệm", "14", ZONE_WKT), (None, "21", None)]


def same(rows):
    """Rows with outlines that don't depend on where a ring begins."""
    return [(*row[:-1], row[-1] and shapely.normalize(shapely.from_wkt(row[-1])).wkt) for row in rows]


def test_a_zipped_shapefile_is_a_table_with_outlines(tmp_path):
    path = write_zip(tmp_path / "a.zip", shapefile_parts(tmp_path))
    assert same(rows_read(path)) == same(ROWS)
    assert open_file(path, ReadOptions()).facts.options.layer == "zones"


@pytest.mark.parametrize("where", ["./{}", "maps//{}"])
def test_the_parts_may_lie_in_a_folder_however_it_is_written(tmp_path, where):
    parts = {where.format(name): content for name, content in shapefile_parts(tmp_path).items()}
    assert same(rows_read(write_zip(tmp_path / "a.zip", parts))) == same(ROWS)


def test_a_member_without_a_name_is_passed_over(tmp_path):
    path = write_zip(tmp_path / "a.zip", shapefile_parts(tmp_path) | {".": b""})
    assert same(rows_read(path)) == same(ROWS)


def dbf_in(folder, encode, cpg: bytes | None):
    """The parts of a Shapefile whose only text is in another encoding."""
    parts = shapefile_parts(folder)
    old = "Khu phong tỏa thử nghiệm".encode()
    parts["zones.dbf"] = parts["zones.dbf"].replace(old, encode("khu phong tỏa thử nghiệm").ljust(len(old)))
    del parts["zones.cpg"]
    return parts | ({"zones.cpg": cpg} if cpg else {})


def test_a_shapefile_in_tcvn3_is_read_as_declared(tmp_path):
    path = write_zip(tmp_path / "a.zip", dbf_in(tmp_path, encode_tcvn3, None))
    assert rows_read(path, encoding="tcvn3")[0][0] == "khu phong tỏa thử nghiệm"


def test_a_shapefile_in_an_undeclared_encoding_is_refused_with_a_guess(tmp_path):
    path = write_zip(tmp_path / "a.zip", dbf_in(tmp_path, encode_tcvn3, b"ISO-8859-1"))
    assert message(path) == (
        "a.zip, row 1, column name: expected UTF-8, got the byte 0xE1."
        " It reads like tcvn3: declare --encoding tcvn3, or save the file as UTF-8."
    )


def test_a_declared_encoding_that_the_cpg_contradicts_is_refused(tmp_path):
    path = write_zip(tmp_path / "a.zip", shapefile_parts(tmp_path))
    assert message(path, encoding="vni") == (
        "a.zip: expected vni as declared, got a .cpg that says utf-8. Declare --encoding utf-8, or none."
    )


def test_parts_in_a_folder_and_in_capitals_are_found(tmp_path):
    parts = {f"Bản đồ/{name.upper()}": content for name, content in shapefile_parts(tmp_path).items()}
    assert len(rows_read(write_zip(tmp_path / "a.zip", parts))) == 2


def test_of_several_shapefiles_one_has_to_be_named(tmp_path):
    parts = shapefile_parts(tmp_path) | shapefile_parts(tmp_path, stem="sites")
    path = write_zip(tmp_path / "a.zip", parts)
    assert len(rows_read(path, layer="sites")) == 2
    assert (
        message(path) == "a.zip: expected one Shapefile, got sites, zones. Say which one to read (--layer)."
    )
    assert message(path, layer="x") == (
        "a.zip: expected the Shapefile x, got sites, zones. Say which one to read (--layer)."
    )


def test_a_shapefile_without_its_parts_is_refused(tmp_path):
    parts = shapefile_parts(tmp_path)
    del parts["zones.prj"], parts["zones.shx"]
    assert message(write_zip(tmp_path / "a.zip", parts)) == (
        "a.zip: expected a .shp, .shx, .dbf, .prj, got no .shx, .prj. Zip the .shp with its .shx, .dbf and .prj."
    )


def test_a_shp_that_is_a_virtual_file_is_refused(tmp_path):
    parts = shapefile_parts(tmp_path) | {"zones.shp": b"<OGRVRTDataSource/>"}
    assert message(write_zip(tmp_path / "a.zip", parts)) == (
        "a.zip: expected a .shp of a Shapefile, got other content. Export it again."
    )


def test_shapes_and_rows_that_differ_in_number_are_refused(tmp_path):
    parts = shapefile_parts(tmp_path)
    parts["zones.shx"] = parts["zones.shx"][:-8]
    assert message(write_zip(tmp_path / "a.zip", parts)) == (
        "a.zip: expected 2 shapes, as many as rows, got 1. Export it again."
    )


@pytest.mark.parametrize(
    "member", ["../zones.txt", "/etc/zones.txt", "a/../../b", "C:\\zones.txt", "..\\zones.txt"]
)
def test_a_member_that_leads_out_of_the_folder_is_refused(member, tmp_path):
    path = write_zip(tmp_path / "a.zip", shapefile_parts(tmp_path) | {member: b"x"})
    assert message(path) == (
        "a.zip: expected members that stay in their folder, got one that leads out of it."
        " Pack the files again without their folders."
    )


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = write_zip(tmp_path / "a.zip", shapefile_parts(tmp_path) | {"readme.txt": bytes(50_000_000)})
    assert message(path).startswith("a.zip: expected members that grow at most 250 times, got one that grows")


def test_nothing_is_left_of_an_unpacked_shapefile(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "tmp").mkdir()
    rows_read(write_zip(tmp_path / "a.zip", shapefile_parts(tmp_path)))
    assert list((tmp_path / "tmp").iterdir()) == []
