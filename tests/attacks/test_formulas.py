"""Every file that leaves the house: no text of it is run by a spreadsheet, and numbers stay numbers."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.plain_text import harmless
from data.sources.load import find_source, load_sources
from data.sources.template import write_template
from data.tracing.sheets import Sheet
from data.tracing.table_file import csv_bytes, xlsx_bytes
from geo.exposure_rule import ExposureRule
from layers.render.geojson import areas_geojson
from layers.render.sheet import head_of
from layers.render.table import Row
from layers.render.table import csv_bytes as ranking_csv
from tests.attacks.corpus import FORMULAS
from tests.layers.render import country

_RUNS = re.compile(r"[\s\u00ad\u200b-\u200f\u2060-\u2069\ufeff]*[=+\-−@＝＋－＠]")
UNSEEN = st.text("\t\r\n \u00a0\u200b\u200e\u2060\ufeff\u202e;", max_size=4)
SIGNS = st.sampled_from("=+-−@＝＋－＠")
EVIL = st.builds("".join, st.tuples(st.text("x; ", max_size=2), UNSEEN, SIGNS, st.text(max_size=6)))
SOURCE = find_source(load_sources(), "qr-venues")


def run(content: bytes, is_number=lambda cell: False) -> list[str]:
    """Cells that a spreadsheet would run: parted at commas by the rules, or at semicolons, quotes and all."""
    text = content.decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
    parted = [cell for line in re.split(r"[\r\n]", text) for cell in line.split(";")[1:]]
    return [cell for cell in (*cells, *parted) if _RUNS.match(cell) and not is_number(cell)]


def sheet(evil: str) -> Sheet:
    return Sheet("list", "", evil, ExposureRule(), ("a", "b", "c"), ((evil, -1.5, evil), ("x", -2, evil)))


@given(EVIL)
def test_the_lists_of_tracers_as_csv(evil) -> None:
    content = csv_bytes([(evil, evil)], sheet(evil), lambda key: evil)
    assert run(content, lambda cell: cell in ("-1.5", "-2")) == []
    assert b",-1.5," in content and b",-2," in content


@given(EVIL)
def test_the_lists_of_tracers_as_a_workbook(evil) -> None:
    content = xlsx_bytes([(evil, evil)], sheet(evil), lambda key: evil)
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active.rows for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell.value for cell in cells if cell.data_type == "s" and _RUNS.match(cell.value)] == []
    assert {cell.value for cell in cells if cell.data_type == "n"} >= {-1.5, -2}


@given(EVIL)
def test_the_ranking_of_communes(evil) -> None:
    row = Row(1, evil, evil, evil, -1.5, evil, {evil: -2.0})
    head = replace(head_of(country.drawn().legend, country.sheet()), unit=evil, source=evil, title=evil)
    content = ranking_csv([row], head)
    assert run(content, lambda cell: cell in ("-1.5", "-2")) == []
    assert b",-1.5," in content


@pytest.mark.parametrize("evil", FORMULAS)
def test_the_map_as_geojson(evil) -> None:
    names = country.sheet(names=(evil,) * 6)
    found = json.loads(areas_geojson(country.drawn(), replace(names, title=evil), country.geometry()))
    told = [found["title"], *(f["properties"]["name"] for f in found["features"])]
    assert [words for words in told if _RUNS.match(words)] == []


@pytest.mark.parametrize("evil", FORMULAS)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_templates_of_a_province_s_own_mapping(evil, suffix, tmp_path: Path) -> None:
    fields = tuple(
        replace(field, column=evil + field.column) if field.column else field for field in SOURCE.fields
    )
    path = tmp_path / f"template{suffix}"
    write_template(replace(SOURCE, fields=fields, title_vi=evil, note_vi=evil), path)
    if suffix == ".csv":
        return None if run(path.read_bytes()) == [] else pytest.fail(str(run(path.read_bytes())))
    cells = [
        c for page in openpyxl.load_workbook(path) for row in page.rows for c in row if c.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells if _RUNS.match(cell.value)] == []


@given(st.text(max_size=12))
def test_what_is_harmless_is_not_changed_again(text) -> None:
    once = harmless(text)
    assert harmless(once) == once


@pytest.mark.parametrize("name", ["Chợ Nếnh", "Tân - Tiến", "a=1", "x; y", "10-5", "(+)"])
def test_what_no_spreadsheet_runs_stays_as_it_is(name) -> None:
    assert harmless(name) == name
