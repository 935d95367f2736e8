"""What is wrong with a mapping, as sentences for the analyst who wrote it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Flaw:
    """One mistake: where it stands (`key`, as in TOML), what should stand there, what does, what to do."""

    key: str
    expected: str
    got: str
    remedy: str

    def sentence(self, file: str) -> str:
        return f"{file}: {self.key}: expected {self.expected}, got {self.got}. {self.remedy}"


def shown(value: Any) -> str:
    """A value as TOML writes it, for messages; nothing is said, not shown as nothing."""
    if value is None or value == {}:
        return "nothing"
    return json.dumps(value, ensure_ascii=False, default=str)


def one_of(names: Iterable[str]) -> str:
    """The names allowed, for a message; long lists are cut."""
    known = list(names)
    return ", ".join(known) if len(known) <= 20 else f"{', '.join(known[:20])} … ({len(known)} in all)"


def near(name: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy: the known name that is meant, where one is near; else `otherwise`."""
    found = difflib.get_close_matches(name, list(known), n=1)
    return f"Did you mean {found[0]}?" if found else otherwise
