"""Cells of a table as text: nothing that a spreadsheet would run, nothing that XML can't hold."""

from __future__ import annotations

import re
from datetime import datetime

Cell = str | int | float | bool | datetime | None

_FORMULA_STARTS = ("=", "+", "-", "−", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def safe(text: str) -> str:
    """Text that starts like a formula, a blank in front or not, begins with an apostrophe.

    >>> safe("=1+1"), safe("Chợ Nếnh")
    ("'=1+1", 'Chợ Nếnh')
    """
    plain = _CONTROLS.sub("", text)
    is_formula = plain.startswith(_FORMULA_STARTS) or plain.lstrip().startswith(_FORMULA_STARTS)
    return f"'{plain}" if is_formula else plain


def as_text(cell: Cell) -> str:
    """ISO times to the minute, numbers with a point, an empty cell where nothing is known."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    return safe(cell) if isinstance(cell, str) else str(cell)
