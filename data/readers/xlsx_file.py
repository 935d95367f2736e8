"""XLSX: one sheet of a workbook, its rows numbered as the spreadsheet numbers them. Empty rows are no rows.

Of several sheets the one that is visible and not empty is read; where there are more, one has to be named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from openpyxl.utils import get_column_letter

from data.readers.batch import Batch, BrokenRow, FileFacts, ReadOptions
from data.readers.digest import sha256_of
from data.readers.headings import settled, unnamed
from data.readers.opened import OpenFile, no_rows
from data.readers.refusal import listed, refused, shown
from data.readers.rows import Row, batched, unreadable
from data.readers.xlsx_book import Sheet, damage, opened
from data.readers.xlsx_cells import CellUnreadable


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
    with opened(path, name) as sheets, damage(name):
        sheet = _chosen(sheets, options.sheet, name)
        table = _table(path, name, sheet, options.header_row)
        if next(_below(sheet, table), None) is None:
            raise no_rows(table.where)
    used = replace(options, format="xlsx", sheet=sheet.title)
    headings = tuple(h for h in table.headings if h)
    facts = FileFacts(name, sha256_of(path), path.stat().st_size, used, headings)
    return OpenFile(facts, sheet.claimed_rows, partial(_batches, table))


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
    with opened(table.path, table.name) as sheets, damage(table.name):
        sheet = next(sheet for sheet in sheets if sheet.title == table.sheet)
        yield from batched(_below(sheet, table), [h for h in table.headings if h])
