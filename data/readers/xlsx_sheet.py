"""The rows of one sheet, straight from its XML: the size that a sheet claims to have is not believed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse
from openpyxl.utils import column_index_from_string
from openpyxl.xml.constants import SHEET_MAIN_NS

from data.readers.xlsx_cells import Book, CellUnreadable, cell_text

_DATA = f"{{{SHEET_MAIN_NS}}}sheetData"
_ROW = f"{{{SHEET_MAIN_NS}}}row"
_CELL = f"{{{SHEET_MAIN_NS}}}c"
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_MOST_ELEMENTS = 8 * _MOST_COLUMNS
_MOST_UNTAGGED = 1 << 20

SheetRow = tuple[int, dict[int, str | CellUnreadable]]
"""Its number in the sheet, and what its cells hold, by column from 1; empty cells are left out."""


class _Guarded:
    """The XML of a sheet, refused where no tag comes for a long time: a cell holds 32,767 characters at most."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._untagged = 0

    def read(self, size: int = -1) -> bytes:
        block = self._source.read(size)
        self._untagged = 0 if b"<" in block else self._untagged + len(block)
        if self._untagged > _MOST_UNTAGGED:
            raise ValueError("a text without end")
        return block


def sheet_rows(source: IO[bytes], book: Book) -> Iterator[SheetRow]:
    """Rows that are not empty, in order. Raises ValueError, LookupError or a parser's own error for damage."""
    number, elements = 0, 0
    for _, element in iterparse(_Guarded(source)):
        elements += 1
        if elements > _MOST_ELEMENTS:
            raise ValueError("a row without end")
        if element.tag == _DATA:
            return
        if element.tag == _ROW:
            number, before = int(element.get("r", number + 1)), number
            if not before < number <= _MOST_ROWS:
                raise ValueError("rows out of order")
            if cells := _cells(element, book):
                yield number, cells
            element.clear()
            elements = 0
    raise ValueError("a sheet without end")


def _cells(row: Element, book: Book) -> dict[int, str | CellUnreadable]:
    cells: dict[int, str | CellUnreadable] = {}
    column = 0
    for cell in row:
        if cell.tag != _CELL:
            continue
        column, before = _column(cell, column), column
        if not before < column <= _MOST_COLUMNS:
            raise ValueError("cells out of order")
        found = _content(cell, book)
        if found:
            cells[column] = found
    return cells


def _column(cell: Element, before: int) -> int:
    place = cell.get("r")
    return column_index_from_string(place.rstrip("0123456789")) if place else before + 1


def _content(cell: Element, book: Book) -> str | CellUnreadable | None:
    try:
        return cell_text(cell, book)
    except CellUnreadable as error:
        return error
