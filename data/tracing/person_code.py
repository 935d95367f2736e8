"""A person's number as a short text to read aloud: P-4F7K-9M2Q-X4TB-6C. The last sign checks all the others.

The signs are Crockford's base 32 (https://www.crockford.com/base32.html): digits and capitals without I, L, O and U.
"""

from __future__ import annotations

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "P"
LARGEST = 2**63 - 1
_GROUP = 4
_SHORTEST = 3
_BREAKS = str.maketrans("ILO", "110", " -–—._")
_FIELD = 0b100101
"""x^5 + x^2 + 1: the 32 signs are the elements of the field that it makes."""


def person_code(person_id: int) -> str:
    """The code of a person; raises ValueError for a number that no person has.

    >>> person_code(47)
    'P-01FB'
    """
    if not 0 <= person_id <= LARGEST:
        raise ValueError(f"expected a person's number, 0 to {LARGEST}, got {person_id}")
    digits = _digits(person_id)
    signs = digits + _check(digits)
    return "-".join([PREFIX, *(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))])


def parse_person(code: str) -> int | None:
    """The person behind a code as somebody typed it, in any case and grouping, O for 0, I or L for 1; else None.

    >>> parse_person("p o1f b")
    47
    """
    signs = code.upper().translate(_BREAKS).removeprefix(PREFIX)
    if not _SHORTEST < len(signs) <= 14 or set(signs) - set(SIGNS):
        return None
    digits, person_id = signs[:-1], 0
    for sign in digits:
        person_id = 32 * person_id + SIGNS.index(sign)
    is_whole = person_id <= LARGEST and _digits(person_id) == digits
    return person_id if is_whole and _check(digits) == signs[-1] else None


def _digits(number: int) -> str:
    found = ""
    while number:
        number, sign = divmod(number, 32)
        found = SIGNS[sign] + found
    return found.rjust(_SHORTEST, "0")


def _check(digits: str) -> str:
    """Changes where one sign is changed, and where two are swapped: each is weighed with a power of its own."""
    total = 0
    for sign in digits:
        total = (total ^ SIGNS.index(sign)) << 1
        total ^= _FIELD if total & 32 else 0
    return SIGNS[total]
