"""XLSX: one sheet of a workbook, its rows numbered as the spreadsheet numbers them. Empty rows are no rows.

Of several sheets the one that is visible and not empty is read; where there are more, one has to be named.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from data.readers import zip_guard
from data.readers.batch import Batch, BrokenRow, FileFacts, ReadOptions
from data.readers.digest import sha256_of
from data.readers.headings import settled, unnamed
from data.readers.opened import OpenFile, no_rows
from data.readers.refusal import listed, refused, shown
from data.readers.rows import Row, batched, unreadable
from data.readers.xlsx_cells import Book, CellUnreadable, book_of
from data.readers.xlsx_sheet import SheetRow, sheet_rows

_NO_SHEET = (
    BadZipFile, DefusedXmlException, ParseError, zlib.error, EOFError, KeyError, IndexError, ValueError, TypeError,
    OverflowError,
)  # fmt: skip
_NO_BOOK = (
    *_NO_SHEET,
    AssertionError,
    AttributeError,
    NotImplementedError,
    OSError,
    RecursionError,
    struct.error,
)
"""What openpyxl and the XML below it raise for a workbook that is none; it has no error of its own for that."""

_MOST_OTHER_BYTES = 256 << 20


@dataclass(frozen=True)
class Sheet:
    """A sheet of an open workbook; `rows` reads it from its beginning."""

    title: str
    is_visible: bool
    claimed_rows: int | None
    rows: Callable[[], Iterator[SheetRow]]


@dataclass(frozen=True)
class SheetTable:
    """A sheet whose headings are known."""

    path: Path
    name: str
    sheet: str
    header_row: int
    headings: tuple[str, ...]

    @property
    def where(self) -> str:
        return f"{self.name}, sheet {shown(self.sheet)}, row {self.header_row}"


def open_xlsx(path: Path, options: ReadOptions, name: str) -> OpenFile:
    """Read the headings of one sheet."""
    with _sheets(path, name) as sheets, _damage(name, _NO_SHEET):
        sheet = _chosen(sheets, options.sheet, name)
        table = _table(path, name, sheet, options.header_row)
        if next(_below(sheet, table), None) is None:
            raise no_rows(table.where)
    used = replace(options, format="xlsx", sheet=sheet.title)
    headings = tuple(h for h in table.headings if h)
    facts = FileFacts(name, sha256_of(path), path.stat().st_size, used, headings)
    return OpenFile(facts, sheet.claimed_rows, partial(_batches, table))


@contextmanager
def _damage(name: str, kinds: tuple[type[Exception], ...]) -> Iterator[None]:
    """What the XML below a workbook raises, as a refusal; its own words may repeat a cell."""
    try:
        yield
    except kinds as error:
        remedy = "Open it in a spreadsheet program and save it again as .xlsx."
        raise refused(name, "a whole workbook", f"damage ({type(error).__name__})", remedy) from error


@contextmanager
def _sheets(path: Path, name: str) -> Iterator[tuple[Sheet, ...]]:
    """The sheets of a workbook while it is open."""
    with zip_guard.opened(path, name) as archive, path.open("rb") as file:
        _check_others(archive, name)
        with _damage(name, _NO_BOOK):
            workbook = _workbook(file)
        try:
            with _damage(name, _NO_BOOK):
                sheets = tuple(_sheet(workbook, sheet) for sheet in workbook.worksheets)
            yield sheets
        finally:
            workbook.close()


def _check_others(archive: ZipFile, name: str) -> None:
    """All but the sheets is held in memory."""
    largest = max((m.file_size for m in archive.infolist() if "worksheets/" not in m.filename), default=0)
    if largest > _MOST_OTHER_BYTES:
        limit = f"at most {_MOST_OTHER_BYTES >> 20} MiB of texts"
        raise refused(name, limit, f"{largest >> 20} MiB", "Save the table as .csv in UTF-8.")


def _workbook(file: IO[bytes]) -> Any:
    with warnings.catch_warnings():
        # It warns of what it leaves out, extensions and the like; cells it doesn't leave out.
        warnings.simplefilter("ignore")
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)


def _sheet(workbook: Any, sheet: Any) -> Sheet:
    book = book_of(workbook, sheet._shared_strings)
    rows = partial(_rows_of, workbook._archive, sheet._worksheet_path, book)
    return Sheet(str(sheet.title), sheet.sheet_state == "visible", sheet._max_row, rows)


def _rows_of(archive: ZipFile, member: str, book: Book) -> Iterator[SheetRow]:
    with archive.open(member) as source:
        yield from sheet_rows(source, book)


_NOTES = "_"
"""Begins the name of a sheet that explains another one, as in the templates (data/sources/template.py)."""


def _chosen(sheets: tuple[Sheet, ...], wanted: str, name: str) -> Sheet:
    titles = [sheet.title for sheet in sheets]
    if wanted:
        if wanted not in titles:
            remedy = "Name one of these (--sheet)."
            raise refused(
                name,
                f"the sheet {shown(wanted)}",
                f"the sheets {listed(titles)}",
                remedy,
                "sheet",
                tuple(titles),
            )
        return sheets[titles.index(wanted)]
    visible = [sheet for sheet in sheets if sheet.is_visible and next(sheet.rows(), None)]
    filled = [sheet for sheet in visible if not sheet.title.startswith(_NOTES)] or visible
    if not filled:
        raise refused(name, "a sheet with rows", "empty sheets alone", "Check that the export was complete.")
    if len(filled) > 1:
        names = tuple(sheet.title for sheet in filled)
        got, remedy = f"the sheets {listed(names)}", "Say which one to read (--sheet)."
        raise refused(name, "one sheet with rows", got, remedy, "sheet", names)
    return filled[0]


def _table(path: Path, name: str, sheet: Sheet, header_row: int) -> SheetTable:
    table = SheetTable(path, name, sheet.title, header_row, ())
    cells = next((cells for number, cells in sheet.rows() if number == header_row), {})
    bad = next((n for n, cell in cells.items() if isinstance(cell, CellUnreadable)), 0)
    if bad:
        got = f"{cells[bad]} in column {get_column_letter(bad)}"
        raise refused(table.where, "headings", got, "Write the heading as text.")
    width = max(cells, default=0)
    return replace(table, headings=settled([str(cells.get(n, "")) for n in range(1, width + 1)], table.where))


def _below(sheet: Sheet, table: SheetTable) -> Iterator[Row | BrokenRow]:
    for number, cells in sheet.rows():
        if number > table.header_row:
            yield _row(number, cells, table)


def _row(number: int, cells: dict[int, str | CellUnreadable], table: SheetTable) -> Row | BrokenRow:
    width = len(table.headings)
    texts = [None if isinstance(cell := cells.get(n), CellUnreadable) else cell for n in range(1, width + 1)]
    beyond = next((column for column in cells if column > width), 0)
    if beyond:
        expected = f"cells below the {width} headings"
        got = f"a cell in column {get_column_letter(beyond)}"
        return BrokenRow(number, "ragged_row", expected, got, tuple(text or "" for text in texts))
    unnamed_column = next((n for n in cells if not table.headings[n - 1]), 0)
    if unnamed_column:
        raise unnamed(get_column_letter(unnamed_column), table.where)
    named = [text for text, heading in zip(texts, table.headings, strict=True) if heading]
    bad = next((n for n, cell in cells.items() if isinstance(cell, CellUnreadable)), 0)
    return unreadable(number, table.headings[bad - 1], str(cells[bad]), named) if bad else (number, named)


def _batches(table: SheetTable) -> Iterator[Batch]:
    with _sheets(table.path, table.name) as sheets, _damage(table.name, _NO_SHEET):
        sheet = next(sheet for sheet in sheets if sheet.title == table.sheet)
        yield from batched(_below(sheet, table), [h for h in table.headings if h])
