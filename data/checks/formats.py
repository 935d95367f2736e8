"""Formats of dates and times: strptime words, made into templates of fixed width.

A format says exactly how a text may look. %d, %m, %H and %I take one digit or two (5 and 05), but two where another
number follows without a sign between (%Y%m%d); %Y takes four, %M and %S two, %f one to six. %p takes am, pm, SA and
CH; %z takes Z, +07:00 and +0700; %Z the abbreviations of ZONES. %-d means %d. Everything else stands for itself.
A moment whose format names no hour is the start of that day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from itertools import pairwise, product

_HOUR = 3600
ZONES = {"UTC": 0, "GMT": 0, "ICT": 7 * _HOUR, "NZST": 12 * _HOUR, "NZDT": 13 * _HOUR}
"""Abbreviations that mean one offset and no other, in seconds east."""

_NUMBERS = {
    "d": (1, 2), "m": (1, 2), "Y": (4,), "H": (1, 2), "I": (1, 2), "M": (2,), "S": (2,), "f": (1, 2, 3, 4, 5, 6),
}  # fmt: skip
_FULL = {"f": 6}
"""Width of a number that touches another one, where it is not two."""

_WORDS = {"p": (2,), "z": (1, 5, 6), "Z": tuple(sorted({len(zone) for zone in ZONES}))}
_TOKEN = re.compile(r"%-?(.)|([^%]+)|%$", re.DOTALL)
_EXAMPLE = datetime(2021, 5, 25, 17, 30, 0, tzinfo=timezone(timedelta(hours=7), "ICT"))


@dataclass(frozen=True)
class Part:
    """A directive where it stands in a template."""

    word: str
    start: int
    width: int


@dataclass(frozen=True)
class Template:
    """Texts of one length: bytes that must stand at their positions, and the parts between them."""

    length: int
    literals: tuple[tuple[int, int], ...]
    parts: tuple[Part, ...]


@lru_cache(maxsize=256)
def templates(format_: str) -> tuple[Template, ...]:
    """Every template of a format that `format_fault` finds nothing wrong with."""
    tokens = _tokens(format_)
    return tuple(_template(tokens, widths) for widths in product(*_widths(tokens)))


def _tokens(format_: str) -> list[tuple[str, str]]:
    """(directive, "") or ("", literal), in order; %% is a literal."""
    found = [(m.group(1) or "", m.group(2) or "") for m in _TOKEN.finditer(format_)]
    return [("", "%") if word == "%" else (word, literal) for word, literal in found]


def _widths(tokens: list[tuple[str, str]]) -> list[tuple[int, ...]]:
    touching = set()
    for n, (one, other) in enumerate(pairwise(tokens)):
        if one[0] in _NUMBERS and other[0] in _NUMBERS:
            touching |= {n, n + 1}
    widths = [(_NUMBERS | _WORDS).get(word, (len(literal.encode()),)) for word, literal in tokens]
    return [(_FULL.get(tokens[n][0], max(w)),) if n in touching else w for n, w in enumerate(widths)]


def _template(tokens: list[tuple[str, str]], widths: tuple[int, ...]) -> Template:
    literals: list[tuple[int, int]] = []
    parts: list[Part] = []
    start = 0
    for (word, literal), width in zip(tokens, widths, strict=True):
        if word:
            parts.append(Part(word, start, width))
        literals += enumerate(literal.encode(), start)
        start += width
    return Template(start, tuple(literals), tuple(parts))


def format_fault(format_: str) -> str:
    """What is wrong with a format, in words; "" where it can be used."""
    words = [word for word, _ in _tokens(format_) if word]
    known = sorted(_NUMBERS | _WORDS)
    if format_.endswith("%") and not format_.endswith("%%"):
        return "a % at the end says nothing"
    if unknown := [w for w in words if w not in known]:
        hint = " (years need four digits: %Y)" if "y" in unknown else ""
        return f"%{unknown[0]} is not among {', '.join('%' + w for w in known)}{hint}"
    if twice := [w for w in words if words.count(w) > 1]:
        return f"%{twice[0]} stands there twice"
    return _set_fault(set(words)) or _literal_fault(format_, words)


def _set_fault(words: set[str]) -> str:
    """What is wrong with the directives taken together."""
    if lacking := {"d", "m", "Y"} - words:
        return f"%{min(lacking)} is missing"
    if ("I" in words) != ("p" in words) or {"H", "I"} <= words:
        return "hours are %H, or %I together with %p"
    has_hour = bool({"H", "I"} & words)
    finer = [("M", has_hour), ("S", "M" in words), ("f", "S" in words), ("z", has_hour), ("Z", has_hour)]
    if early := [word for word, is_led in finer if word in words and not is_led]:
        return f"%{early[0]} needs the words for what it is a part of"
    return "%z and %Z say the same" if {"z", "Z"} <= words else ""


def _literal_fault(format_: str, words: list[str]) -> str:
    if {"H", "I"} & set(words) and re.search(r"%-?[HIMSf]\s?Z", format_):
        return "a Z behind a time is a time zone: write %z"
    return ""


def example(format_: str) -> str:
    """25 May 2021, half past five in the afternoon, written in a format; for messages."""
    return _EXAMPLE.strftime(re.sub(r"%-(.)", r"%\1", format_).replace("%z", "+07:00"))


def examples(formats: tuple[str, ...]) -> str:
    """One example a format, for messages."""
    return " or ".join(example(f) for f in formats)
