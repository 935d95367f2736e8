"""Counts, decimals, degrees and years: by the declared decimal mark, never by what looks likely."""

from __future__ import annotations

import re
from functools import lru_cache, partial

import numpy as np

from data.checks.cells import Cells, judge_distinct
from data.checks.checked import Checked, Problem
from data.checks.dates import check_day
from data.checks.rule import ColumnRule

_OTHER = {".": ",", ",": "."}
"""The mark that may group thousands where the other one is the decimal mark."""

_SPACES = " \u00a0\u2009\u202f"
_SPREADSHEET = re.compile(r"([0-9]{1,18})\.0{1,2}")
"""A whole number as spreadsheets and tables of floating numbers write it; three zeros may be thousands."""

FIRST_BIRTH_YEAR = 1900


@lru_cache(maxsize=8)
def _whole(decimal: str) -> re.Pattern[str]:
    """Digits, or groups of three held apart by one mark throughout, and at most zeros behind the decimal mark."""
    mark = f"[{_OTHER[decimal]}{_SPACES}]"
    groups = rf"[1-9][0-9]{{0,2}}(?P<mark>{mark})[0-9]{{3}}(?:(?P=mark)[0-9]{{3}}){{0,4}}"
    return re.compile(rf"(?P<whole>[0-9]{{1,18}}|{groups})(?:{re.escape(decimal)}0+)?")


@lru_cache(maxsize=8)
def _decimal(decimal: str) -> re.Pattern[str]:
    return re.compile(rf"[+-]?[0-9]{{1,15}}(?:{re.escape(decimal)}[0-9]{{1,20}})?")


def check_count(cells: Cells, rule: ColumnRule) -> Checked:
    """Whole numbers within the field's bounds."""
    return judge_distinct(cells, partial(_count, rule=rule), np.int64)


def _count(text: str, rule: ColumnRule) -> int | Problem:
    found = _whole(rule.decimal).fullmatch(text)
    digits = "".join(c for c in found["whole"] if c.isdecimal()) if found else ""
    if not found and (plain := _SPREADSHEET.fullmatch(text)):
        digits = plain[1]
    value = int(digits) if digits else -1
    if rule.low <= value <= rule.high:
        return value
    return rule.problem("count_unreadable", f"a whole number from {rule.low:,} to {rule.high:,}", text)


def check_decimal(cells: Cells, rule: ColumnRule) -> Checked:
    """Numbers with the source's decimal mark; thousands are not grouped, for 21.123 would be two numbers."""
    return judge_distinct(cells, partial(_number, rule=rule), np.float64)


def _number(text: str, rule: ColumnRule) -> float | Problem:
    if _decimal(rule.decimal).fullmatch(text) and text.isascii():
        return float(text.replace(",", "."))
    return rule.problem("number_unreadable", f"a number like 21{rule.decimal}25", text)


def check_birth_year(cells: Cells, rule: ColumnRule) -> Checked:
    """Years from 1900 to `rule.high`; of a whole date of birth where the source declares formats."""
    if rule.formats:
        return _years_of(check_day(cells, rule), cells, rule)
    return judge_distinct(cells, partial(_birth_year, rule=rule), np.int16)


def _birth_year(text: str, rule: ColumnRule) -> int | Problem:
    plain = _SPREADSHEET.fullmatch(text)
    digits = plain[1] if plain else text
    is_year = len(digits) == 4 and digits.isascii() and digits.isdigit()
    if is_year and FIRST_BIRTH_YEAR <= int(digits) <= rule.high:
        return int(digits)
    return rule.problem("year_implausible", f"a year from {FIRST_BIRTH_YEAR} to {rule.high}", text)


def _years_of(born: Checked, cells: Cells, rule: ColumnRule) -> Checked:
    years = born.values.astype("M8[D]").astype("M8[Y]").astype(np.int64) + 1970
    late = born.known & (years > rule.high)
    expected = f"a year from {FIRST_BIRTH_YEAR} to {rule.high}"
    problems = {
        row: rule.problem("year_implausible", expected, cells.text(row))
        for row in np.flatnonzero(late).tolist()
    }
    return Checked(years.astype(np.int16), born.known & ~late, {**born.problems, **problems})
