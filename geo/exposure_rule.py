"""Every number of the definition of exposure, and the ways in which others define it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Literal, get_args

Match = Literal["overlap", "same_day", "place"]
"""What links a visitor to an F0: time shared, the same day at the same place, or the place alone."""

MATCHES: tuple[Match, ...] = get_args(Match)


@dataclass(frozen=True)
class ExposureRule:
    """Who counts as exposed. Adjustable, shown beside every result and recorded with it.

    match: "overlap": a visitor shares time with an F0; "same_day": both were there on one local day; "place": the
        visitor came on the day of an F0's visit or in the `display_days` after it.
    window_days_before: days before onset, or before the first positive sample, from which an F0 infects.
    min_overlap_minutes: shortest overlap of one visit with one stay that exposes; 0 means any time at all.
        Only "overlap" asks for it.
    tail_minutes: minutes after an F0 left during which the place still exposes ("overlap").
    tail_within_stay: the tail is never longer than the F0's own stay ("overlap").
    buffer_minutes: by how much two clocks may differ: an F0's stay counts as that much longer on both sides
        ("overlap").
    imputed_percent: a visit without check-out lasts this share of its venue type's default stay; at 0 it lasts one
        second.
    longest_minutes: no stay lasts longer than this, nor longer than its venue type's own limit.
    display_days: days for which an exposed venue stays in view after the day itself.
    unknown_isolation_days: whole days after the day of publication until whose end an F0 infects where no
        isolation is known.
    onward_days: days after an F1's own exposure during which those who meet them are F2.
    """

    match: Match = "overlap"
    window_days_before: int = 3
    min_overlap_minutes: int = 10
    tail_minutes: int = 30
    tail_within_stay: bool = False
    buffer_minutes: int = 0
    imputed_percent: int = 100
    longest_minutes: int = 720
    display_days: int = 21
    unknown_isolation_days: int = 1
    onward_days: int = 21

    def __post_init__(self) -> None:
        if self.match not in MATCHES:
            raise ValueError(f"match: expected one of {', '.join(MATCHES)}, got {self.match!r}")
        if self.tail_within_stay and self.match != "overlap":
            raise ValueError(f"tail_within_stay: expected False where match is {self.match!r}, got True")
        for name, (low, high) in LIMITS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise ValueError(f"{name}: expected {low} to {high}, got {value}")

    @property
    def needed_seconds(self) -> int:
        """Shortest overlap that exposes, s; touching shares no time, so it is never 0."""
        return max(1, 60 * self.min_overlap_minutes) if self.match == "overlap" else 1


LIMITS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "window_days_before": (0, 14),
        "min_overlap_minutes": (0, 240),
        "tail_minutes": (0, 240),
        "buffer_minutes": (0, 60),
        "imputed_percent": (0, 200),
        "longest_minutes": (1, 1440),
        "display_days": (0, 21),
        "unknown_isolation_days": (0, 14),
        "onward_days": (0, 28),
    }
)
"""Smallest and largest value of every number of a rule, both included."""

PRESETS: Mapping[str, ExposureRule] = MappingProxyType(
    {
        "bac_giang": ExposureRule(),
        "corona_warn_app": ExposureRule(min_overlap_minutes=10, tail_minutes=30, tail_within_stay=True),
        "same_day": ExposureRule(match="same_day"),
        "place": ExposureRule(match="place"),
    }
)
"""Definitions in use elsewhere: Bắc Giang in June 2021 (5053/QĐ-BYT and this product's own numbers), Corona-Warn-App,
the NHS (same venue, same date), covidmaps (the place alone)."""

DEFAULT_PRESET = "bac_giang"
DEFAULT_RULE = PRESETS[DEFAULT_PRESET]


def rule_text(rule: ExposureRule) -> str:
    """The rule in one line: the preset it departs from and what is changed, as in "bac_giang,tail_minutes=0".

    >>> rule_text(ExposureRule(tail_minutes=0))
    'bac_giang,tail_minutes=0'
    >>> rule_text(PRESETS["same_day"])
    'same_day'
    """
    for key, preset in PRESETS.items():
        if rule == preset:
            return key
    base = next(key for key, preset in PRESETS.items() if _likeness(preset) == _likeness(rule))
    changed = [
        f"{f.name}={int(getattr(rule, f.name))}"
        for f in fields(rule)
        if getattr(rule, f.name) != getattr(PRESETS[base], f.name)
    ]
    return ",".join([base, *changed])


def _likeness(rule: ExposureRule) -> tuple[str, bool]:
    return rule.match, rule.tail_within_stay


def parse_rule(text: str) -> ExposureRule:
    """The rule behind a text of `rule_text`; raises ValueError with what was expected and got.

    >>> parse_rule("corona_warn_app,min_overlap_minutes=5").tail_within_stay
    True
    """
    base, *changes = text.split(",")
    if base not in PRESETS:
        raise ValueError(f"expected a preset ({', '.join(PRESETS)}), got {base!r}")
    values = vars(PRESETS[base]).copy()
    for change in changes:
        name, _, number = change.partition("=")
        if name not in LIMITS or not (number.isascii() and number.isdigit() and len(number) < 6):
            raise ValueError(f"expected name=number of {', '.join(LIMITS)}, got {change!r}")
        values[name] = int(number)
    rule = ExposureRule(**values)
    if rule_text(rule) != text:
        raise ValueError(f"expected {rule_text(rule)!r}, got {text!r}")
    return rule
