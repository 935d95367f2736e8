"""Checking the chain: which entry is the first broken one, and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from data.audit import anchor
from data.audit.anchor import Anchor, AnchorBroken
from data.audit.chain import entries
from data.audit.diagnose import Break, diagnose
from data.audit.entry import GENESIS, Sealed

MOST_BEHIND = 2
"""Entries of the newest commit, whose anchor may not be written yet, or never was where the program died."""


@dataclass(frozen=True)
class Verdict:
    """`entries` stand in the chain. `broken`: the first one that is not as it was sealed, None where all are.

    `unproved`: what can't be told because the anchor is missing or flawed; empty where it is whole.
    """

    entries: int
    broken: Break | None
    unproved: str = ""

    @property
    def is_whole(self) -> bool:
        return self.broken is None and not self.unproved


def verify(connection: Connection, key: bytes, path: Path) -> Verdict:
    """The anchor is read first, so that what is written meanwhile is only more than it says."""
    try:
        anchors, flaw = anchor.read(path), ""
    except AnchorBroken as error:
        anchors, flaw = (), f"{path}, {error}, is no anchor or does not go on from the one before"
    at, count = _first_wrong(entries(connection), key, {each.seq: each for each in anchors})
    if at is not None:
        return Verdict(count, diagnose(tuple(entries(connection)), at, key, anchors))
    last = anchors[-1].seq if anchors else 0
    if last > count:
        return Verdict(count, Break(count + 1, "cut", f"the anchor knows entries up to {last}"))
    return Verdict(count, None, flaw or _unproved(path, count, last))


def _first_wrong(chain: Iterable[Sealed], key: bytes, anchors: dict[int, Anchor]) -> tuple[int | None, int]:
    """Place of the first entry that is not as it should be, from 0, or None; and how many were looked at."""
    previous, count = GENESIS, 0
    for count, entry in enumerate(chain, 1):
        known = anchors.get(count)
        is_right = entry.seq == count and entry.previous == previous and entry.is_genuine(key)
        if not is_right or (known is not None and known.digest != entry.digest):
            return count - 1, count
        previous = entry.digest
    return None, count


def _unproved(path: Path, count: int, last: int) -> str:
    if count and not path.exists():
        return f"the anchor {path} is missing"
    if count - last > MOST_BEHIND:
        return f"the anchor {path} ends at entry {last} and the chain at {count}: lines of it are missing"
    return ""
