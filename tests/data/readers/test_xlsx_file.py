"""XLSX: values as the sheet shows them, whole sheets whatever they claim, and no workbook that could be harmful."""

import random
import warnings
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.readers.batch import ReadOptions
from data.readers.reader import open_file
from tests.data.readers.corpus import (
    ROWS,
    message,
    read,
    rows_read,
    with_member,
    write,
    write_xlsx,
    write_zip,
)

SHEET = "xl/worksheets/sheet1.xml"
NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(tmp_path, rows, title="Tờ khai"):
    return write_xlsx(tmp_path / "a.xlsx", {title: rows})


def with_sheet(path, rows_xml: str):
    """The workbook with this sheet data in the place of its first sheet."""
    xml = f'<worksheet xmlns="{NS}"><sheetData>{rows_xml}</sheetData></worksheet>'
    return with_member(path, SHEET, xml.encode())


def test_texts_come_back(tmp_path):
    assert rows_read(book(tmp_path, [("a", "b", "c", "d"), *ROWS])) == list(ROWS)


def test_the_sheet_and_the_format_that_were_read_are_told(tmp_path):
    options = open_file(book(tmp_path, [("a",), (1,)]), ReadOptions()).facts.options
    assert (options.format, options.sheet) == ("xlsx", "Tờ khai")


def test_empty_rows_are_no_rows_and_keep_the_numbers_of_the_sheet(tmp_path):
    numbers, columns, _ = read(book(tmp_path, [("a",), (), ("1",), (None,), ("2",)]))
    assert (numbers, columns) == ([3, 5], {"a": ["1", "2"]})


def test_headings_in_a_later_row_are_found(tmp_path):
    rows = [("Báo cáo ngày",), (), ("a", "b"), ("1", "2")]
    assert read(book(tmp_path, rows), header_row=3)[:2] == ([4], {"a": ["1"], "b": ["2"]})


def test_a_size_that_the_sheet_only_claims_is_not_believed(tmp_path):
    path = book(tmp_path, [("a", "b"), *((str(n), "x") for n in range(30))])
    content = b'<dimension ref="A1:A2"/><sheetData>'
    with_member(path, SHEET, content, b"<sheetData>")
    assert len(rows_read(path)) == 30


def test_a_cell_beside_the_table_makes_its_row_ragged(tmp_path):
    _, _, broken = read(book(tmp_path, [("a", "b"), ("1", "2", None, "ghi chú"), ("3", "4")]))
    assert [(b.row_number, b.reason, b.expected, b.got) for b in broken] == [
        (2, "ragged_row", "cells below the 2 headings", "a cell in column D")
    ]


def test_a_comment_without_end_is_refused_soon(tmp_path):
    noise = random.Random(1).randbytes(3_000_000).hex()
    path = with_sheet(book(tmp_path, [("a",)]), f"<row><!-- {noise} --></row>")
    assert message(path) == DAMAGED


def test_equal_rows_by_the_ten_thousand_are_no_bomb(tmp_path):
    assert len(rows_read(book(tmp_path, [("a", "b"), *[("2", "Nếnh")] * 20_000]))) == 20_000


def test_more_rows_than_an_old_sheet_could_hold_come_whole(tmp_path):
    path = book(tmp_path, [("a", "b"), *((n, n % 7) for n in range(65_537))])
    numbers, columns, broken = read(path)
    assert (len(numbers), numbers[-1], columns["a"][-1], broken) == (65_537, 65_538, "65536", [])


