"""How a file is refused: where, what was expected, what was found, what to do. No cell is ever repeated."""

from __future__ import annotations

from data.errors import ImportRefused

_LONGEST_NAME = 60


def refused(
    where: str, expected: str, got: str, remedy: str, option: str = "", offered: tuple[str, ...] = ()
) -> ImportRefused:
    """The refusal of a file; `where` is its name, and the row or line where there is one.

    `option` is the one that would help, encoding, delimiter, sheet or layer, and `offered` what it could be.
    """
    return ImportRefused(f"{where}: expected {expected}, got {got}. {remedy}", option, offered)


def shown(name: str) -> str:
    """A name from within a file, of a column or a sheet, on one line and not too long."""
    plain = "".join(c if c.isprintable() else " " for c in name)
    return plain if len(plain) <= _LONGEST_NAME else f"{plain[:_LONGEST_NAME]}…"


def listed(names: tuple[str, ...] | list[str], most: int = 8) -> str:
    """Names as a sentence holds them, not more than `most`."""
    first = ", ".join(shown(name) for name in names[:most])
    return f"{first} and {len(names) - most} more" if len(names) > most else first
