"""Cells of a workbook: the value that the sheet shows, as exact text; where there is none, the row says so."""

from datetime import date, datetime, timedelta
from datetime import time as clock

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.data.readers.corpus import read, rows_read, with_member, write_xlsx

SHEET = "xl/worksheets/sheet1.xml"
NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(tmp_path, rows, title="Tờ khai"):
    return write_xlsx(tmp_path / "a.xlsx", {title: rows})


def with_sheet(path, rows_xml: str):
    """The workbook with this sheet data in the place of its first sheet."""
    xml = f'<worksheet xmlns="{NS}"><sheetData>{rows_xml}</sheetData></worksheet>'
    return with_member(path, SHEET, xml.encode())


def test_numbers_come_as_their_shortest_exact_text(tmp_path):
    rows = [("n",), (912345678,), (21.25,), (0.1,), (1e22,), (-3.0,), (84912345678.0,), (0,)]
    assert [row[0] for row in rows_read(book(tmp_path, rows))] == [
        "912345678", "21.25", "0.1", "1e+22", "-3", "84912345678", "0",
    ]  # fmt: skip


def test_a_number_with_17_digits_is_read_as_the_one_that_was_meant(tmp_path):
    path = with_sheet(book(tmp_path, [("n",), (1,)]), '<row><c t="inlineStr"><is><t>n</t></is></c></row>'
                      "<row><c><v>0.10000000000000001</v></c></row><row><c><v>9.1234567800000004E+8</v></c></row>")  # fmt: skip
    assert rows_read(path) == [("0.1",), ("912345678",)]


def test_true_and_false_are_words(tmp_path):
    assert rows_read(book(tmp_path, [("a", "b"), (True, False)])) == [("true", "false")]


def test_days_and_moments_come_as_iso_text(tmp_path):
    rows = [("d", "m", "t"), (date(2021, 5, 25), datetime(2021, 5, 25, 17), clock(6, 30))]
    assert rows_read(book(tmp_path, rows)) == [("2021-05-25", "2021-05-25 17:00:00", "06:30:00")]


def test_midnight_in_a_cell_that_shows_a_time_keeps_it(tmp_path):
    assert rows_read(book(tmp_path, [("m",), (datetime(2021, 5, 25),)])) == [("2021-05-25 00:00:00",)]


def test_a_duration_comes_in_hours(tmp_path):
    assert rows_read(book(tmp_path, [("t",), (timedelta(hours=36, minutes=5),)])) == [("36:05:00",)]


def test_days_of_a_workbook_that_counts_from_1904_are_right(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    workbook.active.append(["d"])
    workbook.active.append([date(2021, 5, 25)])
    workbook.save(tmp_path / "a.xlsx")
    assert rows_read(tmp_path / "a.xlsx") == [("2021-05-25",)]


def test_an_empty_cell_is_missing(tmp_path):
    assert rows_read(book(tmp_path, [("a", "b"), ("1", None), (None, "2")])) == [("1", None), (None, "2")]


FORMULAS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
    '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>"x"</f><v>x</v></c></row>'
    '<row r="3"><c r="A3"><f>1+1</f></c><c r="B3"><v>3</v></c></row>'
    '<row r="4"><c r="A4"><v>4</v></c><c r="B4"><f>1+1</f><v></v></c></row>'
    '<row r="5"><c r="A5"><v>5</v></c><c r="B5" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    '<row r="6"><c r="A6" t="e"><v>#N/A</v></c><c r="B6"><v>6</v></c></row>'
    '<row r="7"><c r="A7"><v>7</v></c><c r="B7" t="str"><f>""</f><v></v></c></row>'
)


def test_a_formula_comes_as_its_stored_value(tmp_path):
    numbers, columns, _ = read(with_sheet(book(tmp_path, [("a",)]), FORMULAS))
    assert (numbers, columns) == ([2, 7], {"a": ["2", "7"], "b": ["x", None]})


def test_cells_without_a_value_make_their_rows_unreadable_by_name(tmp_path):
    _, _, broken = read(with_sheet(book(tmp_path, [("a",)]), FORMULAS))
    assert [(b.row_number, b.reason, b.expected, b.got) for b in broken] == [
        (3, "cell_unreadable", "a value in a", "a formula without a stored value"),
        (4, "cell_unreadable", "a value in b", "a formula without a stored value"),
        (5, "cell_unreadable", "a value in b", "the error #DIV/0!"),
        (6, "cell_unreadable", "a value in a", "the error #N/A"),
    ]
    assert broken[0].cells == ("", "3")


def test_a_day_beyond_the_calendar_is_unreadable(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["d"])
    workbook.active.append([date(2021, 5, 25)])
    workbook.save(tmp_path / "a.xlsx")
    path = with_member(tmp_path / "a.xlsx", SHEET, b"<v>99999999999</v>", b"<v>44341</v>")
    assert [b.got for b in read(path)[2]] == ["a day beyond the calendar"]


def test_two_texts_of_one_cell_are_joined_and_its_reading_aid_left_out(tmp_path):
    rich = "<is><r><t>Tân </t></r><r><t>Dĩnh</t></r><rPh sb='0' eb='1'><t>x</t></rPh></is>"
    path = with_sheet(book(tmp_path, [("a",)]), f'<row><c t="inlineStr"><is><t>a</t></is></c></row>'
                      f'<row><c t="inlineStr">{rich}</c></row>')  # fmt: skip
    assert rows_read(path) == [("Tân Dĩnh",)]


def test_characters_that_xml_cannot_hold_are_read(tmp_path):
    path = with_sheet(book(tmp_path, [("a",)]), '<row><c t="inlineStr"><is><t>a</t></is></c></row>'
                      '<row><c t="inlineStr"><is><t>x_x000D_y_x005F_x0041_</t></is></c></row>'
                      '<row><c t="str"><v>_x0000_</v></c></row>')  # fmt: skip
    numbers, columns, broken = read(path)
    assert (numbers, columns) == ([2], {"a": ["x\ry_x0041_"]})
    assert [(b.row_number, b.got) for b in broken] == [(3, "a character that is no text")]


def test_texts_that_excel_shares_between_cells_are_read(tmp_path):
    path = book(tmp_path, [("a", "b"), ("Nếnh", "Nếnh")])
    strings = f'<x:sst xmlns:x="{NS}"><x:si><x:t>a</x:t></x:si><x:si><x:r><x:t>Nế</x:t></x:r><x:r><x:t>nh</x:t></x:r>' \
              '<x:rPh sb="0" eb="1"><x:t>aid</x:t></x:rPh></x:si></x:sst>'  # fmt: skip
    with_member(path, "xl/sharedStrings.xml", strings.encode())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    with_member(path, "[Content_Types].xml", part.encode(), b"</Types>")
    with_sheet(path, '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>')
    assert rows_read(path) == [("Nếnh",)]
