"""Delimiters: detected where one reading makes sense, confirmed where declared."""

import pytest

from data.readers.batch import ReadOptions
from data.readers.reader import open_file
from tests.data.readers.corpus import ROWS, csv_text, message, rows_read, write


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_detected(delimiter, tmp_path):
    path = write(tmp_path, "a.csv", csv_text(delimiter=delimiter))
    assert rows_read(path) == list(ROWS)
    assert open_file(path, ReadOptions()).facts.options.delimiter == delimiter


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_read_as_declared(delimiter, tmp_path):
    assert rows_read(write(tmp_path, "a.csv", csv_text(delimiter=delimiter)), delimiter=delimiter) == list(
        ROWS
    )


def test_a_comma_within_a_heading_does_not_hide_the_semicolon(tmp_path):
    text = "Họ tên, chức vụ;Năm sinh;Xã\nA;1990;Nếnh\nB;1991;Nếnh\n"
    assert rows_read(write(tmp_path, "a.csv", text)) == [("A", "1990", "Nếnh"), ("B", "1991", "Nếnh")]


def test_a_single_column_needs_none(tmp_path):
    assert rows_read(write(tmp_path, "a.csv", "xã\nNếnh\nVân Trung\n")) == [("Nếnh",), ("Vân Trung",)]


def test_a_tsv_is_split_by_tabs(tmp_path):
    assert rows_read(write(tmp_path, "a.tsv", "a,b\tc\n1,5\t2\n")) == [("1,5", "2")]


def test_a_declared_delimiter_that_another_clearly_is_refused(tmp_path):
    assert message(write(tmp_path, "a.csv", "a;b;c\n1;2;3\n"), delimiter=",") == (
        "a.csv, row 1: expected headings separated by a comma as declared, got a semicolon."
        " Declare the semicolon (--delimiter), or none."
    )


def test_two_delimiters_that_both_fit_are_refused(tmp_path):
    assert message(write(tmp_path, "a.csv", "a,b;c\n1,2;3\n")) == (
        "a.csv, row 1: expected one delimiter, got headings that comma and semicolon separate."
        " Declare it (--delimiter)."
    )


def test_a_delimiter_that_is_not_offered_is_refused(tmp_path):
    assert message(write(tmp_path, "a.csv", "a:b\n1:2\n"), delimiter=":") == (
        "a.csv: expected a delimiter of comma, semicolon, tab, pipe, got another. Save the table with one of these."
    )
