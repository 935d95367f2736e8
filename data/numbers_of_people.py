"""Numbers as long as a telephone's or an identity card's, in what somebody wrote freely."""

from __future__ import annotations

import re

BLANKED = "•••"
"""Stands where such a number was."""

_NUMBER_OF_A_PERSON = re.compile(r"\+?\d{9,}|\+?\d{2,4}(?:[ .]\d{3,4}){2}(?!\d)")


def without_numbers_of_people(words: str) -> str:
    """
    >>> without_numbers_of_people("got '0900000123' in row 2"), without_numbers_of_people("0900 000 123")
    ("got '•••' in row 2", '•••')
    """
    return _NUMBER_OF_A_PERSON.sub(BLANKED, words)
