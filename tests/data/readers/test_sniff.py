"""The format is what the bytes say; a suffix or a declaration that says otherwise is refused."""

import gzip

import pytest

from data.readers.batch import ReadOptions
from data.readers.reader import FORMATS, open_file
from tests.data.readers.corpus import (
    csv_text,
    geojson,
    message,
    old_office,
    rows_read,
    shapefile_parts,
    write,
    write_gpkg,
    write_parquet,
    write_xlsx,
    write_zip,
)  # fmt: skip

XLSX_REMEDY = "Open it in a spreadsheet program and save it as .xlsx."
VRT = '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'


def good(folder):
    """A file of every format, by format."""
    return {
        "csv": write(folder, "a.csv", csv_text()),
        "tsv": write(folder, "a.tsv", csv_text(delimiter="\t")),
        "xlsx": write_xlsx(folder / "a.xlsx", {"a": [("x",), ("1",)]}),
        "json": write(folder, "a.json", '[{"a": 1}]'),
        "jsonl": write(folder, "a.jsonl", '{"a": 1}\n'),
        "parquet": write_parquet(folder / "a.parquet", {"a": [1]}),
        "geojson": write(folder, "a.geojson", geojson()),
        "gpkg": write_gpkg(folder / "a.gpkg"),
        "shapefile": write_zip(folder / "a.zip", shapefile_parts(folder)),
    }


@pytest.mark.parametrize("key", FORMATS)
def test_every_format_is_found_by_itself_and_as_declared(key, tmp_path):
    path = good(tmp_path)[key]
    assert open_file(path, ReadOptions()).facts.options.format == key
    assert open_file(path, ReadOptions(format=key)).facts.options.format == key


@pytest.mark.parametrize("key", [key for key in FORMATS if key != "tsv"])
def test_content_alone_is_enough(key, tmp_path):
    path = good(tmp_path)[key].rename(tmp_path / "upload")
    assert open_file(path, ReadOptions()).facts.options.format == key


def test_headings_in_brackets_are_no_json(tmp_path):
    assert rows_read(write(tmp_path, "a.csv", "[a],[b]\n1,2\n")) == [("1", "2")]


def test_geojson_may_be_called_json(tmp_path):
    assert open_file(write(tmp_path, "a.json", geojson()), ReadOptions()).facts.options.format == "geojson"


CONTENTS = {
    "csv as xlsx": ("a.xlsx", b"a,b\n1,2\n", "xlsx", "plain text. Give it the suffix of what it is."),
    "html as xlsx": ("a.xlsx", b"<html><table><tr><td>1</td></tr></table>", "xlsx", f"a web page (HTML). {XLSX_REMEDY}"),
    "html as csv": ("a.csv", b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "csv", f"a web page (HTML). {XLSX_REMEDY}"),
    "xml as xlsx": ("a.xlsx", b"<?xml version='1.0'?><Workbook/>", "xlsx", "XML. Export the table as .xlsx or .csv."),
    "old workbook": ("a.xls", old_office("Workbook"), "one of csv, tsv, xlsx, json, jsonl, parquet, geojson, gpkg,"
                     " shapefile", f"a workbook of the old kind (.xls). {XLSX_REMEDY}"),
    "old workbook as xlsx": ("a.xlsx", old_office("Book"), "xlsx", f"a workbook of the old kind (.xls). {XLSX_REMEDY}"),
    "locked workbook": ("a.xlsx", old_office("EncryptedPackage"), "xlsx",
                        "a workbook locked with a password. Remove the password and save it again as .xlsx."),
    "old document": ("a.xlsx", old_office("WordDocument"), "xlsx", f"an old Office file. {XLSX_REMEDY}"),
    "pdf": ("a.csv", b"%PDF-1.7 x", "csv", "a PDF. Ask for the table itself, as .xlsx or .csv."),
    "gzip": ("a.csv", gzip.compress(b"a,b\n1,2\n", mtime=0), "csv", "a compressed file. Unpack it first."),
    "virtual file": ("a.geojson", VRT.encode(), "geojson",
                     "a virtual file (VRT), which may point anywhere. Export what it shows as a GeoPackage."),
    "virtual file with a heading": ("a.gpkg", b"<?xml version='1.0'?>" + VRT.encode(), "gpkg",
                                    "a virtual file (VRT), which may point anywhere."
                                    " Export what it shows as a GeoPackage."),
    "address as geojson": ("a.geojson", b"/vsicurl/http://example.org/a.geojson", "geojson",
                           "plain text. Give it the suffix of what it is."),
    "pipeline as geojson": ("a.geojson", b'{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline"}',
                            "geojson", "the content of jsonl or json. Give it the suffix of what it is."),
    "json lines as json array": ("a.jsonl", b'[{"a": 1}]', "jsonl", "the content of json. Give it the suffix of what it is."),
    "json as csv": ("a.csv", b'[{"a": 1}]', "csv", "the content of json. Give it the suffix of what it is."),
    "database": ("a.gpkg", b"SQLite format 3\x00" + bytes(100), "gpkg",
                 "a database that is no GeoPackage. Export the table as .csv."),
    "bare shp": ("a.shp", b"\x00\x00\x27\x0a" + bytes(96), "one of csv, tsv, xlsx, json, jsonl, parquet, geojson,"
                 " gpkg, shapefile", "one part of a Shapefile. Zip the .shp with its .shx, .dbf and .prj."),
}  # fmt: skip


