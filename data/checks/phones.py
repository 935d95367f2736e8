"""Telephone numbers of a column as E.164: Vietnamese ones many at a time, all others one by one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import phonenumbers
import pyarrow as pa
from numpy.typing import NDArray
from phonenumbers import PhoneNumber

from data.checks.cells import Cells, judge_distinct, take
from data.checks.checked import Checked, Problem
from data.checks.phone_number import RENUMBERED, VIETNAM, e164
from data.checks.rule import ColumnRule
from data.checks.utf8 import is_digit, utf8

ASK, VALID, INVALID = range(3)
"""What the first digits tell of a number: nothing, phonenumbers must be asked; that it is valid; that it is not."""

_LONGEST = 40
_EXPECTED = "a telephone number, such as 0912 345 678 or +84 912 345 678"

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class _Digits:
    """The digits of N rows, one row after the other; row r has `count[r]` from `start[r]` on. `plus`: a + stands
    in front. `is_simple`: nothing but digits, blanks, points, hyphens and brackets beside it."""

    data: NDArray[np.uint8]
    start: Ints
    count: Ints
    plus: Flags
    is_simple: Flags

    def at(self, position: Ints) -> Ints:
        """The digit at a position within each row; 10 behind its end."""
        inside = position < self.count
        where = np.where(inside, self.start + position, 0)
        return np.where(inside, self.data[where] if self.data.size else 0, 10).astype(np.int64)


def check_phone(cells: Cells, rule: ColumnRule) -> Checked:
    """E.164 of every number; what can't be a valid number is held, never mangled."""
    values = np.empty(len(cells), dtype=object)
    known, asked = np.zeros(len(cells), dtype=np.bool_), cells.answered
    problems: dict[int, Problem] = {}
    if rule.phone_region == "VN" and len(cells):
        known, asked = _read_vietnamese(cells, values)
        failed = np.flatnonzero(cells.answered & ~known & ~asked)
        texts = cells.texts.take(failed).to_pylist()
        problems = {r: _problem(text, rule) for r, text in zip(failed.tolist(), texts, strict=True)}
    rest = np.flatnonzero(asked)
    one_by_one = judge_distinct(take(cells, rest), partial(_phone, rule=rule), object)
    values[rest], known[rest] = one_by_one.values, one_by_one.known
    problems |= {int(rest[row]): problem for row, problem in one_by_one.problems.items()}
    return Checked(values, known, problems)


def _phone(text: str, rule: ColumnRule) -> str | Problem:
    return e164(text, rule.phone_region) or _problem(text, rule)


def _problem(text: str, rule: ColumnRule) -> Problem:
    return rule.problem("phone_unreadable", _EXPECTED, text)


def _read_vietnamese(cells: Cells, values: NDArray[np.object_]) -> tuple[Flags, Flags]:
    """Write the numbers that can be told by their digits; which rows those are, and which must be asked about."""
    digits = _digits(cells)
    skip, is_clear = _before_national(digits)
    is_clear &= cells.answered
    length = digits.count - skip
    first = digits.at(skip) * 100 + digits.at(skip + 1) * 10 + digits.at(skip + 2)
    verdict = _verdict(np.minimum(first, 999), length)
    verdict[~is_clear] = ASK
    known = verdict == VALID
    old = known & (length == 10) & (_new_prefix()[np.minimum(first, 999)] > 0)
    _write(values, digits, np.flatnonzero(known & (length == 9)), skip, None)
    _write(values, digits, np.flatnonzero(known & (length == 10) & ~old), skip, None)
    _write(values, digits, np.flatnonzero(old), skip + 3, _new_prefix()[np.minimum(first, 999)])
    return known, cells.answered & (verdict == ASK)


def _verdict(first: Ints, length: Ints) -> Ints:
    """By the first three digits of a national number and its length; hotlines of 7 and 8 digits are asked about."""
    leading = first // 100
    may_be_short = (leading == 1) | (leading == 6) | (leading == 7)
    is_short = (length == 7) | (length == 8)
    other = np.where(is_short & may_be_short, ASK, INVALID)
    return np.select([length == 9, length == 10], [_verdicts(9)[first], _verdicts(10)[first]], other)


