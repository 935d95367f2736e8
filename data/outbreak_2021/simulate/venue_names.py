"""Names of venues: invented, neutral, from kind, commune and number. Only the six parks carry their own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.draw import Ints, rank_in_group
from data.outbreak_2021.simulate.kinds import FACTORY, KINDS, PARK
from data.outbreak_2021.simulate.parks import Park
from data.units import Commune

MARK = "(mô phỏng)"
"""Said in the name of every factory, lest one takes it for a real company."""


def venue_names(
    base: Base, parks: tuple[Park, ...], kind: Ints, column: Ints, park: Ints
) -> NDArray[np.str_]:
    """One name a venue; numbers count within kind and commune, or within the park."""
    groups = np.where(park >= 0, park, (kind + 1) * base.shape[1] + len(parks) + column)
    groups = np.where(kind == PARK, -1, groups)
    order = np.argsort(groups, kind="stable")
    rank = np.empty(len(kind), dtype=np.int64)
    rank[order] = rank_in_group(groups[order])
    communes = base.units.communes
    rows = zip(kind.tolist(), column.tolist(), park.tolist(), rank.tolist(), strict=True)
    return np.array([_name(k, communes[c], parks, p, n) for k, c, p, n in rows])


def _name(kind: int, commune: Commune, parks: tuple[Park, ...], park: int, rank: int) -> str:
    words = KINDS[kind].names
    if kind == PARK:
        return f"{words[0]} {parks[park].name}"
    if park >= 0:
        return f"{words[0]} {chr(ord('A') + park)}{rank + 1} {MARK}"
    if kind == FACTORY:
        return f"{words[0]} {commune.name} {rank + 1} {MARK}"
    if KINDS[kind].key == "clinic":
        station = f"{words[0]} {commune.kind.lower()} {commune.name}"
        return station if rank == 0 else f"{words[1]} {commune.name} {rank}"
    word, turn = words[rank % len(words)], rank // len(words)
    return f"{word} {commune.name}" + (f" {turn + 1}" if turn else "")
