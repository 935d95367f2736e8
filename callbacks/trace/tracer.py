"""Who traces, and for what. Without both no person is shown: the desk then has counts only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.plain_text import seen

NAME_LENGTH, PURPOSE_LENGTH = 60, 200


@dataclass(frozen=True)
class Tracer:
    """As typed at the top of the desk; there are no accounts, so both go into the log of looks as they are."""

    by: str
    purpose: str


def read_tracer(raw: object) -> Tracer | None:
    """The tracer in what a browser sent; None unless name and purpose are both there."""
    given = raw if isinstance(raw, Mapping) else {}
    by, purpose = _line(given.get("by"), NAME_LENGTH), _line(given.get("purpose"), PURPOSE_LENGTH)
    return Tracer(by, purpose) if by and purpose else None


def _line(given: object, most: int) -> str:
    return " ".join(seen(given).split())[:most] if isinstance(given, str) else ""
