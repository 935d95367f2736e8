"""Parquet: every flat type as the text that the other readers give."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pyarrow as pa
import pytest

from data.readers.batch import ReadOptions
from data.readers.reader import open_file
from tests.data.readers.corpus import message, read, rows_read, write, write_parquet


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pa.array(["0912", "", None]), ["0912", "", None]),
        (pa.array(["a", "b", "a"]).dictionary_encode(), ["a", "b", "a"]),
        (pa.array(["a", None], pa.large_string()), ["a", None]),
        (pa.array([912345678, None], pa.int64()), ["912345678", None]),
        (pa.array([21.25, 1.0, 0.1, 1e22, None]), ["21.25", "1", "0.1", "1e+22", None]),
        (pa.array([0.1], pa.float32()), ["0.10000000149011612"]),
        (pa.array([Decimal("21.250"), Decimal("3.000")]), ["21.25", "3"]),
        (pa.array([True, False, None]), ["true", "false", None]),
        (pa.array([date(2021, 5, 25), None]), ["2021-05-25", None]),
        (pa.array([time(6, 30)], pa.time64("us")), ["06:30:00"]),
        (pa.array([datetime(2021, 5, 25, 17)], pa.timestamp("us")), ["2021-05-25 17:00:00"]),
        (
            pa.array([datetime(2021, 5, 25, 17, 0, 0, 250_000), datetime(2021, 5, 25)], pa.timestamp("ms")),
            ["2021-05-25 17:00:00.250", "2021-05-25 00:00:00"],
        ),
        (
            pa.array([datetime(2021, 5, 25, 10, tzinfo=UTC)], pa.timestamp("s", "Asia/Ho_Chi_Minh")),
            ["2021-05-25 17:00:00+0700"],
        ),
        (pa.nulls(2), [None, None]),
    ],
)
def test_every_flat_type_comes_as_text(values, texts, tmp_path):
    path = write_parquet(tmp_path / "a.parquet", {"n": list(range(len(values))), "v": values})
    assert read(path)[1]["v"] == texts


def test_rows_are_numbered_from_1_across_batches(tmp_path):
    path = write_parquet(tmp_path / "a.parquet", {"n": list(range(150_000))})
    file = open_file(path, ReadOptions())
    numbers = [n for batch in file.batches() for n in batch.row_numbers.to_pylist()]
    assert numbers == list(range(1, 150_001))
    assert file.estimated_rows == 150_000


def test_a_character_that_is_no_text_breaks_its_row(tmp_path):
    path = write_parquet(tmp_path / "a.parquet", {"a": ["x", "y\0", "z"], "b": [1, 2, 3]})
    numbers, columns, broken = read(path)
    assert (numbers, columns["b"]) == ([1, 3], ["1", "3"])
    assert [(b.row_number, b.reason, b.expected, b.cells) for b in broken] == [
        (2, "cell_unreadable", "a value in a", ("", "2"))
    ]


@pytest.mark.parametrize("values", [pa.array([[1], [2]]), pa.array([{"a": 1}, None]), pa.array([b"x", b"y"])])
def test_nested_columns_are_refused_by_name(values, tmp_path):
    assert message(write_parquet(tmp_path / "a.parquet", {"xã": ["a", "b"], "điểm": values})) == (
        "a.parquet: expected flat columns, got lists, objects or bytes in điểm."
        " Leave them out, or write them as text; geometry comes as GeoPackage."
    )


def test_a_file_without_rows_is_refused(tmp_path):
    assert message(write_parquet(tmp_path / "a.parquet", {"a": pa.array([], pa.string())})) == (
        "a.parquet: expected at least one row below the headings, got none. Check that the export was complete."
    )


def test_a_heading_twice_is_refused(tmp_path):
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    assert message(write_parquet(tmp_path / "a.parquet", table)) == (
        "a.parquet: expected every heading once, got the same one in columns 1 and 2. Rename or remove all but one."
    )


def test_a_file_that_was_cut_off_is_refused(tmp_path):
    content = write_parquet(tmp_path / "a.parquet", {"a": list(range(1000))}).read_bytes()
    assert message(write(tmp_path, "b.parquet", content[:-100])) == (
        "b.parquet: expected a whole Parquet file, got a damaged one. It may have been cut off: get it again."
    )


def test_a_long_text_in_every_row_comes_in_small_batches(tmp_path):
    path = write_parquet(tmp_path / "a.parquet", {"a": ["x" * 1_000_000] * 300})
    sizes = [batch.rows for batch in open_file(path, ReadOptions()).batches()]
    assert sum(sizes) == 300
    assert max(sizes) <= 67


def test_text_comes_whole_where_values_repeat_and_where_they_do_not(tmp_path):
    rows = [(str(n), "Nếnh" if n % 2 else None) for n in range(70_000)]
    first, second = (list(column) for column in zip(*rows, strict=True))
    assert rows_read(write_parquet(tmp_path / "a.parquet", {"a": first, "b": second})) == rows
