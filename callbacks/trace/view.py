"""What a tracer looks at, as the address says it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from callbacks.context import query_of
from data.view import LANGUAGES, MOST_VENUES, BadValue, Choices
from geo.exposure_rule import DEFAULT_PRESET, PRESETS, ExposureRule, parse_rule, rule_text

TABS = ("cases", "venues", "network", "what-if")
PANELS = ("case", "venue", "person")
"""What can be opened beside a tab; of several the last is shown, and the others lead back."""


@dataclass(frozen=True)
class TraceView:
    """One state of the tracer's desk.

    `rule` is the definition behind every figure; `day` is the day that venues are seen on; `first` to `last` limit
    the days on which listed cases were published, None: no limit. `case`, `venue` and `person` (a code) are open
    beside the list, the last of them on top; `onward` asks for F2s of the case. Pages count from 1: `page` of the
    list, `people` of those met. `record` is a case number that is searched for. `visits` are the tenths of a visit
    assumed for a person and day; `back` the days whose cases a network begins with.
    """

    day: date
    tab: str = TABS[0]
    lang: str = "vi"
    rule: ExposureRule = PRESETS[DEFAULT_PRESET]
    first: date | None = None
    last: date | None = None
    district: str | None = None
    commune: str | None = None
    record: str = ""
    case: int | None = None
    venue: int | None = None
    person: str | None = None
    onward: int = 0
    page: int = 1
    people: int = 1
    sort: str = ""
    visits: int = 20
    back: int = 7
    generations: int = 2

    @property
    def panel(self) -> str:
        """Which of PANELS is on top, "" for none."""
        return next((name for name in reversed(PANELS) if getattr(self, name) is not None), "")

    def but(self, **changes: Any) -> TraceView:
        return replace(self, **changes)

    def search(self, **changes: Any) -> str:
        """The query of this view with `changes`, as a relative link; what is as by default is left out."""
        view, plain = self.but(**changes), TraceView(self.day)
        parts = {
            name: _written(getattr(view, field))
            for name, field in _FIELDS.items()
            if name == "day" or getattr(view, field) != getattr(plain, field)
        }
        return f"?{urlencode(parts, safe=',')}"


_FIELDS: Mapping[str, str] = MappingProxyType(
    {"from": "first", "to": "last"}
    | {name: name for name in TraceView.__dataclass_fields__ if name not in ("first", "last")}
)
"""Parameter of the address → field of the view."""


def _written(value: object) -> str:
    return rule_text(value) if isinstance(value, ExposureRule) else str(value)


def read_trace(search: object, choices: Choices) -> tuple[TraceView, tuple[BadValue, ...]]:
    """The view in a query string; what can't be used falls back and is told."""
    found: dict[str, Any] = {}
    bad: list[BadValue] = []
    for name, given in query_of(search).items():
        if name not in _FIELDS or not given:
            continue
        try:
            found[_FIELDS[name]] = _READ[name](given, choices)
        except ValueError:
            bad.append(BadValue(name, given[:60]))
    return TraceView(**({"day": choices.default_day} | found)), tuple(bad)


def _number(low: int, high: int) -> Callable[[str, Choices], int]:
    def read(given: str, _: Choices) -> int:
        if not (given.isascii() and given.isdigit() and len(given) < 17 and low <= int(given) <= high):
            raise ValueError(given)
        return int(given)

    return read


def _one_of(allowed: Callable[[Choices], Any]) -> Callable[[str, Choices], str]:
    def read(given: str, choices: Choices) -> str:
        if given not in allowed(choices):
            raise ValueError(given)
        return given

    return read


def _like(pattern: str) -> Callable[[str, Choices], str]:
    def read(given: str, _: Choices) -> str:
        if not re.fullmatch(pattern, given):
            raise ValueError(given)
        return given

    return read


def _day(given: str, choices: Choices) -> date:
    day = date.fromisoformat(given)
    if day.isoformat() != given or not choices.first_day <= day <= choices.last_day:
        raise ValueError(given)
    return day


_COUNT, _ANY_ID = _number(1, 99_999), _number(0, MOST_VENUES)
_READ: Mapping[str, Callable[[str, Choices], Any]] = MappingProxyType(
    {
        "tab": _one_of(lambda _: TABS),
        "lang": _one_of(lambda _: LANGUAGES),
        "rule": lambda given, _: parse_rule(given),
        "day": _day,
        "from": _day,
        "to": _day,
        "district": _one_of(lambda choices: choices.districts),
        "commune": _one_of(lambda choices: choices.communes),
        "record": _like(r"[^\x00-\x1f]{1,80}"),
        "case": _ANY_ID,
        "venue": _ANY_ID,
        "person": _like(r"[0-9A-Za-z-]{1,40}"),
        "onward": _number(0, 1),
        "page": _COUNT,
        "people": _COUNT,
        "sort": _like(r"[a-z_-]{1,30}"),
        "visits": _number(1, 200),
        "back": _number(1, 28),
        "generations": _number(1, 2),
    }
)
"""How each parameter is read; ValueError for what can't be used."""
