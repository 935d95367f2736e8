"""Numbers as their shortest exact text: 912345678, 21.25; never 21.250000000000004 and never 9.12345678E8."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_LONGEST_PLAIN = 40


def plain_number(text: str) -> str:
    """A number as JSON writes it, in its shortest plain form; every digit that was written is kept.

    >>> plain_number("21.250"), plain_number("9.12E2"), plain_number("1e999")
    ('21.25', '912', '1e999')
    """
    if "e" in text or "E" in text:
        try:
            number = Decimal(text)
        except InvalidOperation:
            return text
        if abs(number.adjusted()) > _LONGEST_PLAIN:
            return text if number else "0"
        text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def float_text(value: float) -> str:
    """A float as the shortest text that gives it again.

    >>> float_text(912345678.0), float_text(0.1), float_text(1e22)
    ('912345678', '0.1', '1e+22')
    """
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
