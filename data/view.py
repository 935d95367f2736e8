"""View: what the reader looks at. All of it lives in the URL, readable, and comes back from it unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, TypeVar

from geo.exposure_rule import DEFAULT_RULE, ExposureRule, parse_rule, rule_text

T = TypeVar("T")

LANGUAGES = ("vi", "en")
PANELS = ("held",)
SORT_COLUMNS = ("value", "name", "new_cases", "cases_7d")
ALWAYS = ("layer", "day")
"""Parameters that stand in every URL, so that it can be read."""

MOMENT = "%Y-%m-%dT%H:%M"
"""A moment in the URL, as the browser's own field for one writes it."""

MOST_VENUES = 2**53 - 1
"""Largest whole number that a browser can hold; a venue's is made of what the source calls it, below 2^52."""

SORTS = tuple(sign + column for column in SORT_COLUMNS for sign in ("", "-"))


@dataclass(frozen=True)
class Choices:
    """What a View may choose from: layer keys, overlay keys, district and commune codes, days; `now` is the last moment."""

    layers: tuple[str, ...]
    overlays: tuple[str, ...]
    districts: frozenset[str]
    communes: frozenset[str]
    first_day: date
    last_day: date
    default_day: date
    now: datetime = datetime.max

    def is_known(self, moment: datetime) -> bool:
        """Between the first day and now: nobody knows what will be known."""
        return datetime.combine(self.first_day, time()) <= moment <= self.now

    @property
    def default_layer(self) -> str:
        return self.layers[0]


@dataclass(frozen=True)
class View:
    """One look at the map.

    `day` lies within `first`..`last`; `district` None means the whole province; `commune` or `venue` is what the
    reader clicked; `panel` is a list opened instead ("held"); `overlays` are the eyes that are open, "areas" among
    them; opacities are in percent; `sort` is a column of the ranking, with "-" for the largest first;
    `as_of` is the moment whose knowledge is shown, local time to the minute, None for all that is known;
    `rule` is who counts as exposed.
    """

    layer: str
    day: date
    first: date
    last: date
    district: str | None = None
    commune: str | None = None
    venue: int | None = None
    panel: str = ""
    overlays: tuple[str, ...] = ()
    opacity: int = 85
    venue_opacity: int = 90
    sort: str = "-value"
    lang: str = "vi"
    as_of: datetime | None = None
    rule: ExposureRule = DEFAULT_RULE

    def but(self, **changes: Any) -> View:
        return replace(self, **changes)


@dataclass(frozen=True)
class BadValue:
    """A value of the URL that could not be used; the default stands in, and the reader is told."""

    name: str
    got: str


def default_view(choices: Choices, lang: str = "vi") -> View:
    return View(
        choices.default_layer,
        choices.default_day,
        choices.first_day,
        choices.last_day,
        overlays=choices.overlays,
        lang=lang,
    )


def to_query(view: View, choices: Choices) -> dict[str, str]:
    """The URL's parameters for `view`, in a fixed order: those of ALWAYS, the rest where it differs from the default."""
    plain = every_parameter(default_view(choices))
    return {
        name: text for name, text in every_parameter(view).items() if name in ALWAYS or plain[name] != text
    }


def every_parameter(view: View) -> dict[str, str]:
    return {
        "layer": view.layer,
        "day": view.day.isoformat(),
        "from": view.first.isoformat(),
        "to": view.last.isoformat(),
        "district": view.district or "",
        "commune": view.commune or "",
        "venue": "" if view.venue is None else str(view.venue),
        "panel": view.panel,
        "show": ",".join(view.overlays) or "none",
        "opacity": str(view.opacity),
        "venue_opacity": str(view.venue_opacity),
        "sort": view.sort,
        "lang": view.lang,
        "as_of": "" if view.as_of is None else view.as_of.strftime(MOMENT),
        "rule": rule_text(view.rule),
    }


def from_query(query: Mapping[str, str], choices: Choices) -> tuple[View, tuple[BadValue, ...]]:
    """The View that the URL's parameters describe, and every value that had to be replaced by its default."""
    reader = _Reader(query, choices)
    return reader.view(), tuple(reader.bad)


class _Reader:
    """Reads one parameter after the other and remembers the bad ones."""

    def __init__(self, query: Mapping[str, str], choices: Choices) -> None:
        self.query, self.choices, self.bad = query, choices, list[BadValue]()

    def view(self) -> View:
        c, default = self.choices, default_view(self.choices)
        lang = self._one_of("lang", LANGUAGES, default.lang)
        first, last = self._range(default)
        commune = self._one_of("commune", c.communes, None)
        return View(
            layer=self._one_of("layer", c.layers, default.layer),
            day=self._day("day", first, last, min(max(default.day, first), last)),
            first=first,
            last=last,
            district=self._one_of("district", c.districts, None),
            commune=commune,
            venue=self._number("venue", 1, MOST_VENUES, None) if commune is None else None,
            panel=self._one_of("panel", PANELS, ""),
            overlays=self._overlays(default.overlays),
            opacity=self._number("opacity", 0, 100, default.opacity),
            venue_opacity=self._number("venue_opacity", 0, 100, default.venue_opacity),
            sort=self._one_of("sort", SORTS, default.sort),
            lang=lang,
            as_of=self._moment("as_of"),
            rule=self._rule("rule"),
        )

    def _range(self, default: View) -> tuple[date, date]:
        first = self._day("from", default.first, default.last, default.first)
        return first, self._day("to", first, default.last, default.last)

    def _reject(self, name: str, default: T) -> T:
        self.bad.append(BadValue(name, self.query[name][:60]))
        return default

    def _one_of(self, name: str, allowed: Any, default: Any) -> Any:
        text = self.query.get(name, "")
        if not text:
            return default
        return text if text in allowed else self._reject(name, default)

    def _day(self, name: str, first: date, last: date, default: date) -> date:
        text = self.query.get(name, "")
        if not text:
            return default
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return self._reject(name, default)
        return day if first <= day <= last else self._reject(name, default)

    def _moment(self, name: str) -> datetime | None:
        """A minute that has been; the text is the only one for it."""
        text = self.query.get(name, "")
        if not text:
            return None
        try:
            moment = datetime.strptime(text, MOMENT)
        except ValueError:
            return self._reject(name, None)
        return (
            moment
            if self.choices.is_known(moment) and moment.strftime(MOMENT) == text
            else self._reject(name, None)
        )

    def _rule(self, name: str) -> ExposureRule:
        text = self.query.get(name, "")
        try:
            return parse_rule(text) if text else DEFAULT_RULE
        except ValueError:
            return self._reject(name, DEFAULT_RULE)

    def _number(self, name: str, low: int, high: int, default: int | None) -> Any:
        text = self.query.get(name, "")
        if not text:
            return default
        good = text.isascii() and text.isdigit() and len(text) < 17 and low <= int(text) <= high
        return int(text) if good else self._reject(name, default)

    def _overlays(self, default: tuple[str, ...]) -> tuple[str, ...]:
        text = self.query.get("show", "")
        if text in ("", "none"):
            return default if not text else ()
        wanted = set(text.split(","))
        if not wanted <= set(self.choices.overlays):
            return self._reject("show", default)
        return tuple(key for key in self.choices.overlays if key in wanted)
