"""Reading a case feed from a CSV file."""

from __future__ import annotations

from datetime import date

import pytest

from data.errors import ImportRefused
from data.ingest import FeedRow, count_or_none, day_or_none, read_feed

HEADER = "district,commune,date,new_cases\n"


def read(text: str) -> tuple[FeedRow, ...]:
    return read_feed(text.encode(), "test", "test.csv").rows


def test_rows_are_read_as_written_and_numbered_after_the_header() -> None:
    rows = read(HEADER + "Việt Yên, Nếnh ,2021-05-10,3\nVôi,,yesterday,few\n")
    assert rows == (
        FeedRow(2, "Việt Yên", "Nếnh", "2021-05-10", "3"),
        FeedRow(3, "Vôi", "", "yesterday", "few"),
    )


def test_a_byte_order_mark_does_not_hide_the_first_column() -> None:
    rows = read_feed(b"\xef\xbb\xbf" + (HEADER + "A,B,2021-05-10,3\n").encode(), "test", "test.csv").rows
    assert rows[0].district == "A"


def test_columns_may_come_in_any_order_with_others_between() -> None:
    rows = read("new_cases,note,date,commune,district\n3,x,2021-05-10,Nếnh,Việt Yên\n")
    assert rows[0] == FeedRow(2, "Việt Yên", "Nếnh", "2021-05-10", "3")


def test_a_short_row_is_read_with_empty_cells() -> None:
    assert read(HEADER + "A,B,2021-05-10\n")[0].new_cases == ""


def test_the_published_span_is_that_of_the_rows_unless_it_is_known() -> None:
    content = (HEADER + "A,B,2021-05-10,3\nA,B,2021-05-08,1\nA,B,?,1\n").encode()
    own = read_feed(content, "test", "test.csv")
    told = read_feed(content, "test", "test.csv", (date(2021, 5, 1), date(2021, 5, 31)))
    assert (own.published_first, own.published_last) == (date(2021, 5, 8), date(2021, 5, 10))
    assert (told.published_first, told.published_last) == (date(2021, 5, 1), date(2021, 5, 31))


def test_equal_bytes_have_equal_digests_and_other_bytes_another() -> None:
    one, same, other = (
        read_feed(HEADER.encode() + row, "t", "t", SPAN).sha256 for row in (b"", b"", b"a,b,c,d")
    )
    assert one == same != other


SPAN = (date(2021, 5, 1), date(2021, 5, 2))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "an empty file"),
        (b"district,commune,date\n", "new_cases"),
        ("district,commune,date,new_cases\nViệt Yên".encode("utf-16"), "UTF-8"),
        (HEADER.encode() + b"A,B,?,1\n", "2021-05-25"),
    ],
)
def test_a_file_that_is_no_feed_is_refused_by_name_with_what_was_expected(
    content: bytes, expected: str
) -> None:
    with pytest.raises(ImportRefused, match=expected) as refused:
        read_feed(content, "test", "cases.csv")
    assert str(refused.value).startswith("cases.csv: expected ")


@pytest.mark.parametrize("text", ["", "-1", "1.5", "1e3", "²", "١", "1 000", "9" * 10])
def test_what_is_no_whole_number_is_no_count(text: str) -> None:
    assert count_or_none(text) is None


def test_zero_and_leading_zeros_are_counts() -> None:
    assert (count_or_none("0"), count_or_none("007")) == (0, 7)


@pytest.mark.parametrize("text", ["", "25/05/2021", "2021-02-30", "today"])
def test_what_is_no_iso_day_is_no_day(text: str) -> None:
    assert day_or_none(text) is None
