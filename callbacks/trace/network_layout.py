"""Where people of a contact network are drawn: cases in the middle, each generation on a ring around the one before.

Everybody stands in the direction of the one who exposed them longest, so that a chain can be followed from the middle
outwards. The same network is always drawn alike.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

GENERATIONS = 3
BETWEEN = 0.3
"""Least distance of two rings, where the outermost has the radius 1."""

APART, TRACKS, TRACK = 0.04, 4, 0.04
"""Distance of neighbours below which a ring is crowded; a crowded ring stands on so many tracks, so far apart."""


def main_sources(generation: Ints, source: Ints, target: Ints, minutes: Ints) -> Ints:
    """Position of whoever of the generation before exposed each longest, −1 for none; edges by position."""
    comes_down = generation[source] == generation[target] - 1
    order = np.lexsort((-source[comes_down], minutes[comes_down]))
    parent = np.full(generation.size, -1, dtype=np.int64)
    parent[target[comes_down][order]] = source[comes_down][order]
    return parent


def positions(generation: Ints, parent: Ints) -> tuple[Floats, Floats]:
    """x and y of everybody, within a circle of radius 1 and the width of the tracks."""
    angle, radius = angles(generation, parent), np.zeros(generation.size)
    counts = np.bincount(generation, minlength=GENERATIONS)
    for n, base in enumerate(ring_radii(counts)):
        ring = np.flatnonzero(generation == n)
        # Neighbours on a crowded ring stand on its tracks in turn.
        tracks = int(np.clip(np.ceil(ring.size * APART / (2 * np.pi * base)), 1, TRACKS)) if base else 1
        radius[ring[np.argsort(angle[ring], kind="stable")]] = base + TRACK * (np.arange(ring.size) % tracks)
    return radius * np.cos(angle), radius * np.sin(angle)


def ring_radii(counts: Ints) -> Floats:
    """A radius a generation: a single case stands in the very middle, a ring of many is wide enough for them."""
    radii = np.zeros(GENERATIONS)
    wanted = counts * APART / (2 * np.pi * TRACKS)
    radii[0] = 0 if counts[0] <= 1 else max(BETWEEN / 2, wanted[0])
    for n in range(1, GENERATIONS):
        radii[n] = max(radii[n - 1] + BETWEEN, wanted[n])
    outermost = radii[np.flatnonzero(counts)].max(initial=0)
    return np.asarray(radii / outermost if outermost else radii)


def angles(generation: Ints, parent: Ints) -> Floats:
    """Those who exposed nobody share the circle evenly, family by family; the others stand amid their own."""
    order = np.lexsort(tuple(_family(generation, parent)[::-1]))
    has_children = np.zeros(generation.size, dtype=bool)
    has_children[parent[parent >= 0]] = True
    leaves = order[~has_children[order]]
    sums, counts = np.zeros(generation.size), np.zeros(generation.size)
    sums[leaves] = 2 * np.pi * (np.arange(leaves.size) + 0.5) / max(leaves.size, 1)
    counts[leaves] = 1
    for n in range(GENERATIONS - 1, 0, -1):
        child = np.flatnonzero((generation == n) & (parent >= 0))
        np.add.at(sums, parent[child], sums[child])
        np.add.at(counts, parent[child], counts[child])
    return np.asarray(sums / np.maximum(counts, 1))


def _family(generation: Ints, parent: Ints) -> Ints:
    """Per person the positions of their F0, F1 and F2, −1 beyond themselves: sorted, families stand together."""
    here = np.arange(generation.size)
    line = np.full((GENERATIONS, generation.size), -1, dtype=np.int64)
    for n in reversed(range(GENERATIONS)):
        at = (generation >= n) & (here >= 0)
        line[n, at] = here[at]
        here = np.where(at, parent[here], here)
    return line
