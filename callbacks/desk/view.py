"""What a reader of the desk looks at, as the address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from callbacks.context import query_of
from data.view import BadValue

TABS = ("import", "ledger", "held")
_NUMBERS = ("file", "row", "page")


@dataclass(frozen=True)
class DeskView:
    """One state of the desk. `file` and `row` name a held row together, or `file` alone a file of the ledger;
    `only` limits held rows to one file; pages count from 1."""

    tab: str = "import"
    lang: str = "vi"
    source: str = ""
    reason: str = ""
    only: int | None = None
    file: int | None = None
    row: int | None = None
    page: int = 1

    def but(self, **changes: Any) -> DeskView:
        return replace(self, **changes)

    def search(self, **changes: Any) -> str:
        """The query of this view with `changes`, as a relative link."""
        view, default = self.but(**changes), DeskView()
        parts = {name: value for name, value in vars(view).items() if value != vars(default)[name]}
        return f"?{urlencode(parts)}"


def read_desk(search: object) -> tuple[DeskView, tuple[BadValue, ...]]:
    """The view in a query string; what can't be used falls back and is told."""
    query = query_of(search)
    bad = [BadValue(name, query[name]) for name in query if not _is_usable(name, query[name])]
    good = {name: value for name, value in query.items() if name not in {b.name for b in bad}}
    return _from(good), tuple(bad)


def _is_usable(name: str, value: str) -> bool:
    if name in ("only", *_NUMBERS):
        return value.isascii() and value.isdigit() and 0 < int(value[:10]) < 2**31 and len(value) <= 10
    allowed = {"tab": TABS, "lang": ("vi", "en")}.get(name)
    return value in allowed if allowed else len(value) <= 80


def _from(query: Mapping[str, str]) -> DeskView:
    names = ("tab", "lang", "source", "reason")
    numbers: dict[str, Any] = {name: int(query[name]) for name in ("only", *_NUMBERS) if name in query}
    words: dict[str, Any] = {name: query[name] for name in names if name in query}
    return DeskView(**words, **numbers)
