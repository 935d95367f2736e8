"""When an F0 infects, from what the line list says of it."""

from __future__ import annotations

from datetime import date

from data.days import SECONDS_PER_DAY, midnight
from geo.exposure_rule import ExposureRule

Period = tuple[int, int]
"""From when until before when, epoch s."""


def infectious_period(
    onset: date | None, first_positive: date, confirmed: date, isolated_at: int | None, rule: ExposureRule
) -> Period | None:
    """None where an F0 was isolated before it began."""
    begin = midnight(onset or first_positive) - SECONDS_PER_DAY * rule.window_days_before
    published = midnight(confirmed) + SECONDS_PER_DAY * (1 + rule.unknown_isolation_days)
    until = published if isolated_at is None else isolated_at
    return (begin, until) if until > begin else None
