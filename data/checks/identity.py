"""Numbers of identity cards, of insurance and of passports, written in one way, so that a person is one pseudonym."""

from __future__ import annotations

import re
from functools import partial

import numpy as np
from numpy.typing import NDArray

from data.checks.cells import Cells, judge_distinct, take
from data.checks.checked import Checked, Problem
from data.checks.rule import ColumnRule
from data.checks.utf8 import Utf8, is_digit, utf8

_LENGTHS = (9, 12)
"""Digits of the old identity card (CMND) and of the citizen card (CCCD)."""

_FORM = re.compile(
    r"[0-9]{9}|[0-9]{12}"  # identity card, citizen card
    r"|[0-9]{10}|[A-Z]{2}[0-9]{13}"  # health insurance: the person's number, or the whole card
    r"|(?=[A-Z0-9]*[0-9][A-Z0-9]*[0-9])(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6,12}"  # passports: letters and digits
)
_SEPARATORS = re.compile(r"[ .\-\u00a0\u2010-\u2014]")
_CITIZEN_CUT = re.compile(r"[0-9]{11}")
"""A citizen card in a spreadsheet: each begins with 0, no other document has 11 digits."""


def check_id_number(cells: Cells, rule: ColumnRule) -> Checked:
    """Digits and capitals without separators."""
    plain = cells.answered & _is_plain(utf8(cells.texts))
    if bool((plain == cells.answered).all()):
        return Checked(cells.texts.to_numpy(zero_copy_only=False), plain, {})
    values, rest = cells.texts.to_numpy(zero_copy_only=False).copy(), np.flatnonzero(cells.answered & ~plain)
    judged = judge_distinct(take(cells, rest), partial(_id_number, rule=rule), object)
    values[rest], plain[rest] = judged.values, judged.known
    return Checked(values, plain, {int(rest[row]): problem for row, problem in judged.problems.items()})


def _is_plain(raw: Utf8) -> NDArray[np.bool_]:
    """Which rows are already canonical: 9 or 12 digits, not all the same."""
    plain = np.zeros(raw.lengths.size, dtype=np.bool_)
    for length in _LENGTHS:
        rows = np.flatnonzero(raw.lengths == length)
        columns = raw.columns(rows, length)
        if rows.size:
            same = np.logical_and.reduce([line == columns[0] for line in columns])
            plain[rows] = np.logical_and.reduce([is_digit(line) for line in columns]) & ~same
    return plain


def _id_number(text: str, rule: ColumnRule) -> str | Problem:
    written = _SEPARATORS.sub("", text).upper()
    if _CITIZEN_CUT.fullmatch(text):
        written = "0" + written
    if _FORM.fullmatch(written) and len(set(written)) > 1:
        return written
    return rule.problem("id_unreadable", "9 or 12 digits, an insurance number or a passport's", text)
