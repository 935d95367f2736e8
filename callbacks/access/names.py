"""In whose name a gesture is made."""

from __future__ import annotations

from callbacks.access.reader import reader


def name_of(typed: object, most: int) -> str:
    """The account's name, whatever the browser says; where nobody signs in what was typed, cut at `most` characters."""
    who = reader()
    given = who.name if who.is_signed_in else typed
    return " ".join(given.split())[:most] if isinstance(given, str) else ""
