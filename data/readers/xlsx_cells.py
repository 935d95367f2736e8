"""Cells of a spreadsheet as text: the value that the program which saved it last showed, never a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel, from_ISO8601

from data.readers.numbers import float_text
from data.readers.xlsx_xml import unescaped

_ERRORS = (
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
)
_HIDDEN_PART = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')


class CellUnreadable(ValueError):
    """A cell holds no value; the message says what it holds instead."""


@dataclass(frozen=True)
class Book:
    """What cells refer to: the texts they share, which styles are dates, which show a time, and where days begin."""

    strings: Sequence[str]
    dates: frozenset[int] = frozenset()
    durations: frozenset[int] = frozenset()
    times: frozenset[int] = frozenset()
    epoch: datetime = WINDOWS_EPOCH


def book_of(workbook: Any, strings: Sequence[str]) -> Book:
    """`workbook` is openpyxl's; it keeps number formats by the style that a cell names."""
    formats = {n: _format(workbook, style.numFmtId) for n, style in enumerate(workbook._cell_styles)}
    times = frozenset(
        n for n, shown in formats.items() if re.search("[hs]", _HIDDEN_PART.sub("", shown), re.I)
    )
    dates, durations = frozenset(workbook._date_formats), frozenset(workbook._timedelta_formats)
    return Book(strings, dates, durations, times, workbook.epoch)


def _format(workbook: Any, number: int) -> str:
    own: Mapping[int, str] = dict(enumerate(workbook._number_formats, 164))
    return str(own.get(number) or BUILTIN_FORMATS.get(number) or "")


@dataclass
class Cell:
    """A cell as the XML has it."""

    kind: str = "n"
    style: int = 0
    value: str | None = None
    inline: str = ""
    has_formula: bool = False


def cell_text(cell: Cell, book: Book) -> str | None:
    """The text of a cell, None of an empty one. Raises CellUnreadable, and ValueError or IndexError for damage."""
    if cell.kind == "inlineStr":
        return unescaped(cell.inline)
    if cell.kind == "str" and cell.value is not None:
        return unescaped(cell.value)
    if not cell.value:
        if cell.has_formula:
            raise CellUnreadable("a formula without a stored value")
        return None
    return _value(cell.kind, cell.value, cell.style, book)


def _value(kind: str, value: str, style: int, book: Book) -> str:
    if kind == "s":
        return str(book.strings[int(value)])
    if kind == "b":
        return "true" if int(value) else "false"
    if kind == "e":
        raise CellUnreadable(f"the error {value}" if value in _ERRORS else "an error")
    if kind == "d":
        return _moment(from_ISO8601(value), False)
    if kind != "n":
        raise CellUnreadable("a cell of an unknown type")
    return _serial(value, style, book) if style in book.dates else number_text(value)


def number_text(value: str) -> str:
    """The text of a stored number, which Excel writes with 17 digits."""
    if value.isascii() and value.isdigit():
        return value.lstrip("0") or "0"
    number = float(value)
    if number != number or number in (float("inf"), float("-inf")):
        raise CellUnreadable("a number without a value")
    return float_text(number)


def _serial(value: str, style: int, book: Book) -> str:
    try:
        found = from_excel(float(value), book.epoch, timedelta=style in book.durations)
    except (OverflowError, ValueError) as error:
        raise CellUnreadable("a day beyond the calendar") from error
    return _moment(found, style in book.times)


def _moment(value: date | time | timedelta, shows_time: bool) -> str:
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, datetime) and not shows_time and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ", "milliseconds" if value.microsecond else "seconds")
    return value.isoformat()


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