@pytest.mark.parametrize("kind", CONTENTS)
def test_content_that_is_something_else_gets_its_message(kind, tmp_path):
    name, content, expected, rest = CONTENTS[kind]
    assert message(write(tmp_path, name, content)) == f"{name}: expected {expected}, got {rest}"


def test_an_archive_without_a_table_is_refused(tmp_path):
    assert message(write_zip(tmp_path / "a.zip", {"a.csv": b"a,b\n1,2\n"})) == (
        "a.zip: expected shapefile, got an archive that holds neither a workbook nor a Shapefile."
        " Unpack it and give the table itself."
    )


def test_an_open_document_is_refused(tmp_path):
    assert message(write_zip(tmp_path / "a.xlsx", {"content.xml": b"<x/>"})) == (
        f"a.xlsx: expected xlsx, got an OpenDocument file. {XLSX_REMEDY}"
    )


def test_a_declared_format_that_the_content_is_not_is_refused(tmp_path):
    assert message(write(tmp_path, "a.csv", csv_text()), format="xlsx") == (
        "a.csv: expected xlsx, got plain text. Declare what it is (--format)."
    )


def test_an_unknown_format_is_refused_with_those_there_are(tmp_path):
    assert message(write(tmp_path, "a.csv", csv_text()), format="xls") == (
        "a.csv: expected a format of csv, tsv, xlsx, json, jsonl, parquet, geojson, gpkg, shapefile, got xls."
        " Declare one of these (--format)."
    )


def test_the_name_that_the_owner_knows_stands_in_the_message(tmp_path):
    assert message(write(tmp_path, "upload-17", b"a,b\n"), "Khai báo tuần 1.csv").startswith(
        "Khai báo tuần 1.csv: expected"
    )


@pytest.mark.parametrize("path", ["missing.csv", "."])
def test_a_path_without_a_file_is_refused(path, tmp_path):
    assert (
        message(tmp_path / path, "a.csv")
        == "a.csv: expected a file, got nothing at that path. Check the path."
    )


def test_a_remote_path_is_no_file(tmp_path):
    from pathlib import Path

    assert message(Path("/vsicurl/http://example.org/a.gpkg")) == (
        "a.gpkg: expected a file, got nothing at that path. Check the path."
    )


def test_a_heading_row_before_the_first_is_refused(tmp_path):
    assert message(write(tmp_path, "a.csv", csv_text()), header_row=0) == (
        "a.csv: expected a row of headings from 1 on, got 0. Set it right (--header-row)."
    )
