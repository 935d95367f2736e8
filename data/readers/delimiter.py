"""What separates the cells of a line: detected where only one reading makes sense, confirmed where it is declared."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from types import MappingProxyType

from data.readers.refusal import refused

DELIMITERS = MappingProxyType({",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"})
_OPTION = ("delimiter", tuple(DELIMITERS))
_SAMPLE_ROWS = 50


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records of a text, up to one that is none; an empty line is a record without cells."""
    with suppress(csv.Error):
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def settle(text: str, declared: str, header_row: int, name: str) -> str:
    """The delimiter of a table whose beginning is `text`, whole lines of it.

    Raises ImportRefused where the declared one isn't in the headings though another is, and where several fit.
    """
    if declared and declared not in DELIMITERS:
        expected, remedy = (
            f"a delimiter of {', '.join(DELIMITERS.values())}",
            "Save the table with one of these.",
        )
        raise refused(name, expected, "another", remedy, *_OPTION)
    width = {d: len(_header(text, d, header_row)) for d in DELIMITERS}
    splitting = [d for d in DELIMITERS if width[d] > 1]
    if declared:
        _confirm(declared, splitting, name, header_row)
        return declared
    if len(splitting) > 1:
        return _only_even(text, splitting, header_row, width, name)
    return splitting[0] if splitting else ","


def _confirm(declared: str, splitting: list[str], name: str, header_row: int) -> None:
    if declared not in splitting and splitting:
        where, found = f"{name}, row {header_row}", DELIMITERS[splitting[0]]
        expected = f"headings separated by a {DELIMITERS[declared]} as declared"
        remedy = f"Declare the {found} (--delimiter), or none."
        raise refused(where, expected, f"a {found}", remedy, "delimiter", tuple(splitting))


def _only_even(text: str, splitting: list[str], header_row: int, width: dict[str, int], name: str) -> str:
    """The one that splits every row into as many cells as the headings."""
    even = [d for d in splitting if _is_even(text, d, header_row, width[d])]
    if len(even) == 1:
        return even[0]
    fitting = tuple(even or splitting)
    got = f"headings that {' and '.join(DELIMITERS[d] for d in fitting)} separate"
    where, remedy = f"{name}, row {header_row}", "Declare it (--delimiter)."
    raise refused(where, "one delimiter", got, remedy, "delimiter", fitting)


def _header(text: str, delimiter: str, header_row: int) -> list[str]:
    return next(islice(records(text, delimiter), header_row - 1, None), [])


def _is_even(text: str, delimiter: str, header_row: int, width: int) -> bool:
    below = islice(records(text, delimiter), header_row, header_row + _SAMPLE_ROWS)
    counts = [len(cells) for cells in below if cells]
    return all(count == width for count in counts[:-1] or counts)
