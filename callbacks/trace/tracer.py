"""Who traces, and for what. Without both no person is shown: the desk then has counts only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from callbacks.access.names import name_of
from data.plain_text import seen

NAME_LENGTH, PURPOSE_LENGTH = 60, 200


@dataclass(frozen=True)
class Tracer:
    """Both go into the log of looks: the purpose as typed, the name of the account, or as typed where there are none."""

    by: str
    purpose: str


def read_tracer(raw: object) -> Tracer | None:
    """The tracer in what a browser sent; None unless name and purpose are both known."""
    given = raw if isinstance(raw, Mapping) else {}
    by, purpose = name_of(given.get("by"), NAME_LENGTH), _line(given.get("purpose"), PURPOSE_LENGTH)
    return Tracer(by, purpose) if by and purpose else None


def asked_by(tracer: Tracer | None) -> tuple[str, str]:
    """Name and purpose of who asked, empty where neither was told."""
    return ("", "") if tracer is None else (tracer.by, tracer.purpose)


def _line(given: object, most: int) -> str:
    return " ".join(seen(given).split())[:most] if isinstance(given, str) else ""
