"""What the check of one column has to know."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass

from data.checks.checked import Problem

Box = tuple[float, float, float, float]

_TELEPHONE = re.compile(r"(?<![\d:/])\+?\(?\d(?:[ .()\-]{0,2}\d){8,}(?![\d:/])")
"""Nine digits or more, whatever is between them, that are no part of a date or time."""


@dataclass(frozen=True)
class ColumnRule:
    """One column of one source.

    `formats` are strptime words, `codes` answers as written → canonical answers, `canonical` the answers the field
    knows, `missing` answers that mean none was given; `width` digits of a code that a spreadsheet may have
    shortened, 0 as written; a count lies within `low`..`high`; `max_length` in characters; `box` is lon_min,
    lat_min, lon_max, lat_max; `is_personal`: no problem repeats the text; `has_people`: rows speak of persons, so
    that a text which looks like a name is not repeated either, for columns get exchanged.
    """

    field: str
    column: str
    kind: str
    formats: tuple[str, ...] = ()
    codes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    canonical: tuple[str, ...] = ()
    missing: tuple[str, ...] = ("",)
    time_zone: str = "Asia/Ho_Chi_Minh"
    decimal: str = "."
    width: int = 0
    low: int = 0
    high: int = 2**31 - 1
    max_length: int = 200
    phone_region: str = "VN"
    box: Box = (-180.0, -90.0, 180.0, 90.0)
    is_personal: bool = False
    has_people: bool = False

    def problem(self, reason: str, expected: str, text: str) -> Problem:
        """A problem with that text; what may tell who somebody is is never repeated."""
        is_hidden = self.is_personal or (self.has_people and _may_be_name(text))
        return Problem(reason, expected, shape(text) if is_hidden else shown(text))


def _may_be_name(text: str) -> bool:
    """Whether a text could be somebody's name or address: words that each begin with a capital, or many words."""
    words = [word for word in text.split() if any(c.isalpha() for c in word)]
    return "@" in text or len(words) > 2 or (len(words) == 2 and all(word[0].isupper() for word in words))


def shape(text: str) -> str:
    """What a text looks like, without a letter or digit of it."""
    if text.isdecimal():
        return f"{len(text)} digits"
    digits = sum(c.isdecimal() for c in text)
    return f"{len(text)} characters, {digits} of them digits"


def masked(text: str) -> str:
    """A text without any number long enough to be somebody's telephone."""
    return _TELEPHONE.sub(lambda found: f"({sum(c.isdecimal() for c in found.group())} digits)", text)


def shown(text: str) -> str:
    """What a report may repeat of a cell: its beginning, and no number long enough to be somebody's telephone."""
    hidden = masked(text)
    return hidden if len(hidden) <= 80 else f"{hidden[:79]}…"
