"""A tracing list as a file: CSV after RFC 4180 in UTF-8 with a byte order mark, or a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from data.plain_text import harmless
from data.tracing.cells import Cell, as_text
from data.tracing.sheets import Sheet, Words

Head = Sequence[tuple[str, Cell]]
"""Lines above the table: what each is called, and what it says."""

_MOMENT = "yyyy-mm-dd hh:mm"


def csv_bytes(head: Head, sheet: Sheet, words: Words) -> bytes:
    """Head lines, an empty line, headings, rows; every line has as many cells as there are columns."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([as_text(cell) for cell in line] for line in _lines(head, sheet, words))
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(head: Head, sheet: Sheet, words: Words) -> bytes:
    """The same as one sheet of a workbook; moments are the spreadsheet's own."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.what)
    for line in _lines(head, sheet, words):
        page.append([_xlsx_cell(page, cell) for cell in line])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _lines(head: Head, sheet: Sheet, words: Words) -> list[list[Cell]]:
    width = len(sheet.columns)
    above: list[list[Cell]] = [[*line, *[None] * (width - 2)] for line in head]
    headings: list[Cell] = [words(f"column.{column}") for column in sheet.columns]
    return [*above, [None] * width, headings, *(list(row) for row in sheet.rows)]


def _xlsx_cell(page: object, cell: Cell) -> Cell | WriteOnlyCell:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, datetime):
        moment = WriteOnlyCell(page, cell)
        moment.number_format = _MOMENT
        return moment
    return cell
