"""Flat JSON objects as rows: numbers in their shortest exact text, true and false as words, null as no cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from data.readers.batch import BrokenRow
from data.readers.headings import MAX_COLUMNS, all_named
from data.readers.json_text import Number
from data.readers.opened import no_rows
from data.readers.refusal import refused
from data.readers.rows import Row, is_text, unreadable


@dataclass(frozen=True)
class NoObject:
    """What stands in the place of an object; `got` says it without repeating it."""

    got: str


Record = tuple[int, Mapping[str, Any] | NoObject]
"""Its number and the object."""

Keys = Mapping[str, str]
"""Each key and the heading that it is."""


def record_of(number: int, value: Any) -> Record:
    return (number, value) if isinstance(value, dict) else (number, NoObject(kind_of(value)))


def kind_of(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true or false"
    return "a number" if isinstance(value, Number) else "a text"


def keys_of(records: Iterable[Record], name: str) -> Keys:
    """Every key of the objects, in the order in which they first appear. Raises ImportRefused where there is none."""
    keys: dict[str, None] = {}
    count = 0
    for number, value in records:
        count += 1
        if isinstance(value, NoObject):
            if count == 1:
                remedy = "Write every row as an object of heading and value."
                raise refused(f"{name}, row {number}", "an object", value.got, remedy)
            continue
        keys |= dict.fromkeys(value)
        if len(keys) > MAX_COLUMNS:
            break
    if not count:
        raise no_rows(name)
    return dict(zip(keys, all_named(tuple(keys), f"{name}, keys"), strict=True))


def row_of(number: int, value: Mapping[str, Any] | NoObject, keys: Keys) -> Row | BrokenRow:
    """The row; one that is no object, or holds an object or a list, is broken."""
    if isinstance(value, NoObject):
        return BrokenRow(number, "ragged_row", "an object", value.got)
    cells = [_text(value.get(key)) for key in keys]
    for (key, heading), cell in zip(keys.items(), cells, strict=True):
        if isinstance(value.get(key), dict | list):
            return unreadable(number, heading, f"{kind_of(value[key])} within the row", cells)
        if cell is not None and not is_text(cell):
            return unreadable(number, heading, "a character that is no text", cells)
    return number, cells


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str) else None