def test_the_one_visible_sheet_with_rows_is_read(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", {"Bìa": [], "Số liệu": [("a",), ("1",)]})
    assert rows_read(path) == [("1",)]


def test_a_hidden_sheet_is_read_only_by_name(tmp_path):
    workbook = openpyxl.Workbook()
    for title, state in (("Số liệu", "visible"), ("Mã", "hidden")):
        sheet = workbook.create_sheet(title)
        sheet.sheet_state = state
        sheet.append(["a"])
        sheet.append([title])
    workbook.save(tmp_path / "a.xlsx")
    assert rows_read(tmp_path / "a.xlsx") == [("Số liệu",)]
    assert rows_read(tmp_path / "a.xlsx", sheet="Mã") == [("Mã",)]


def test_of_several_sheets_one_has_to_be_named(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", {"Tuần 1": [("a",), ("1",)], "Tuần 2": [("a",), ("2",)]})
    assert rows_read(path, sheet="Tuần 2") == [("2",)]
    assert message(path) == (
        "a.xlsx: expected one sheet with rows, got the sheets Tuần 1, Tuần 2. Say which one to read (--sheet)."
    )


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", {"Tuần 1": [("a",), ("1",)], "Tuần 2": [("a",), ("2",)]})
    assert message(path, sheet="Tuan 1") == (
        "a.xlsx: expected the sheet Tuan 1, got the sheets Tuần 1, Tuần 2. Name one of these (--sheet)."
    )


def test_a_workbook_under_another_name_is_read_by_the_name_it_is_given(tmp_path):
    path = book(tmp_path, [("a",), ("1",)]).rename(tmp_path / "upload")
    assert read(path, "khai báo.xlsx")[1] == {"a": ["1"]}


def test_what_openpyxl_warns_of_is_no_noise(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert rows_read(book(tmp_path, [("a",), ("1",)])) == [("1",)]


REFUSED = {
    "header only": (
        [("a", "b")],
        "a.xlsx, sheet Tờ khai, row 1: expected at least one row below the headings, got none."
        " Check that the export was complete.",
    ),
    "empty": (
        [],
        "a.xlsx: expected a sheet with rows, got empty sheets alone. Check that the export was complete.",
    ),
    "heading twice": (
        [("xã", "b", "xã"), (1, 2, 3)],
        "a.xlsx, sheet Tờ khai, row 1: expected every heading once, got the same one in columns 1 and 3."
        " Rename or remove all but one.",
    ),
    "merged headings": (
        [("Người khai", None, "b"), ("1", "2", "3")],
        "a.xlsx, sheet Tờ khai, row 1: expected a heading above column B, got content under none."
        " Give every column its own heading; split merged heading cells.",
    ),
    "no headings": (
        [(), ("a",), ("1",)],
        "a.xlsx, sheet Tờ khai, row 1: expected headings, got an empty row."
        " Set the row that holds the headings (--header-row).",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_sheet_that_is_no_table_gets_its_message(kind, tmp_path):
    rows, expected = REFUSED[kind]
    assert message(book(tmp_path, rows)) == expected


def test_a_heading_that_is_an_error_is_refused(tmp_path):
    path = with_sheet(book(tmp_path, [("a",)]), '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'
                      '<row r="2"><c r="A2"><v>1</v></c></row>')  # fmt: skip
    assert message(path) == (
        "a.xlsx, sheet Tờ khai, row 1: expected headings, got the error #REF! in column A. Write the heading as text."
    )


DAMAGED = "a.xlsx: expected a whole workbook, got a damaged one. Open it in a spreadsheet program and save it again as .xlsx."


@pytest.mark.parametrize(
    "xml",
    [
        "<row r='5'><c><v>1</v></c></row><row r='4'><c><v>2</v></c></row>",
        "<row><c r='B1'><v>1</v></c><c r='A1'><v>2</v></c></row>",
        "<row><c r='ZZZZ1'><v>1</v></c></row>",
        "<row r='1048577'><c><v>1</v></c></row>",
        "<row><c t='s'><v>99</v></c></row>",
        "<row><c t='b'><v>x</v></c></row>",
        "<row><c><v>1,5</v></c></row>",
        "<row>",
    ],
)
def test_a_sheet_with_impossible_cells_is_refused(xml, tmp_path):
    assert message(with_sheet(book(tmp_path, [("a",)]), xml)) == DAMAGED


def test_a_sheet_that_defines_entities_is_refused(tmp_path):
    path = book(tmp_path, [("a",), ("1",)])
    bomb = f'<!DOCTYPE x [<!ENTITY a "lol">]><worksheet xmlns="{NS}"><sheetData/></worksheet>'
    assert message(with_member(path, SHEET, bomb.encode())) == DAMAGED


def test_a_workbook_that_was_cut_off_is_refused(tmp_path):
    content = book(tmp_path, [("a",), *((str(n),) for n in range(500))]).read_bytes()
    path = write(tmp_path, "b.xlsx", content[: len(content) // 2])
    assert (
        message(path)
        == "b.xlsx: expected xlsx, got a damaged archive. It may have been cut off: get it again."
    )


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    path = with_member(book(tmp_path, [("a",), ("1",)]), SHEET, b" " * 50_000_000)
    unpacked = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda _self, name, *_, **__: unpacked.append(name))
    text = message(path)
    assert text.startswith("a.xlsx: expected members that grow at most 250 times, got one that grows 10")
    assert text.endswith(" times. Nothing of it was unpacked: ask who sent it for the table itself.")
    assert unpacked == []


def test_a_workbook_with_endless_texts_is_refused(tmp_path):
    text = random.Random(1).randbytes(1_500_000).hex()
    xml = f"<row><c t='inlineStr'><is><t>{text}</t></is></c></row>"
    assert message(with_sheet(book(tmp_path, [("a",)]), xml)) == DAMAGED


def test_a_workbook_with_macros_is_refused(tmp_path):
    path = with_member(book(tmp_path, [("a",), ("1",)]), "xl/vbaProject.bin", b"x")
    assert (
        message(path)
        == "a.xlsx: expected xlsx, got a workbook with macros. Save it as .xlsx, which holds none."
    )


def test_a_binary_workbook_is_refused(tmp_path):
    path = write_zip(tmp_path / "a.xlsx", {"xl/workbook.bin": b""})
    assert message(path) == (
        "a.xlsx: expected xlsx, got a binary workbook (.xlsb). Open it in a spreadsheet program and save it as .xlsx."
    )


# openpyxl writes a text that begins with = as a formula, and the name of an error as an error.
texts = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="=#\ufffe\uffff"), max_size=8
)


@given(rows=st.lists(st.tuples(texts, texts), min_size=1, max_size=10))
@settings(max_examples=30, deadline=None)
def test_any_texts_come_back_from_a_sheet(rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("xlsx")
    path = write_xlsx(folder / "a.xlsx", {"a": [("x", "y"), ("first", "row"), *rows]})
    kept = [tuple(cell or None for cell in row) for row in rows if any(row)]
    assert rows_read(path)[1:] == kept
