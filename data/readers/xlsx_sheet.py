"""The rows of one sheet, straight from its XML: the size that a sheet claims to have is not believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import IO

from openpyxl.utils import column_index_from_string

from data.readers.rows import is_text
from data.readers.xlsx_cells import Book, Cell, CellUnreadable, cell_text
from data.readers.xlsx_xml import fed

_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_MOST_CHARACTERS = 1 << 20

SheetRow = tuple[int, dict[int, str | CellUnreadable]]
"""Its number in the sheet, and what its cells hold, by column from 1; empty cells are left out."""


@cache
def _column_of(letters: str) -> int:
    return int(column_index_from_string(letters))


class _Rows:
    """Takes the events of a sheet and makes rows of them, to be taken from `found`."""

    def __init__(self, book: Book) -> None:
        self.found: list[SheetRow] = []
        self.is_ended = False
        self._book = book
        self._number = self._column = 0
        self._cells: dict[int, str | CellUnreadable] = {}
        self._cell = Cell()
        self._parts: list[str] | None = None
        self._is_aid = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "t"):
            self._parts = None if self._is_aid else []
        elif name == "f":
            self._cell.has_formula = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._is_aid = True

    def end(self, name: str) -> None:
        if name == "v":
            self._cell.value = "".join(self._parts or ())
            self._parts = None
        elif name == "t" and self._parts is not None:
            self._cell.inline += "".join(self._parts)
            self._parts = None
        elif name == "c":
            self._end_cell()
        elif name == "row" and self._cells:
            self.found.append((self._number, self._cells))
        elif name == "rPh":
            self._is_aid = False
        self.is_ended = self.is_ended or name == "sheetData"

    def text(self, content: str) -> None:
        if self._parts is not None:
            self._parts.append(content)
            if len(self._parts) * len(content) > _MOST_CHARACTERS:
                raise ValueError("a text without end")

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        before, self._number = self._number, int(attributes.get("r", self._number + 1))
        if not before < self._number <= _MOST_ROWS:
            raise ValueError("rows out of order")
        self._cells, self._column = {}, 0

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        place = attributes.get("r")
        column = _column_of(place.rstrip("0123456789")) if place else self._column + 1
        if not self._column < column <= _MOST_COLUMNS:
            raise ValueError("cells out of order")
        self._column = column
        self._cell = Cell(attributes.get("t", "n"), int(attributes.get("s", 0)))

    def _end_cell(self) -> None:
        try:
            found: str | CellUnreadable | None = cell_text(self._cell, self._book)
        except CellUnreadable as error:
            found = error
        if isinstance(found, str) and not is_text(found):
            found = CellUnreadable("a character that is no text")
        if found:
            self._cells[self._column] = found


def sheet_rows(source: IO[bytes], book: Book) -> Iterator[SheetRow]:
    """Rows that are not empty, in order. Raises ValueError, LookupError or expat's own error for damage."""
    rows = _Rows(book)
    for _ in fed(source, rows):
        yield from rows.found
        rows.found.clear()
        if rows.is_ended:
            return
    raise ValueError("a sheet without end")
