"""Sight: which counts a reader sees exactly. An argument of every query of the map, and a part of every cache key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256


@dataclass(frozen=True)
class Sight:
    """`units`: numbers of the communes (one vintage each) whose counts are seen exactly; None: the whole province's.

    Elsewhere counts are protected as geo/disclosure.py says.
    """

    units: frozenset[int] | None = frozenset()

    @property
    def is_whole(self) -> bool:
        return self.units is None

    @cached_property
    def key(self) -> str:
        """Short digest, the same for the same units: what a protected figure was made for."""
        if self.units is None:
            return "whole"
        return sha256(",".join(str(unit) for unit in sorted(self.units)).encode()).hexdigest()[:6]


WHOLE = Sight(None)
"""The whole province exactly."""

PUBLIC = Sight()
"""Nothing exactly: what anybody may see."""
