"""Drawing in bulk: counts, members of groups, communes by distance. Every draw takes its generator as an
argument."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

KM_PER_DEGREE = 111.2


def spread_counts(expected: Floats) -> Ints:
    """Whole numbers near `expected` whose running sums are the rounded running sums, so that totals hold."""
    running = np.floor(np.cumsum(expected) + 0.5).astype(np.int64)
    return np.diff(running, prepend=0)


def rank_in_group(sorted_groups: NDArray[Any]) -> Ints:
    """Position 0, 1, 2 … of each row within its group; rows of a group stand together."""
    if not len(sorted_groups):
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, sorted_groups[1:] != sorted_groups[:-1]])
    sizes = np.diff(np.r_[starts, len(sorted_groups)])
    return np.arange(len(sorted_groups), dtype=np.int64) - np.repeat(starts, sizes)


def cumulative_rows(weights: Floats) -> Floats:
    """Running shares along each row, for `pick`; row n ends at n + 1. A row without weight picks its first
    column."""
    totals = weights.sum(axis=1, keepdims=True)
    shares = np.cumsum(weights, axis=1) / np.where(totals > 0, totals, 1)
    shares[:, -1] = 1.0
    return shares + np.arange(len(weights))[:, None]


def pick(cumulative: Floats, rows: NDArray[Any], generator: Generator) -> Ints:
    """For each row number in `rows`, a column drawn by that row's shares."""
    width = cumulative.shape[1]
    found = np.searchsorted(cumulative.ravel(), rows + generator.random(len(rows)), side="right")
    columns: Ints = np.clip(found - rows.astype(np.int64) * width, 0, width - 1)
    return columns


def choose(weights: Floats | tuple[float, ...], size: int, generator: Generator) -> Ints:
    """`size` positions of `weights`, drawn by weight."""
    table = cumulative_rows(np.asarray(weights, dtype=np.float64)[None, :])
    return pick(table, np.zeros(size, dtype=np.int64), generator)


def distances_km(lon: Floats, lat: Floats) -> Floats:
    """Distances between all points, km, on the plane; good to a percent within one province."""
    east = (lon[None, :] - lon[:, None]) * np.cos(np.radians(lat.mean()))
    north = lat[None, :] - lat[:, None]
    apart: Floats = KM_PER_DEGREE * np.hypot(east, north)
    return apart


@dataclass(frozen=True)
class Pools:
    """Members by group: group g holds members[starts[g] : starts[g] + sizes[g]]."""

    members: Ints
    starts: Ints
    sizes: Ints

    def draw(self, groups: NDArray[Any], generator: Generator) -> Ints:
        """One member of each group, at random and with return; the group must not be empty."""
        place = (generator.random(len(groups)) * self.sizes[groups]).astype(np.int64)
        drawn: Ints = self.members[self.starts[groups] + place]
        return drawn

    def round_robin(self, groups: NDArray[Any], turns: Ints) -> Ints:
        """The member whose turn it is: distinct members for distinct turns, up to the size of the group."""
        drawn: Ints = self.members[self.starts[groups] + turns % self.sizes[groups]]
        return drawn


def pools(groups: NDArray[Any], members: NDArray[Any], count: int) -> Pools:
    """Pools 0 to `count` - 1 from pairs of group and member, in the members' given order."""
    sizes = np.bincount(groups, minlength=count).astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    order = np.argsort(groups, kind="stable")
    return Pools(members[order].astype(np.int64), starts, sizes)
