"""CSV: every row received, none shifted, each by its own number; what can't be a table is refused by name."""

import csv
import io
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.readers.batch import BATCH_ROWS, ReadOptions
from data.readers.reader import open_file
from tests.data.readers.corpus import HEADINGS, ROWS, csv_text, message, read, rows_read, write


def test_rows_come_as_text_with_quotes_line_breaks_and_delimiters(tmp_path):
    assert rows_read(write(tmp_path, "a.csv", csv_text())) == list(ROWS)


def test_rows_are_numbered_with_the_heading_as_row_1(tmp_path):
    numbers, _, _ = read(write(tmp_path, "a.csv", csv_text()))
    assert numbers == [2, 3, 4]


def test_the_facts_are_known_at_once(tmp_path):
    path = write(tmp_path, "a.csv", "a,b\n1,2\n")
    facts = open_file(path, ReadOptions(), "Khai báo.csv").facts
    assert (facts.name, facts.size, facts.headings) == ("Khai báo.csv", 8, ("a", "b"))
    assert facts.sha256 == sha256(b"a,b\n1,2\n").hexdigest()


def test_the_digest_holds_the_byte_order_mark_too(tmp_path):
    content = b"\xef\xbb\xbfa,b\n1,2\n"
    assert (
        open_file(write(tmp_path, "a.csv", content), ReadOptions()).facts.sha256
        == sha256(content).hexdigest()
    )


def test_an_empty_cell_is_empty_text_and_not_missing(tmp_path):
    assert rows_read(write(tmp_path, "a.csv", 'a,b,c\n1,,""\n')) == [("1", "", "")]


def test_outer_blanks_and_words_for_nothing_are_kept(tmp_path):
    assert rows_read(write(tmp_path, "a.csv", "a,b,c\n 1 ,NA,null\n")) == [(" 1 ", "NA", "null")]


def test_leading_zeros_and_long_numbers_are_kept(tmp_path):
    assert rows_read(write(tmp_path, "a.csv", "a,b\n0912000111,001190000000000001\n")) == [
        ("0912000111", "001190000000000001")
    ]


def test_headings_lose_their_blanks_and_come_composed(tmp_path):
    file = open_file(write(tmp_path, "a.csv", " Xa\u0303 ,b\n1,2\n"), ReadOptions())
    assert file.facts.headings == ("Xã", "b")


def test_headings_in_a_later_row_are_found_and_rows_keep_their_numbers(tmp_path):
    path = write(tmp_path, "a.csv", "BÁO CÁO\n\na,b\n1,2\n3,4\n")
    numbers, columns, _ = read(path, header_row=3)
    assert (numbers, columns) == ([4, 5], {"a": ["1", "3"], "b": ["2", "4"]})


def test_ragged_rows_are_kept_apart_and_shift_no_other(tmp_path):
    numbers, columns, broken = read(write(tmp_path, "a.csv", "a,b\n1,2\n3\n4,5,6\n7,8\n9\n"))
    assert (numbers, columns["a"]) == ([2, 5], ["1", "7"])
    assert [(b.row_number, b.reason, b.expected, b.got, b.cells) for b in broken] == [
        (3, "ragged_row", "2 cells", "1 cells", ("3",)),
        (4, "ragged_row", "2 cells", "3 cells", ("4", "5", "6")),
        (6, "ragged_row", "2 cells", "1 cells", ("9",)),
    ]


def test_a_ragged_row_alone_is_received(tmp_path):
    numbers, _, broken = read(write(tmp_path, "a.csv", "a,b\n1\n"))
    assert (numbers, [b.row_number for b in broken]) == ([], [2])


def test_a_record_over_several_lines_is_one_row(tmp_path):
    numbers, _, broken = read(write(tmp_path, "a.csv", 'a,b\n"x\ny\nz",1\nx\n2,3\n'))
    assert (numbers, [b.row_number for b in broken]) == ([2, 4], [3])


def test_lines_without_content_are_no_rows_but_count(tmp_path):
    numbers, columns, broken = read(write(tmp_path, "a.csv", "a,b\n\n1,2\n,\n\n  \n3,\n\n\n"))
    assert (numbers, columns, broken) == ([3, 7], {"a": ["1", "3"], "b": ["2", ""]}, [])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(ending, tmp_path):
    text = csv_text([("1", "2"), ("3", "4")], headings=("a", "b")).replace("\n", ending)
    assert rows_read(write(tmp_path, "a.csv", text)) == [("1", "2"), ("3", "4")]