def _digits(cells: Cells) -> _Digits:
    raw = utf8(cells.texts)
    base = int(raw.starts[0])
    data, starts = raw.data[base:], (raw.starts - base).astype(np.int64)
    ends = starts + raw.lengths
    digit, plus = is_digit(data), data == ord("+")
    # fmt: off
    simple = digit | plus | (data == 32) | (data == ord("-")) | (data == ord(".")) | (data == ord("(")) | (data == ord(")"))
    # fmt: on
    before = _running(digit)
    leads = (raw.lengths > 0) & (plus[np.minimum(starts, max(data.size - 1, 0))] if data.size else False)
    strange, pluses = _running(~simple), _running(plus)
    is_simple = (strange[ends] == strange[starts]) & (pluses[ends] - pluses[starts] == leads)
    count = before[ends] - before[starts]
    return _Digits(
        data[digit] - np.uint8(48), before[starts], count, leads, is_simple & (raw.lengths <= _LONGEST)
    )


def _running(flags: Flags) -> Ints:
    """How many are true before each position, and before the end."""
    return np.concatenate(([0], np.cumsum(flags, dtype=np.int64)))


def _before_national(digits: _Digits) -> tuple[Ints, Flags]:
    """How many digits stand before the national number, and where that is beyond doubt.

    +84…, 0084… and 84… (11 digits and more) name the country; 0… is dialled within it; anything else is a national
    number whose 0 a spreadsheet took, but for 84… of 10 digits, which may be either.
    """
    zero = np.zeros_like(digits.count)
    d = [digits.at(zero + n) for n in range(4)]
    names_country, is_dialled = (d[0] == 8) & (d[1] == 4), (d[0] == 0) & (d[1] != 0) & ~digits.plus
    is_dialled_abroad = ~digits.plus & (d[0] == 0) & (d[1] == 0) & (d[2] == 8) & (d[3] == 4)
    is_bare_abroad = ~digits.plus & names_country & (digits.count >= 11)
    is_bare = ~digits.plus & (
        (digits.count == 9) & (d[0] > 2) | (digits.count == 10) & ((d[0] == 1) | (d[0] == 2))
    )
    abroad = (digits.plus & names_country) | is_bare_abroad
    skip = np.select([abroad, is_dialled_abroad, is_dialled], [zero + 2, zero + 4, zero + 1], zero)
    is_abroad = abroad | is_dialled_abroad
    skip = skip + (is_abroad & (digits.at(skip) == 0))
    return skip, digits.is_simple & (is_abroad | is_dialled | is_bare) & (digits.at(skip) != 0)


def _write(
    values: NDArray[np.object_], digits: _Digits, rows: NDArray[np.intp], skip: Ints, prefix: Ints | None
) -> None:
    """Put +84, the prefix of two digits where one is given, and the digits from `skip` on."""
    if rows.size == 0:
        return
    length = int((digits.count - skip)[rows[0]])
    tail = digits.data[(digits.start + skip)[rows][:, None] + np.arange(length)] + np.uint8(48)
    head = np.frombuffer(b"+84", np.uint8)[None, :].repeat(rows.size, axis=0)
    if prefix is not None:
        head = np.hstack(
            [head, np.stack([prefix[rows] // 10, prefix[rows] % 10], axis=1).astype(np.uint8) + 48]
        )
    made = np.hstack([head, tail]).astype(np.uint8)
    offsets = np.arange(rows.size + 1, dtype=np.int32) * made.shape[1]
    strings = pa.StringArray.from_buffers(rows.size, pa.py_buffer(offsets), pa.py_buffer(made))
    values[rows] = strings.to_numpy(zero_copy_only=False)


@cache
def _new_prefix() -> Ints:
    """The two digits that the old first three became in 2018; 0 where they did not change."""
    made = np.zeros(1000, dtype=np.int64)
    made[[int(old) for old in RENUMBERED]] = [int(new) for new in RENUMBERED.values()]
    return made


@cache
def _verdicts(length: int) -> NDArray[np.int8]:
    """What the first three digits of a national number of that length tell."""
    made = np.full(1000, INVALID, dtype=np.int8)
    made[:100] = ASK
    for first in range(100, 300 if length == 10 else 1000):
        tails = ("0" * 7, "1234567", "3456789", "7654321", "9" * 7)
        whole = [int(f"{first}{tail[: length - 3]}") for tail in tails]
        fine = {
            phonenumbers.is_valid_number(PhoneNumber(country_code=VIETNAM, national_number=n)) for n in whole
        }
        made[first] = ASK if len(fine) == 2 else VALID if fine.pop() else INVALID
    if length == 10:
        made[[int(old) for old in RENUMBERED]] = VALID
    return made
