"""What was done to a chain, told from its first wrong entry and those behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from data.audit.anchor import Anchor
from data.audit.entry import GENESIS, Sealed, seal

How = Literal["edited", "missing", "inserted", "swapped", "other_key", "replaced", "cut"]


@dataclass(frozen=True)
class Break:
    """The first broken entry: its number, what was done to it, and what shows that."""

    seq: int
    how: How
    shown: str


@dataclass(frozen=True)
class _Chain:
    """`rows` as they stand; those before `at` are right."""

    rows: Sequence[Sealed]
    at: int
    key: bytes
    anchors: dict[int, Anchor]

    @property
    def row(self) -> Sealed:
        return self.rows[self.at]

    @property
    def seq(self) -> int:
        return self.at + 1

    @property
    def previous(self) -> str:
        return self.rows[self.at - 1].digest if self.at else GENESIS

    @property
    def behind(self) -> Sequence[Sealed]:
        return self.rows[self.at + 1 :]

    def belongs_here(self, row: Sealed) -> bool:
        return row.previous == self.previous and row.is_genuine(self.key, self.seq)


def diagnose(rows: Sequence[Sealed], at: int, key: bytes, anchors: Sequence[Anchor]) -> Break:
    """What was done at `rows[at]`, the first wrong one."""
    chain = _Chain(rows, at, key, {each.seq: each for each in anchors})
    seq, row = chain.seq, chain.row
    here = next((each for each in chain.behind if chain.belongs_here(each)), None)
    home = _home(chain)
    if here is not None and here is chain.behind[0] and (home is None or home < seq):
        return Break(seq, "inserted", f"the genuine entry {seq} follows it, as number {here.seq}")
    if here is not None:
        return Break(seq, "swapped", f"the genuine entry {seq} stands at number {here.seq}")
    if row.seq > seq:
        return Break(seq, "missing", f"after number {seq - 1} comes {row.seq}")
    if row.seq < seq:
        return Break(row.seq, "inserted", "the chain begins with 1")
    return _in_its_place(chain, home)


def _in_its_place(chain: _Chain, home: int | None) -> Break:
    """The number goes on, and the genuine entry of that number stands nowhere."""
    seq, row = chain.seq, chain.row
    if row.is_genuine(chain.key):
        is_linked = row.previous == chain.previous
        shown = "the anchor knows another one" if is_linked else "it was sealed to another entry before it"
        return Break(
            seq, "replaced", f"{shown}: an older copy of the store was put back, or the anchor changed"
        )
    if home is not None and home > seq:
        return Break(seq, "missing", f"what stands there was sealed as number {home}")
    if home is not None:
        return Break(seq, "inserted", f"it is a copy of entry {home}")
    if _is_remade(chain):
        return Break(seq, "other_key", "from here on the entries fit each other, and not this key")
    return Break(seq, "edited", "its seal does not fit what it says")


def _home(chain: _Chain) -> int | None:
    """The number that the wrong entry was sealed as, where that is another one."""
    most = max(len(chain.rows), max(chain.anchors, default=0), chain.row.seq) + 1
    places = range(1, most + 1) if most <= 10 * len(chain.rows) + 1000 else range(1, len(chain.rows) + 1000)
    return next((n for n in places if n != chain.row.seq and chain.row.is_genuine(chain.key, n)), None)


def _is_remade(chain: _Chain) -> bool:
    """Whether all entries from here on are linked, and none is sealed with the key."""
    tail = chain.rows[chain.at :]
    links = [chain.previous, *(each.digest for each in tail)]
    if any(each.previous != link for each, link in zip(tail, links, strict=False)):
        return False
    if any(each.is_genuine(chain.key) for each in chain.behind):
        return False
    known = chain.anchors.get(chain.seq)
    return bool(chain.behind) or (
        known is not None and known.digest not in (chain.row.digest, seal(chain.key, chain.row))
    )
