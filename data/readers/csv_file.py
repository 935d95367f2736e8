"""CSV and TSV: every cell as text, every row that has any content received, in order and by its own number.

Rows are counted as records, the first is 1: a cell over several lines is one row, an empty line is counted too, as
a spreadsheet does. A line without any content, empty or of delimiters alone, is no row and isn't received.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from csv import Error as CsvError
from csv import reader as csv_reader
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pyarrow as pa
from pyarrow import csv as arrow_csv

from data.readers import delimiter as delimiters
from data.readers.batch import Batch, BrokenRow, FileFacts, ReadOptions
from data.readers.headings import settled
from data.readers.opened import OpenFile, no_rows
from data.readers.quotes import QuoteCheck
from data.readers.refusal import refused
from data.readers.row_numbers import Numbered
from data.readers.text_file import TextFile, open_text

_BLOCK_BYTES = 4 << 20
"""A whole record must fit."""
_MOST_RAGGED = 65_536
"""Broken rows between two that fit; a file with more was split by the wrong delimiter or headings."""


@dataclass(frozen=True)
class Table:
    """A text file whose headings are known; its rows begin at byte `start` of its text."""

    file: TextFile
    delimiter: str
    header_row: int
    headings: tuple[str, ...]
    start: int


def open_csv(path: Path, options: ReadOptions, name: str) -> OpenFile:
    """Read the headings of a file in any encoding; the format is csv or tsv."""
    file = open_text(path, name, options.encoding)
    head = next(file.utf8(), b"")
    if not head.strip():
        raise refused(name, "a table with headings", "an empty file", "Export it again.")
    declared = options.delimiter or ("\t" if options.format == "tsv" else "")
    delimiter = delimiters.settle(head.decode(), declared, options.header_row, name)
    table = _table(file, head, delimiter, options.header_row)
    if not any(chunk.strip(b"\r\n") for chunk in _below(table, file.utf8())):
        raise no_rows(name)
    used = replace(options, encoding=file.encoding, delimiter=delimiter)
    facts = FileFacts(name, file.sha256, file.size, used, tuple(h for h in table.headings if h))
    return OpenFile(facts, _estimate(head, table), partial(_batches, table))


def _table(file: TextFile, head: bytes, delimiter: str, header_row: int) -> Table:
    quotes = QuoteCheck(file, delimiter)
    quotes.check(head)
    text = head.decode()
    lines = io.StringIO(text, newline="")
    cells, start = _record(lines, delimiter, header_row), len(text[: lines.tell()].encode())
    if start == len(head):
        quotes.check_closed()
    return Table(file, delimiter, header_row, settled(cells, f"{file.name}, row {header_row}"), start)


def _record(lines: io.StringIO, delimiter: str, number: int) -> list[str]:
    """The record of that number; `lines` stands behind it afterwards."""
    try:
        reader = csv_reader(lines, delimiter=delimiter)
        return [next(reader, []) for _ in range(number)][-1]
    except CsvError:
        return []


def _below(table: Table, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The text behind the headings."""
    skipped = table.start
    for chunk in chunks:
        if skipped < len(chunk):
            yield chunk[skipped:]
        skipped = max(0, skipped - len(chunk))


def _estimate(head: bytes, table: Table) -> int:
    rows = max(1, head.count(b"\n", table.start))
    narrow = 2 if table.file.encoding.startswith("utf-16") else 1
    return max(rows, round(rows * table.file.size / narrow / len(head)))


class _Fed(io.RawIOBase):
    """Pieces of text as a file that Arrow reads a block at a time."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        parts, wanted = [self._rest], size - len(self._rest)
        while wanted > 0 and (piece := next(self._pieces, b"")):
            parts.append(piece)
            wanted -= len(piece)
        content = b"".join(parts)
        self._rest = content[size:]
        return content[:size]


class _Ragged:
    """Takes the rows that Arrow finds to have too many cells or too few, until there are only such."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.rows: list[BrokenRow] = []

    def __call__(self, row: arrow_csv.InvalidRow) -> str:
        number = row.number + self._table.header_row
        expected, got = f"{row.expected_columns} cells", f"{row.actual_columns} cells"
        cells = tuple(next(delimiters.records(row.text, self._table.delimiter), [row.text]))
        reason = "ragged_row" if row.text.strip() else ""
        self.rows.append(BrokenRow(number, reason, expected, got, cells))
        return "skip" if len(self.rows) <= _MOST_RAGGED else "error"


def _batches(table: Table) -> Iterator[Batch]:
    quotes, ragged = QuoteCheck(table.file, table.delimiter), _Ragged(table)
    text = _Fed(_below(table, quotes.checked(table.file.utf8())))
    numbered = Numbered(table.headings, f"{table.file.name}, row {table.header_row}", table.header_row + 1)
    is_empty = True
    try:
        for rows in _arrow_batches(text, table, ragged):
            for batch in numbered.batches(rows, ragged.rows):
                is_empty = False
                yield batch
    except pa.ArrowInvalid as error:
        raise _unreadable(table, quotes, ragged) from error
    if is_empty:
        raise no_rows(table.file.name)


def _arrow_batches(text: _Fed, table: Table, ragged: _Ragged) -> Iterator[pa.RecordBatch]:
    """The rows that fit, and at last none, for those that are broken at the end."""
    names = [str(n) for n in range(len(table.headings))]
    yield from arrow_csv.open_csv(
        pa.PythonFile(text, mode="r"),
        arrow_csv.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES, column_names=names),
        arrow_csv.ParseOptions(
            delimiter=table.delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=ragged,
        ),
        arrow_csv.ConvertOptions(default_column_type=pa.string(), check_utf8=False),
    )
    yield pa.RecordBatch.from_pydict({name: pa.array([], pa.string()) for name in names})


def _unreadable(table: Table, quotes: QuoteCheck, ragged: _Ragged) -> Exception:
    """Why Arrow gave up; its own message would repeat a row."""
    quotes.check_closed()
    name = table.file.name
    if len(ragged.rows) > _MOST_RAGGED:
        expected = f"rows of {len(table.headings)} cells, as many as there are headings"
        got = f"{len(ragged.rows)} others one after the other"
        return refused(name, expected, got, "Check the delimiter and the row of the headings.")
    return refused(name, "records of at most 4 MiB", "a longer one", "Check its quotes and line breaks.")
