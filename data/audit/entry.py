"""One entry of the audit chain, and the seal that ties it to the one before."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from data.numbers_of_people import without_numbers_of_people

GENESIS = "0" * 64
"""Stands for the digest before the first entry."""

MOST_BY, MOST_ROLES, MOST_ACT, MOST_WHAT, MOST_KEY = 60, 120, 30, 60, 80

Detail = Mapping[str, object]
"""Counts, digests, reasons; no personal data."""

WRITTEN_FREELY = ("why", "purpose")
"""Parts of a detail that somebody typed: a telephone in it would stand there for ever."""


@dataclass(frozen=True)
class Entry:
    """What is noted: `act` done to `key`, one of `what`, by whom with which duties."""

    act: str
    what: str
    key: str
    by: str
    roles: str
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True)
class Sealed:
    """An entry as it stands in the store: columns of audit_entry, `detail` as JSON."""

    seq: int
    at: str
    by: str
    roles: str
    act: str
    what: str
    key: str
    detail: str
    previous: str
    digest: str

    def is_genuine(self, key: bytes, seq: int | None = None) -> bool:
        """Whether it was sealed with this key, as it stands here; `seq`: as the entry of that number."""
        sealed = self if seq is None else replace(self, seq=seq)
        return hmac.compare_digest(seal(key, sealed).encode(), str(self.digest).encode())


def sealed(key: bytes, entry: Entry, seq: int, at: str, previous: str) -> Sealed:
    """The entry as number `seq`, after the one whose digest is `previous`."""
    said = {
        "by": line(entry.by, MOST_BY),
        "roles": line(entry.roles, MOST_ROLES),
        "act": line(entry.act, MOST_ACT),
        "what": line(entry.what, MOST_WHAT),
        "key": line(entry.key, MOST_KEY),
    }
    bare = Sealed(seq, at, **said, detail=_json(_clean(entry.detail)), previous=previous, digest="")
    return replace(bare, digest=seal(key, bare))


def seal(key: bytes, entry: Sealed) -> str:
    """HMAC-SHA-256 of all that the entry says, the digest of the one before included."""
    said = {name: value for name, value in vars(entry).items() if name != "digest"}
    return hmac.new(key, _json(said).encode(), sha256).hexdigest()


def line(text: str, most: int) -> str:
    """One line of at most `most` characters: what no store can keep, and what would break a list, is left out."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())[:most]


def _clean(detail: Detail) -> dict[str, object]:
    return {
        name: without_numbers_of_people(str(value)) if name in WRITTEN_FREELY else value
        for name, value in detail.items()
    }


def _json(said: Mapping[str, object]) -> str:
    """The same text for the same content, on every machine."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), default=str)