def test_the_last_line_needs_no_line_break(tmp_path):
    assert rows_read(write(tmp_path, "a.csv", "a,b\n1,2\n3,4")) == [("1", "2"), ("3", "4")]


def test_a_quote_within_an_unquoted_cell_is_a_letter(tmp_path):
    text = 'a,b\nQuán "Bà Béo",ống 5" dài\n"thật, sự",2\n'
    assert rows_read(write(tmp_path, "a.csv", text)) == [('Quán "Bà Béo"', 'ống 5" dài'), ("thật, sự", "2")]


def test_an_empty_column_without_a_heading_is_let_fall(tmp_path):
    assert rows_read(write(tmp_path, "a.csv", "a,,b,\n1,,2,\n")) == [("1", "2")]


def test_batches_hold_at_most_so_many_rows_and_no_row_is_lost_between_them(tmp_path):
    rows = [f"{n},{n * 2}" if n % 1000 else "x" for n in range(200_000)]
    file = open_file(write(tmp_path, "a.csv", "a,b\n" + "\n".join(rows)), ReadOptions())
    batches = list(file.batches())
    assert max(batch.rows for batch in batches) <= BATCH_ROWS
    assert sum(batch.rows for batch in batches) == 200_000
    numbers = sorted(
        n
        for batch in batches
        for n in [*batch.row_numbers.to_pylist(), *(b.row_number for b in batch.broken)]
    )
    assert numbers == list(range(2, 200_002))
    for batch in batches:
        assert batch.columns["a"].to_pylist() == [str(n - 2) for n in batch.row_numbers.to_pylist()]


def test_a_file_beyond_the_rows_of_a_spreadsheet_comes_whole(tmp_path):
    path = write(tmp_path, "a.csv", "a,b\n" + "".join(f"{n},{n % 7}\n" for n in range(1_048_577)))
    total, last = 0, 0
    for batch in open_file(path, ReadOptions()).batches():
        total, last = total + batch.rows, batch.row_numbers[-1].as_py()
    assert (total, last) == (1_048_577, 1_048_578)


def test_the_estimate_is_near(tmp_path):
    path = write(tmp_path, "a.csv", "a,b\n" + "".join(f"{n:06},x\n" for n in range(100_000)))
    assert open_file(path, ReadOptions()).estimated_rows == pytest.approx(100_000, rel=0.01)


cells = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=8)
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=20)
)


@given(rows=tables, delimiter=st.sampled_from([",", ";", "\t", "|"]), ending=st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=200, deadline=None)
def test_any_table_comes_back_as_it_was_written(rows, delimiter, ending, tmp_path_factory):
    headings = [f"h{n}" for n in range(len(rows[0]))]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerows([headings, *rows])
    path = write(tmp_path_factory.mktemp("csv"), "a.csv", out.getvalue())
    kept = [(n, tuple(row)) for n, row in enumerate(rows, 2) if any(row)]
    if not kept:
        assert "expected at least one row" in message(path, delimiter=delimiter)
        return
    numbers, columns, broken = read(path, delimiter=delimiter)
    assert list(zip(numbers, zip(*columns.values(), strict=True), strict=True)) == kept
    assert not broken


