"""The body of a push: bytes → JSON → rows of text, as a reader of files gives them. Whatever is not that is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import NoReturn
from unicodedata import normalize

from callbacks.api.problems import MALFORMED, NOT_ROWS, Refusal
from data.sources.source import Source
from geo.names import without_marks

MAX_ROWS = 10_000
MAX_EXACT = 2**53 - 1
"""Beyond, JSON numbers are not exact everywhere."""
MAX_DIGITS = 400

Cell = str | None
Row = dict[str, Cell]

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_WORDS = {
    dict: "an object",
    list: "a list",
    str: "a text or a number",
    bool: "true or false",
    type(None): "null",
}


def headings_of(source: Source) -> tuple[str, ...]:
    """Headings that a pushed row may have: those that are mapped, and those that are known and let fall."""
    mapped = [mapping.column for mapping in source.fields if mapping.column]
    return tuple(dict.fromkeys([*mapped, *source.ignored]))


def rows_of(body: bytes, source: Source) -> list[Row]:
    """Rows of `{"rows": [{heading: answer}]}`; raises Refusal."""
    document = parsed(body)
    if not isinstance(document, dict) or list(document) != ["rows"]:
        raise _no_rows('an object with the one member "rows"', _shape(document))
    rows = document["rows"]
    if not isinstance(rows, list) or not 1 <= len(rows) <= MAX_ROWS:
        raise _no_rows(
            f"1 to {MAX_ROWS:,} rows", f"{len(rows):,}" if isinstance(rows, list) else _shape(rows)
        )
    return _texts(rows, source)


def row_of(body: bytes, source: Source) -> list[Row]:
    """The one row of `{heading: answer}`; raises Refusal."""
    return _texts([parsed(body)], source)


def parsed(body: bytes) -> object:
    """The JSON document, numbers as their shortest exact text; raises Refusal."""
    try:
        return json.loads(
            body.decode("utf-8-sig"),
            parse_int=number_text,
            parse_float=number_text,
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique,
        )
    except UnicodeDecodeError as error:
        raise _malformed("UTF-8", f"byte {body[error.start]:#04x} at {error.start}") from None
    except json.JSONDecodeError as error:
        raise _malformed("JSON", f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise _no_rows(
            "answers that are no lists or objects", "lists or objects in each other, very deep"
        ) from None


def number_text(written: str) -> str:
    """The shortest exact text of a JSON number.

    >>> [number_text(n) for n in ("912345678", "21.250", "1e3", "-0.0", "5e-3")]
    ['912345678', '21.25', '1000', '0', '0.005']
    """
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise _number(written) from None
    if (number and not -MAX_DIGITS <= number.adjusted() < 16) or len(written) > MAX_DIGITS:
        raise _number(written)
    if not -MAX_EXACT <= number <= MAX_EXACT:
        raise _number(written)
    text = f"{number:f}" if number else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(written: str) -> Refusal:
    got = f"another, written in {len(written)} characters"
    return _no_rows(f"numbers from {-MAX_EXACT} to {MAX_EXACT}", got)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = {normalize("NFC", name): value for name, value in pairs}
    if len(found) != len(pairs):
        raise _no_rows("every heading once", "an object with one of them twice")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise _malformed("JSON", f"{name}, which JSON lacks")


def _texts(rows: Sequence[object], source: Source) -> list[Row]:
    headings = headings_of(source)
    known = {normalize("NFC", heading): heading for heading in headings}
    empty = dict.fromkeys(headings)
    return [empty | _row(row, n, known) for n, row in enumerate(rows, 1)]


def _row(row: object, n: int, known: dict[str, str]) -> Row:
    if not isinstance(row, dict):
        raise _no_rows("an object for every row", f"{_shape(row)} in row {n}")
    unknown = row.keys() - known.keys()
    if unknown:
        raise _unknown_heading(min(unknown), n, known)
    return {known[heading]: _cell(cell, n, heading) for heading, cell in row.items()}


def _cell(cell: object, n: int, heading: str) -> Cell:
    if cell is None or isinstance(cell, bool):
        return None if cell is None else str(cell).lower()
    if not isinstance(cell, str):
        raise _no_rows("a text, a number, true, false or null", f"{_shape(cell)} in row {n}, {heading}")
    if _UNSTORABLE.search(cell):
        raise _no_rows("Unicode characters", f"NUL or half a surrogate pair in row {n}, {heading}")
    return cell


def _unknown_heading(heading: str, n: int, known: dict[str, str]) -> Refusal:
    """The heading itself is not repeated: it may hold an answer by mistake."""
    plain = {without_marks(name).casefold(): name for name in known}
    near = get_close_matches(without_marks(heading).casefold(), plain, 1)
    hint = f", near {plain[near[0]]!r}" if near else ""
    return _no_rows("headings of this source only", f"another of {len(heading)} characters{hint} in row {n}")


def _shape(value: object) -> str:
    return _WORDS[type(value)]


def _malformed(expected: str, got: str) -> Refusal:
    return Refusal(MALFORMED, expected, got, "Write the body with a JSON library, in UTF-8.")


def _no_rows(expected: str, got: str) -> Refusal:
    return Refusal(
        NOT_ROWS, expected, got, "The form of the rows is in /api/v1/openapi.json; nothing was kept."
    )
