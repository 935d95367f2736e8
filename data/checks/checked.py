"""A checked column: canonical values, and for every row that failed the reason. Nothing is ever repaired silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Problem:
    """Why a cell can't be used. `reason` is a key worded on screen; `got` never repeats personal data."""

    reason: str
    expected: str
    got: str


@dataclass(frozen=True)
class Checked:
    """One column of a batch of N rows.

    `values`: N canonical values, of the dtype of the field's kind; meaningless where not known. `known`: N, false
    where the answer is missing or failed: unknown is not zero. `problems`: row within the batch → why it failed.
    """

    values: NDArray[Any]
    known: NDArray[np.bool_]
    problems: Mapping[int, Problem]