BAD = {
    "empty": (b"", "a.csv: expected csv, got an empty file. Export it again."),
    "blank lines alone": (b"\r\n\r\n", "a.csv: expected csv, got an empty file. Export it again."),
    "byte order mark alone": (b"\xef\xbb\xbf", "a.csv: expected csv, got an empty file. Export it again."),
    "header only": (
        b"a,b\n\n",
        "a.csv: expected at least one row below the headings, got none. Check that the export was complete.",
    ),
    "rows without content": (
        b"a,b\n,\n,\n",
        "a.csv: expected at least one row below the headings, got none. Check that the export was complete.",
    ),
    "no headings": (
        b"\na,b\n1,2\n",
        "a.csv, row 1: expected headings, got an empty row. Set the row that holds the headings (--header-row).",
    ),
    "heading twice": (
        "Xã,b,Xa\u0303 \n1,2,3\n".encode(),
        "a.csv, row 1: expected every heading once, got the same one in columns 1 and 3. Rename or remove all but one.",
    ),
    "content below no heading": (
        b"a,,b\n1,,2\n3,4,5\n",
        "a.csv, row 1: expected a heading above column 2, got content under none."
        " Give every column its own heading; split merged heading cells.",
    ),
    "NUL byte": (
        b"a,b\n1,2\n3,\x004\n",
        "a.csv, line 3: expected text, got a NUL byte at byte 10."
        " Check that the file is whole and a text file; export it again.",
    ),
    "line of 10 MB": (
        b"a,b\n1,2\n" + b"x" * 10_000_000 + b",1\n",
        "a.csv, line 3: expected lines of at most 1 MiB, got a longer one."
        " Check that the file is a table with a line break after every row.",
    ),
    "quote never closed": (
        b'a,b\n1,2\n3,"4\n5,6\n7,8\n',
        "a.csv, line 3: expected quoted cells that end with their quote, got a quote that is never closed."
        ' Close the quote, and write a quote within a quoted cell twice ("").',
    ),
    "text behind a quote": (
        b'a,b\n1,2\n3,"4"x\n5,6\n',
        "a.csv, line 3: expected quoted cells that end with their quote, got text behind a closing quote."
        ' Close the quote, and write a quote within a quoted cell twice ("").',
    ),
    "quote never closed in the headings": (
        b'a,"b\n1,2\n',
        "a.csv, line 1: expected quoted cells that end with their quote, got a quote that is never closed."
        ' Close the quote, and write a quote within a quoted cell twice ("").',
    ),
    "a thousand columns and one": (
        b",".join(b"h%d" % n for n in range(1001)) + b"\n" + b"," * 1000 + b"1\n",
        "a.csv, row 1: expected at most 1000 columns, got 1001. Check the delimiter and the row of the headings.",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_gets_its_message(kind, tmp_path):
    content, expected = BAD[kind]
    assert message(write(tmp_path, "a.csv", content)) == expected


def test_a_quote_that_opens_in_one_row_and_closes_in_a_far_one_is_refused(tmp_path):
    rows = "".join(f'{n},"x"\n' for n in range(50_000))
    text = message(write(tmp_path, "a.csv", 'a,b\n1,"open\n' + rows))
    assert text.startswith("a.csv, line 2: expected quoted cells that end with their quote")


def test_a_quoted_cell_without_end_is_refused_by_its_line(tmp_path):
    text = message(write(tmp_path, "a.csv", 'a,b\n1,2\n3,"open\n' + "4,5\n" * 3_000_000))
    assert text.startswith(
        "a.csv, line 3: expected quoted cells that end with their quote, got a quote that is never"
    )


def test_a_record_of_many_megabytes_is_refused(tmp_path):
    assert message(write(tmp_path, "a.csv", 'a,b\n1,"' + "x\n" * 6_000_000 + '"\n')) == (
        "a.csv: expected records of at most 4 MiB, got a longer one. Check its quotes and line breaks."
    )


def test_rows_that_never_fit_the_headings_are_refused(tmp_path):
    assert message(write(tmp_path, "a.csv", "a,b\n" + "1,2,3\n" * 70_000)) == (
        "a.csv: expected rows of 2 cells, as many as there are headings, got 65537 others one after the other."
        " Check the delimiter and the row of the headings."
    )


def test_a_heading_row_beyond_the_end_is_refused(tmp_path):
    assert message(write(tmp_path, "a.csv", "a,b\n1,2\n"), header_row=9) == (
        "a.csv, row 9: expected headings, got an empty row. Set the row that holds the headings (--header-row)."
    )


def test_no_cell_is_repeated_in_a_message(tmp_path):
    text = message(write(tmp_path, "a.csv", 'tên,số\n"Nguyễn Bí Mật"0912000999,1\n'))
    twice = message(write(tmp_path, "b.csv", "Nguyễn Bí Mật,Nguyễn Bí Mật\n1,2\n"))
    assert "Bí Mật" not in text + twice
    assert "0912000999" not in text


def test_the_headings_of_the_corpus_are_read(tmp_path):
    assert open_file(write(tmp_path, "a.csv", csv_text()), ReadOptions()).facts.headings == HEADINGS
