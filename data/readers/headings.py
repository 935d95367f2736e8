"""Headings of a table: each once, outer blanks off, in NFC; a column without one must be empty."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from data.readers.refusal import refused

MAX_COLUMNS = 1_000
"""A table wider than that is one read by the wrong delimiter, or none."""


def settled(cells: Sequence[str], where: str) -> tuple[str, ...]:
    """The headings as they are named from here on, "" for none. `where` is the file and the row.

    Raises ImportRefused where no cell holds one, where there are too many, and where two are the same.
    """
    headings = tuple(unicodedata.normalize("NFC", cell).strip() for cell in cells)
    if not any(headings):
        remedy = "Set the row that holds the headings (--header-row)."
        raise refused(where, "headings", "an empty row", remedy)
    if len(headings) > MAX_COLUMNS:
        remedy = "Check the delimiter and the row of the headings."
        raise refused(where, f"at most {MAX_COLUMNS} columns", f"{len(headings)}", remedy)
    twice = next((h for h, times in Counter(headings).items() if h and times > 1), "")
    if twice:
        places = [str(n) for n, heading in enumerate(headings, 1) if heading == twice]
        # Where the headings are missing this is a row of data: it isn't repeated.
        got = f"the same one in columns {' and '.join(places[:2])}"
        raise refused(where, "every heading once", got, "Rename or remove all but one.")
    return headings


def all_named(names: Sequence[str], where: str) -> tuple[str, ...]:
    """The same for columns or keys that a format names, where each has to have a name."""
    headings = settled(names, where)
    if not all(headings):
        raise refused(where, "a name for every column", "an empty one", "Name it.")
    return headings


def unnamed(column: str, where: str) -> Exception:
    """The refusal of a column, by number or letter, that has content but no heading."""
    remedy = "Give every column its own heading; split merged heading cells."
    return refused(where, f"a heading above column {column}", "content under none", remedy)
