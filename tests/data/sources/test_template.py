"""Templates: what a person fills in can be imported as it is, opens rightly in Excel, and explains itself."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from data.checks.columns import make_checker
from data.errors import SourceError
from data.outbreak_2021.gazetteer import read_gazetteer
from data.profiles import load_profile
from data.sources.examples import example_rows
from data.sources.explain import columns
from data.sources.load import load_source, load_sources
from data.sources.source import Source
from data.sources.template import suffixes, write_template
from tests.data.sources.conftest import VENUES, written

SOURCES = load_sources()
TABLES = [s for s in SOURCES if ".csv" in suffixes(s)]
BOOKS = [s for s in SOURCES if ".xlsx" in suffixes(s)]


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.key)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_example_passes_the_checks_of_its_source(source: Source, lang: str) -> None:
    checker = make_checker(source, load_profile(source.profile or "bac_giang"))
    rows = example_rows(source, lang)
    assert len(rows) == 2
    for mapping, field in columns(source):
        checked = checker.check(field.name, pa.array([row[mapping.column] for row in rows], pa.string()))
        assert dict(checked.problems) == {}, field.name
        assert not field.is_required or checked.known.all(), field.name


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.key)
def test_every_example_names_a_person_where_the_source_knows_people(source: Source) -> None:
    known = {m.column for m, f in columns(source) if f.is_personal}
    if known:
        assert all(any(row[heading] for heading in known) for row in example_rows(source, "vi"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.key)
def test_examples_stand_in_communes_that_there_are(source: Source) -> None:
    names = {(c.code, c.name) for c in read_gazetteer().communes}
    if source.mapping("commune") and source.mapping("commune_code"):
        code, name = (source.mapping(n) for n in ("commune_code", "commune"))
        assert code and name
        assert {(row[code.column], row[name.column]) for row in example_rows(source, "vi")} <= names


def test_examples_of_check_ins_are_in_venues_of_the_register_s_examples() -> None:
    found = {s.key: example_rows(s, "vi") for s in SOURCES}
    venues = {row["Mã địa điểm"] for row in found["qr-venues"]}
    for key in ("qr-checkins", "qr-stays"):
        assert {row["Mã địa điểm"] for row in found[key]} == venues
    enterprises = {row["Mã số thuế"] for row in found["atalink-enterprises"]}
    assert {row["Mã số thuế"] for row in found["atalink-assessments"]} == enterprises


def test_example_scores_sum_up_to_their_total() -> None:
    source = next(s for s in SOURCES if s.key == "atalink-assessments")
    for row in example_rows(source, "vi"):
        assert sum(int(row[f"CS{n}"]) for n in range(1, 16)) == int(row["Tổng điểm"])


@pytest.mark.parametrize("source", TABLES, ids=lambda s: s.key)
def test_a_csv_holds_the_headings_and_the_examples(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "template.csv"
    write_template(source, path)
    assert csv_rows(path) == list(example_rows(source, "vi"))


def test_excel_knows_a_csv_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "template.csv"
    write_template(TABLES[0], path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("source", BOOKS, ids=lambda s: s.key)
def test_a_workbook_holds_the_same_as_text(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(source, path)
    head, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows()
    headings = [cell.value for cell in head]
    found = [{h: cell.value or "" for h, cell in zip(headings, row, strict=True)} for row in rows]
    assert found == list(example_rows(source, "vi"))
    assert {cell.number_format for row in rows for cell in row} == {"@"}


def test_what_is_typed_below_the_examples_stays_text_too(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(next(s for s in BOOKS if s.key == "qr-venues"), path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.column_dimensions["A"].number_format == "@"
    assert sheet.max_row == 3


@pytest.mark.parametrize(
    ("lang", "name", "head"), [("vi", "_Giải thích", "Cột"), ("en", "_Columns", "Column")]
)
def test_a_second_sheet_explains_every_column(tmp_path: Path, lang: str, name: str, head: str) -> None:
    source = next(s for s in BOOKS if s.key == "qr-venues")
    path = tmp_path / "template.xlsx"
    write_template(source, path, lang)
    told = list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))
    assert told[0][0] == source.title(lang)
    assert told[4][0] == head
    assert [row[0] for row in told[5:]] == [m.column for m, _ in columns(source)]
    assert all(row[1] and row[2] and row[3] for row in told[5:])


def test_the_answers_allowed_are_told(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(next(s for s in BOOKS if s.key == "tokhaiyte-declarations"), path)
    told = {row[0]: row[3] for row in openpyxl.load_workbook(path)["_Giải thích"].iter_rows(values_only=True)}
    assert told["hasPatient"] == "một trong: 1, 2"
    assert told["gender"] == "một trong: Nam, Nu, Khac"


def test_zones_come_as_geojson_with_their_outline(tmp_path: Path) -> None:
    source = next(s for s in SOURCES if s.key == "lockdown-zones")
    path = tmp_path / "template.geojson"
    write_template(source, path)
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert [f["geometry"]["type"] for f in features] == ["Polygon", "Polygon"]
    assert features[0]["properties"]["Loại"] == "Phong tỏa"
    assert features[1]["properties"]["Đến ngày"] is None


def test_a_suffix_that_the_source_does_not_come_in_is_refused(tmp_path: Path) -> None:
    source = next(s for s in SOURCES if s.key == "lockdown-zones")
    with pytest.raises(SourceError) as refused:
        write_template(source, tmp_path / "zones.csv")
    assert str(refused.value) == (
        "zones.csv: expected a template of lockdown-zones as .geojson, got .csv. "
        "Name the file lockdown-zones.geojson."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_template_follows_the_delimiter_and_the_header_row_of_its_source(tmp_path: Path) -> None:
    source = load_source(
        written(tmp_path, VENUES.replace("[file]", '[file]\ndelimiter = ";"\nheader_row = 3'))
    )
    path = tmp_path / "template.csv"
    write_template(source, path)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[2:] == ["Mã;Tên;Loại;Mã xã", "DD-0001;Ví dụ 1;Chợ;07807", "DD-0002;Ví dụ 2;Cửa hàng;07405"]


def test_a_decimal_comma_is_followed(tmp_path: Path) -> None:
    text = VENUES.replace("[file]", '[file]\ndecimal = ","')
    text += '\n[fields.lon]\ncolumn = "X"\n\n[fields.lat]\ncolumn = "Y"\n'
    row = example_rows(load_source(written(tmp_path, text)), "vi")[0]
    assert (row["X"], row["Y"]) == ("106,1063", "21,2119")


def test_a_source_in_an_old_encoding_has_a_workbook_for_a_template(tmp_path: Path) -> None:
    source = load_source(written(tmp_path, VENUES.replace("[file]", '[file]\nencoding = "tcvn3"')))
    assert suffixes(source) == (".xlsx",)
