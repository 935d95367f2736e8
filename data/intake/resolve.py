"""Which of several versions of one record stands. A pure function of the set: no order of arrival can change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """What becomes of a row that speaks of a record."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    DUPLICATE = "duplicate"
    HELD = "held"
    CONTESTED = "contested"

    @property
    def column(self) -> str:
        """Where the ledger counts it: a version that a newer one replaced was accepted all the same."""
        return _COUNTED[self]


_COUNTED = {
    State.CURRENT: "accepted",
    State.SUPERSEDED: "accepted",
    State.DUPLICATE: "duplicate",
    State.HELD: "held",
    State.CONTESTED: "held",
}


@dataclass(frozen=True)
class Claim:
    """One row's word on a record: what it says, when the source said so, whether it can be stored as it is."""

    content_key: int
    version: int | None
    is_storable: bool
    file_id: int
    row_number: int

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Among rows that say the same, the one to keep."""
        return not self.is_storable, self.file_id, self.row_number


def resolve(claims: Sequence[Claim], changes: str, chosen: int | None = None) -> list[State]:
    """The state of each claim on one record.

    `changes` "hold": versions that differ are all held. "newest_row", "newest_file": the newest stands, if it can be
    told. `chosen` is the content that a person decided for; it stands as long as any row says it.
    """
    winner = _winner(claims, changes, chosen)
    first = {
        content: min((c for c in claims if c.content_key == content), key=lambda c: c.rank)
        for content in _contents(claims)
    }
    states = []
    for claim in claims:
        if claim is not first[claim.content_key]:
            states.append(State.DUPLICATE)
        elif winner is None:
            states.append(State.CONTESTED)
        elif claim.content_key != winner:
            states.append(State.SUPERSEDED)
        else:
            states.append(State.CURRENT if claim.is_storable else State.HELD)
    return states


def _contents(claims: Sequence[Claim]) -> set[int]:
    return {claim.content_key for claim in claims}


def _winner(claims: Sequence[Claim], changes: str, chosen: int | None) -> int | None:
    """The content that stands, or None where the rows contradict each other and nothing tells the newer."""
    contents = _contents(claims)
    if len(contents) == 1:
        return next(iter(contents))
    if chosen in contents:
        return chosen
    versions = [claim.version for claim in claims if claim.version is not None]
    if changes == "hold" or len(versions) < len(claims):
        return None
    newest = {claim.content_key for claim in claims if claim.version == max(versions)}
    return next(iter(newest)) if len(newest) == 1 else None
