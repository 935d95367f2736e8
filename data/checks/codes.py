"""Answers out of a list: yes and no, codes, sex. Only what the source's mapping names is an answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from data.checks.cells import Cells, judge_distinct
from data.checks.checked import Checked, Problem
from data.checks.rule import ColumnRule

_YES_NO = {"yes": "yes", "no": "no", "true": "yes", "false": "no"}
"""Where a source maps nothing: the canonical words, and what JSON and spreadsheets call true. Never 1 and 0: what
they mean differs from column to column, on tokhaiyte.vn within one form."""

_SEX = ("f", "m", "x")


def check_yes_no(cells: Cells, rule: ColumnRule) -> Checked:
    """1 for yes, 0 for no."""
    answers = {text: answer == "yes" for text, answer in (rule.codes or _YES_NO).items() if answer}
    blank = [text for text, answer in rule.codes.items() if not answer]
    return judge_distinct(cells, partial(_look_up, answers=_Answers(answers, blank), rule=rule), np.int8)


def check_code(cells: Cells, rule: ColumnRule) -> Checked:
    """A canonical answer; as written where neither the source nor the field lists any."""
    codes = rule.codes or {code: code for code in rule.canonical}
    if not codes:
        return judge_distinct(cells, partial(_free_code, rule=rule), object)
    blank = [text for text, answer in codes.items() if not answer]
    answers = _Answers({text: answer for text, answer in codes.items() if answer}, blank)
    return judge_distinct(cells, partial(_look_up, answers=answers, rule=rule), object)


def check_sex(cells: Cells, rule: ColumnRule) -> Checked:
    """f, m or x."""
    return check_code(cells, rule if rule.codes else replace(rule, canonical=_SEX))


class _Answers:
    """Answers as written, found in any Unicode form, and in any case where case tells nothing apart."""

    def __init__(self, answers: Mapping[str, object], blank: list[str]) -> None:
        self.shown = tuple(answers)
        self._exact: dict[str, object] = {_nfc(text): answer for text, answer in answers.items()}
        self._exact |= {_nfc(text): None for text in blank}
        folded = [(text.casefold(), answer) for text, answer in self._exact.items()]
        torn = {text for text, answer in folded if any(t == text and a != answer for t, a in folded)}
        self._folded = {text: answer for text, answer in folded if text not in torn}

    def __contains__(self, text: str) -> bool:
        return _nfc(text) in self._exact or _nfc(text).casefold() in self._folded

    def __getitem__(self, text: str) -> object:
        written = _nfc(text)
        return self._exact[written] if written in self._exact else self._folded[written.casefold()]


def _look_up(text: str, answers: _Answers, rule: ColumnRule) -> object:
    code = padded(text, rule.width)
    if code in answers:
        return answers[code]
    some = ", ".join(answers.shown[:12]) + (", …" if len(answers.shown) > 12 else "")
    return rule.problem("code_unknown", f"one of {some}", text)


def _free_code(text: str, rule: ColumnRule) -> str | Problem:
    code = padded(_nfc(text), rule.width)
    if rule.width and not (len(code) == rule.width and code.isascii() and code.isdigit()):
        return rule.problem("code_unknown", f"a code of {rule.width} digits", text)
    if len(code) > rule.max_length or not code.isprintable():
        return rule.problem("code_unknown", f"a code of at most {rule.max_length} characters", text)
    return code


def padded(text: str, width: int) -> str:
    """A code with the leading zeros that a spreadsheet took from it."""
    return text.zfill(width) if text.isascii() and text.isdigit() else text


def _nfc(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
