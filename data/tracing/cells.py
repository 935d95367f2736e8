"""Cells of a table as text: nothing that a spreadsheet would run, nothing that XML can't hold."""

from __future__ import annotations

from datetime import datetime

from data.plain_text import harmless

Cell = str | int | float | bool | datetime | None


def as_text(cell: Cell) -> str:
    """ISO times to the minute, numbers with a point, an empty cell where nothing is known."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    return harmless(cell) if isinstance(cell, str) else str(cell)
