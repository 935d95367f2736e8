"""The attacker's arithmetic: exact bounds of what is hidden, from everything that was told, by linear programming.

An attacker writes each figure as a sum of unknown counts that lies between two bounds. Places and days make such sums
a network, whose corners are whole numbers, so the bounds found are those of whole counts too. It knows nothing of how
figures are protected, only what they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack
from scipy.sparse.csgraph import connected_components

EPS = 1e-6
MOST = 4
"""Counts up to here are what is to be kept."""


@dataclass(frozen=True)
class Fact:
    """`low` <= sum of the cells, each times its weight <= `high`; a cell is a number from 0."""

    cells: tuple[int, ...]
    low: float
    high: float
    weights: tuple[float, ...] = ()


@dataclass(frozen=True)
class Secret:
    """A small count that should stay hidden: the sum of these cells."""

    cells: tuple[int, ...]


@dataclass(frozen=True)
class Found:
    """What an attacker knows of a secret; bounds narrower than 0 to 4."""

    secret: Secret
    low: float
    high: float


def recovered(facts: Sequence[Fact], secrets: Iterable[Secret]) -> list[Found]:
    """Secrets of which the facts tell more than that they lie between 0 and 4. Raises ValueError for facts that
    contradict each other: then their meaning was misread, and nothing is proved."""
    known, facts = _solve_plain(list(facts))
    wanted = [secret for secret in secrets if secret.cells]
    found = [Found(s, *[sum(known[c] for c in s.cells)] * 2) for s in wanted if known.keys() >= set(s.cells)]
    rest = [s for s in wanted if not known.keys() >= set(s.cells)]
    for block in _blocks(facts, rest, known):
        found += block.recovered()
    return found


def _solve_plain(facts: list[Fact]) -> tuple[dict[int, float], list[Fact]]:
    """Cells that a fact tells outright, and the other facts without them; again, until none is left."""
    known: dict[int, float] = {}
    while True:
        new = {
            f.cells[0]: f.low / _weights(f)[0] for f in facts if len(f.cells) == 1 and f.high - f.low < EPS
        }
        if not new:
            return known, facts
        known |= new
        facts = [left for fact in facts if (left := _without(fact, new)).cells]


def _weights(fact: Fact) -> tuple[float, ...]:
    return fact.weights or (1.0,) * len(fact.cells)


def _without(fact: Fact, known: dict[int, float]) -> Fact:
    if not any(cell in known for cell in fact.cells):
        return fact
    pairs = list(zip(fact.cells, _weights(fact), strict=True))
    told = sum(known[c] * w for c, w in pairs if c in known)
    left = [(c, w) for c, w in pairs if c not in known]
    if not left and not fact.low - EPS <= told <= fact.high + EPS:
        raise ValueError(f"facts contradict each other: {told} is not in {fact.low}..{fact.high}")
    cells, weights = tuple(c for c, _ in left), tuple(w for _, w in left)
    return Fact(cells, fact.low - told, fact.high - told, weights)


@dataclass
class _Block:
    """Facts that hang together, with the secrets in them."""

    size: int
    matrix: csr_matrix
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    secrets: list[tuple[Secret, NDArray[np.intp], float]]
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(7))

    def recovered(self) -> list[Found]:
        if not self.secrets:
            return []
        alike = self._alike()
        floors, ceilings = self._bounds(list(alike), 1), self._bounds(list(alike), -1)
        found = []
        for first, numbers in alike.items():
            low, high = floors.get(first, 0.0), ceilings.get(first, float(MOST))
            if low > EPS or high < MOST - EPS:
                found += [Found(self.secrets[n][0], low, high) for n in numbers]
        return found

    def _alike(self) -> dict[int, list[int]]:
        """Secrets by the first that no fact tells apart from them: what is found of it is found of all."""
        colours = _colours(self.matrix, self.low, self.high)
        groups: dict[object, list[int]] = {}
        for n, (_, cells, offset) in enumerate(self.secrets):
            groups.setdefault((tuple(sorted(colours[cells])), offset), []).append(n)
        return {numbers[0]: numbers for numbers in groups.values()}

    def _bounds(self, open_: list[int], sign: int) -> dict[int, float]:
        """Bounds of the secrets that are not free: least ones for sign 1, largest ones for -1.

        One solution in which many secrets are 0 (or 4) at once frees all of them; only what never is gets a program
        of its own.
        """
        bounds: dict[int, float] = {}
        while open_:
            objective = np.zeros(self.size)
            for n in open_:
                objective[self.secrets[n][1]] += sign * self.rng.uniform(0.5, 1.5)
            left = self._not_free(open_, sign, self._solve(objective, open_ if sign < 0 else []))
            if len(left) == len(open_):
                left, n = open_[1:], open_[0]
                alone = np.zeros(self.size)
                alone[self.secrets[n][1]] = sign
                solved = self._solve(alone, [])
                assert solved is not None
                bounds[n] = float(solved[self.secrets[n][1]].sum()) + self.secrets[n][2]
                left = self._not_free(left, sign, solved)
            open_ = left
        return bounds

    def _not_free(self, open_: list[int], sign: int, solved: NDArray[np.float64] | None) -> list[int]:
        if solved is None:
            return open_
        values = [solved[self.secrets[n][1]].sum() + self.secrets[n][2] for n in open_]
        return [
            n
            for n, value in zip(open_, values, strict=True)
            if not (value <= EPS if sign > 0 else value >= MOST - EPS)
        ]

    def _solve(self, objective: NDArray[np.float64], capped: list[int]) -> NDArray[np.float64] | None:
        """A best solution; None where there is none with the `capped` single cells at most 4, so that many reach it."""
        tops = np.full(self.size, np.inf)
        for n in capped:
            if len(self.secrets[n][1]) == 1:
                tops[self.secrets[n][1]] = MOST
        equal = self.high - self.low < EPS
        above = ~equal & np.isfinite(self.high)
        under = ~equal & np.isfinite(self.low) & (self.low > 0)
        rows = vstack([self.matrix[above], -self.matrix[under]]) if (above | under).any() else None
        limits = np.concatenate([self.high[above], -self.low[under]])
        solved = linprog(
            objective,
            A_ub=rows,
            b_ub=limits if rows is not None else None,
            A_eq=self.matrix[equal] if equal.any() else None,
            b_eq=self.low[equal] if equal.any() else None,
            bounds=np.stack([np.zeros(self.size), tops], axis=1),
            method="highs-ds",
        )
        if solved.status == 0:
            return np.asarray(solved.x)
        if capped and solved.status == 2:
            return None
        raise ValueError(f"facts contradict each other, or bound nothing: {solved.message}")


def _colours(matrix: csr_matrix, low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.intp]:
    """Cells and facts told apart by their neighbours alone (colour refinement), until nothing new is told apart."""
    columns = matrix.tocsc()
    facts = _numbered([(round(a, 6), round(b, 6)) for a, b in zip(low, high, strict=True)])
    cells = np.zeros(matrix.shape[1], dtype=np.intp)
    while True:
        new_cells = _numbered([(int(cells[n]), _around(columns, n, facts)) for n in range(matrix.shape[1])])
        new_facts = _numbered(
            [(int(facts[n]), _around(matrix, n, new_cells)) for n in range(matrix.shape[0])]
        )
        if new_cells.max() == cells.max() and new_facts.max() == facts.max():
            return new_cells
        cells, facts = new_cells, new_facts


def _around(matrix: csr_matrix, n: int, colours: NDArray[np.intp]) -> tuple[object, ...]:
    span = slice(matrix.indptr[n], matrix.indptr[n + 1])
    pairs = zip(colours[matrix.indices[span]].tolist(), matrix.data[span].tolist(), strict=True)
    return tuple(sorted(pairs))


def _numbered(keys: Sequence[object]) -> NDArray[np.intp]:
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.intp)


def _blocks(facts: Sequence[Fact], secrets: Sequence[Secret], known: dict[int, float]) -> Iterable[_Block]:
    """Facts by what hangs together; cells that no fact names are free and left out."""
    cells = sorted({cell for fact in facts for cell in fact.cells})
    place = {cell: n for n, cell in enumerate(cells)}
    if not cells:
        return
    rows = np.repeat(np.arange(len(facts)), [len(fact.cells) for fact in facts])
    columns = np.array([place[cell] for fact in facts for cell in fact.cells])
    weights = np.array([weight for fact in facts for weight in _weights(fact)])
    matrix = csr_matrix((weights, (rows, columns)), shape=(len(facts), len(cells)))
    links = csr_matrix(
        (np.ones(len(rows)), (columns, rows + len(cells))), shape=[len(cells) + len(facts)] * 2
    )
    _, label = connected_components(links, directed=False)
    inside: dict[int, list[tuple[Secret, list[int], float]]] = {}
    for secret in secrets:
        left = [c for c in secret.cells if c not in known]
        if not all(c in place for c in left):
            continue  # A cell of which nothing was told may be anything.
        open_ = [place[c] for c in left]
        labels = {int(label[n]) for n in open_}
        if len(labels) == 1:
            told = sum(known[c] for c in secret.cells if c in known)
            inside.setdefault(labels.pop(), []).append((secret, open_, told))
    low, high = np.array([f.low for f in facts]), np.array([f.high for f in facts])
    for number, within in inside.items():
        mine = np.flatnonzero(label[: len(cells)] == number)
        own = np.flatnonzero(label[len(cells) :] == number)
        where = {int(n): k for k, n in enumerate(mine)}
        local = [(s, np.array([where[n] for n in open_], dtype=np.intp), told) for s, open_, told in within]
        yield _Block(len(mine), matrix[own][:, mine].tocsr(), low[own], high[own], local)
