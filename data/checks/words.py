"""Free text, names of places and codes of communes: canonical Unicode, readable, and no longer than its column."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from data.checks.cells import Cells, judge_distinct
from data.checks.checked import Checked, Problem
from data.checks.codes import padded
from data.checks.rule import ColumnRule
from data.checks.utf8 import Utf8, utf8

_BLANK = " \t\r\n\u00a0\u200b\u200c\u200d\u2060\ufeff"
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
"""Zero-width and format characters: two names that look alike would be two. They are let fall wherever they stand."""

_UNREADABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Control characters and marks that turn the direction of text. Tabs and line breaks are blanks; U+FFFD is what the
file's owner lost and published so (readers never put one in), and costs no row."""


def check_text(cells: Cells, rule: ColumnRule) -> Checked:
    """Text in NFC without outer blanks; where it is a number of so many digits, with the zeros that were lost."""
    raw = utf8(cells.texts)
    if (
        not rule.width
        and _is_plain(raw)
        and (raw.lengths.size == 0 or int(raw.lengths.max()) <= rule.max_length)
    ):
        return Checked(cells.texts.to_numpy(zero_copy_only=False), cells.answered, {})
    return judge_distinct(cells, partial(_text, rule=rule), object)


def _is_plain(raw: Utf8) -> bool:
    """Whether every byte is a printable ASCII character: most numbers of records are, and need no closer look."""
    return raw.data.size == 0 or bool(raw.data.min() >= 0x20 and raw.data.max() < 0x7F)


def _text(text: str, rule: ColumnRule) -> str | Problem | None:
    written = unicodedata.normalize("NFC", _UNSEEN.sub("", text)).strip(_BLANK)
    if found := _UNREADABLE.search(written):
        expected = "text without control characters"
        return Problem("cell_unreadable", expected, f"character U+{ord(found.group()):04X}")
    if len(written) > rule.max_length:
        return Problem(
            "text_too_long", f"at most {rule.max_length:,} characters", f"{len(written):,} characters"
        )
    return padded(written, rule.width) or None


def check_place(cells: Cells, rule: ColumnRule) -> Checked:
    """The name of a district or commune as written, on one line."""
    return judge_distinct(cells, partial(_name, rule=rule), object)


def _name(text: str, rule: ColumnRule) -> str | Problem | None:
    written = _text(text, rule)
    return " ".join(written.split()) if isinstance(written, str) else written


def check_commune_code(cells: Cells, rule: ColumnRule) -> Checked:
    """Digits, with the zeros that a spreadsheet took from them; whether there is such a commune is asked later."""
    return judge_distinct(cells, partial(_commune_code, rule=rule), object)


def _commune_code(text: str, rule: ColumnRule) -> str | Problem:
    code = padded(text, rule.width)
    is_code = code.isascii() and code.isdigit() and (not rule.width or len(code) == rule.width)
    if is_code and len(code) <= rule.max_length:
        return code
    expected = f"a code of {rule.width} digits" if rule.width else "a code of digits"
    return rule.problem("commune_code_unknown", expected, text)
