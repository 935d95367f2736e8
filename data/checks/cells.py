"""Texts of a column without their outer blanks, and which of them are an answer at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import DTypeLike, NDArray

from data.checks.checked import Checked, Problem


@dataclass(frozen=True)
class Cells:
    """N texts, trimmed; `answered` is false where the cell is null or says that there is no answer."""

    texts: pa.StringArray
    answered: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.texts)

    def text(self, row: int) -> str:
        return str(self.texts[row].as_py())


def read_cells(texts: pa.StringArray, missing: tuple[str, ...]) -> Cells:
    """The cells of a column; `missing` are the answers that mean none."""
    trimmed = pc.utf8_trim_whitespace(texts)
    words = {unicodedata.normalize(form, word.strip()) for word in (*missing, "") for form in ("NFC", "NFD")}
    is_missing = pc.is_in(trimmed, value_set=pa.array(sorted(words), pa.string()))
    answered = pc.and_(trimmed.is_valid(), pc.invert(is_missing))
    return Cells(trimmed, answered.to_numpy(zero_copy_only=False))


def judge_distinct(cells: Cells, judge: Callable[[str], Any], dtype: DTypeLike) -> Checked:
    """Check a column by judging each text once, however often it stands there.

    `judge` gives a canonical value, a Problem, or None for a text that is no answer.
    """
    encoded = cells.texts.dictionary_encode()
    verdicts = [judge(text) for text in encoded.dictionary.to_pylist()]
    index = pc.fill_null(encoded.indices, 0).to_numpy()
    if not verdicts:
        return nothing(len(cells), dtype)
    is_problem = np.array([isinstance(v, Problem) for v in verdicts])
    is_value = np.array([v is not None for v in verdicts]) & ~is_problem
    values = _array([v if ok else None for v, ok in zip(verdicts, is_value, strict=True)], dtype)
    failed = np.flatnonzero(cells.answered & is_problem[index])
    problems = {int(row): verdicts[index[row]] for row in failed}
    return Checked(values[index], cells.answered & is_value[index], problems)


def nothing(rows: int, dtype: DTypeLike) -> Checked:
    """A column in which no row has an answer."""
    return Checked(np.zeros(rows, dtype), np.zeros(rows, dtype=np.bool_), {})


def _array(values: list[Any], dtype: DTypeLike) -> NDArray[Any]:
    if np.dtype(dtype) != np.dtype(object):
        return np.array([0 if v is None else v for v in values], dtype)
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def take(cells: Cells, rows: NDArray[np.intp]) -> Cells:
    """Some of the cells, all of which are answered."""
    return Cells(cells.texts.take(pa.array(rows)), cells.answered[rows])
