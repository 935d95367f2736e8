"""A batch in canonical fields: values, what is known of them, and for every row that fails its first problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.checks.checked import Checked, Problem
from data.intake.world import World
from data.sources.source import Source


@dataclass
class Canon:
    """One batch of `rows` rows on its way to the table; checks add to `problems` and `adjusted`.

    `unit_id` is 0 where no commune was found; `placed_by` "" there. `problems`: row → field and reason, the first
    one of a row stands.
    """

    source: Source
    world: World
    rows: int
    checked: Mapping[str, Checked]
    problems: dict[int, tuple[str, Problem]] = field(default_factory=dict)
    adjusted: Counter[str] = field(default_factory=Counter)
    unit_id: NDArray[np.int32] = field(init=False)
    placed_by: NDArray[np.object_] = field(init=False)
    place_text: NDArray[np.object_] = field(init=False)
    place_word: NDArray[np.uint64] = field(init=False)

    def __post_init__(self) -> None:
        """No row is in a commune until it is placed; rows of some subjects never are."""
        self.unit_id, self.place_word = np.zeros(self.rows, np.int32), np.zeros(self.rows, np.uint64)
        self.placed_by, self.place_text = (np.full(self.rows, "", dtype=object) for _ in range(2))

    def has(self, name: str) -> bool:
        return name in self.checked

    def known(self, name: str) -> NDArray[np.bool_]:
        """Where the field is answered; nowhere if the source lacks it."""
        return self.checked[name].known if name in self.checked else np.zeros(self.rows, dtype=bool)

    def values(self, name: str, otherwise: Any = 0) -> NDArray[Any]:
        """Canonical values, `otherwise` where not known."""
        if name not in self.checked:
            return np.full(self.rows, otherwise)
        one = self.checked[name]
        return np.where(one.known, one.values, otherwise)

    def column(self, name: str) -> pa.Array:
        """The field as an Arrow column, null where not known."""
        if name not in self.checked:
            return pa.nulls(self.rows)
        one = self.checked[name]
        return pa.array(one.values, mask=~one.known)

    def fail(self, row: int, name: str, problem: Problem) -> None:
        """Note why a row can't be stored; the first reason stands."""
        self.problems.setdefault(row, (name, problem))

    def fail_all(self, name: str, found: Mapping[int, Problem]) -> None:
        for row, problem in found.items():
            self.fail(row, name, problem)

    def fail_where(self, mask: NDArray[np.bool_], name: str, problem: Problem) -> None:
        for row in np.flatnonzero(mask).tolist():
            self.fail(row, name, problem)

    def is_good(self) -> NDArray[np.bool_]:
        good = np.ones(self.rows, dtype=bool)
        good[list(self.problems)] = False
        return good
