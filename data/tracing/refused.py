"""What a tracer asked for and can't have."""

from __future__ import annotations

from data.errors import DichteError


class TracingRefused(DichteError):
    """A decision, a note or an export that lacks what it needs; nothing was written."""


def required(name: str, given: str, longest: int) -> str:
    """A text as given, without blanks around it; raises TracingRefused where it is empty or too long."""
    text = " ".join(given.split())
    if not 0 < len(text) <= longest:
        raise TracingRefused(
            f"{name}: expected 1 to {longest} characters, got {len(text)}. Nothing was written; fill it in and try again."
        )
    return text
