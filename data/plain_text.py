"""Text that people typed or files brought, on its way out: only what can be seen, and nothing that a spreadsheet runs."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = "=+\\-−@＝＋－＠"
_UNSEEN = r"\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML can't hold."""

_FORMULA = re.compile(rf"[{_UNSEEN}]*[{_SIGNS}]|[\t\r\n]")
_LATER_FORMULA = re.compile(rf"([;\t\r\n])(?=[{_UNSEEN}]*[{_SIGNS}])")
"""Behind what a spreadsheet of another country takes for the end of a cell: a Vietnamese one parts the lines of a CSV at
semicolons, quoted or not."""


def seen(text: str) -> str:
    """Text without what can't be seen: control, direction, zero-width and format characters turn names into traps.

    >>> seen("Chợ\\u200b N\\u202eếnh")
    'Chợ Nếnh'
    """
    return "".join(c for c in text if c in "\t\r\n" or unicodedata.category(c)[0] != "C")


def harmless(text: str) -> str:
    """Text that starts like a formula, a blank or something unseen in front or not, begins with an apostrophe.

    For text alone: a number is written as one, and may be negative.

    >>> harmless("=1+1"), harmless("Chợ Nếnh"), harmless("x;=1+1")
    ("'=1+1", 'Chợ Nếnh', "x;'=1+1")
    """
    plain = _CONTROLS.sub("", text)
    begun = _FORMULA.match(plain)
    start, rest = (plain[: begun.end()], plain[begun.end() :]) if begun else ("", plain)
    return ("'" if begun else "") + start + _LATER_FORMULA.sub(r"\1'", rest)
