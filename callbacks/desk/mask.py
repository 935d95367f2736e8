"""A last guard: where two columns of a file are swapped, a telephone stands in a column that nobody calls personal."""

from __future__ import annotations

from data.numbers_of_people import without_numbers_of_people
from data.plain_text import seen

KEPT = ("record", "venue", "enterprise")
"""Fields whose long numbers are numbers of records, venues and firms."""


def masked(words: str, field: str = "") -> str:
    """`words` without what can't be seen, every number as long as a telephone's or an identity card's blanked.

    >>> masked("got '0900000123' in row 2"), masked("0900 000 123"), masked("2021-05-25 17:00:00")
    ("got '•••' in row 2", '•••', '2021-05-25 17:00:00')
    """
    told = seen(words)
    return told if field in KEPT else without_numbers_of_people(told)
