"""A workbook while it is open: its sheets, and what their cells refer to. Only the sheets are read bit by bit."""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.xml.constants import SHARED_STRINGS

from data.readers import zip_guard
from data.readers.refusal import refused
from data.readers.xlsx_cells import Book, book_of
from data.readers.xlsx_sheet import SheetRow, sheet_rows
from data.readers.xlsx_xml import shared_strings

_NO_SHEET = (
    BadZipFile, DefusedXmlException, ExpatError, ParseError, zlib.error, EOFError, KeyError, IndexError, ValueError, TypeError,
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
_CLAIM = re.compile(rb'<dimension ref="[A-Z]+\d+:[A-Z]+(\d{1,7})"')
_CLAIM_BYTES = 2_048


@dataclass(frozen=True)
class Sheet:
    """A sheet of an open workbook; `rows` reads it from its beginning."""

    title: str
    is_visible: bool
    claimed_rows: int | None
    rows: Callable[[], Iterator[SheetRow]]


@contextmanager
def damage(name: str, kinds: tuple[type[Exception], ...] = _NO_SHEET) -> Iterator[None]:
    """What the XML below a workbook raises, as a refusal; its own words may repeat a cell."""
    try:
        yield
    except kinds as error:
        remedy = "Open it in a spreadsheet program and save it again as .xlsx."
        raise refused(name, "a whole workbook", "a damaged one", remedy) from error


@contextmanager
def opened(path: Path, name: str) -> Iterator[tuple[Sheet, ...]]:
    """The sheets of a workbook while it is open; raises ImportRefused for a workbook that is none."""
    with zip_guard.opened(path, name) as archive, path.open("rb") as file:
        _check_others(archive, name)
        with damage(name, _NO_BOOK), warnings.catch_warnings():
            # openpyxl warns of what it leaves out, extensions and the like; cells it doesn't leave out.
            warnings.simplefilter("ignore")
            sheets = tuple(_sheets(archive, file))
        yield sheets


def _check_others(archive: ZipFile, name: str) -> None:
    """All but the sheets is held in memory."""
    largest = max((m.file_size for m in archive.infolist() if "worksheets/" not in m.filename), default=0)
    if largest > _MOST_OTHER_BYTES:
        limit = f"at most {_MOST_OTHER_BYTES >> 20} MiB of texts"
        raise refused(name, limit, f"{largest >> 20} MiB", "Save the table as .csv in UTF-8.")


def _sheets(archive: ZipFile, file: IO[bytes]) -> Iterator[Sheet]:
    """By openpyxl's own steps, but for the shared texts and the size of each sheet, where it takes long."""
    reader = ExcelReader(file, read_only=True, keep_links=False)
    with closing(reader.archive):
        reader.read_manifest()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        book = book_of(reader.wb, _strings(archive, reader.package.find(SHARED_STRINGS)))
        for sheet, place in reader.parser.find_sheets():
            if "worksheet" in place.Type and place.target in reader.valid_files:
                rows = partial(_rows, archive, place.target, book)
                yield Sheet(str(sheet.name), sheet.state == "visible", _claimed(archive, place.target), rows)


def _strings(archive: ZipFile, part: Any) -> list[str]:
    if part is None:
        return []
    with archive.open(part.PartName[1:]) as source:
        return shared_strings(source)


def _claimed(archive: ZipFile, member: str) -> int | None:
    with archive.open(member) as source:
        found = _CLAIM.search(source.read(_CLAIM_BYTES))
    return int(found[1]) if found else None


def _rows(archive: ZipFile, member: str, book: Book) -> Iterator[SheetRow]:
    with archive.open(member) as source:
        yield from sheet_rows(source, book)
