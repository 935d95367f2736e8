"""Traces made by hand: one F0 with two stays, one over midnight and without a check-out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from data.days import midnight
from data.tracing.answers import CaseLine, CaseTrace, Met, TracedStay
from data.venues import Venue
from geo.exposure_rule import ExposureRule

MAY_20, MAY_25 = date(2021, 5, 20), date(2021, 5, 25)
HOUR = 3600
MARKET = Venue(7, "Chợ Thử", "market", 106, 106.1, 21.2)
FACTORY = Venue(8, "Nhà máy Thử", "factory", 106, None, None)


def at(day: date, hour: float) -> int:
    return midnight(day) + int(hour * HOUR)


def case_line(**changes: Any) -> CaseLine:
    line = CaseLine(12, 99, "BN-5321", 106, MAY_25, MAY_25, MAY_25, at(MAY_25, 20), False, 2)
    return replace(line, **changes)


def stay(venue: Venue = MARKET, begin: int = at(MAY_20, 8), hours: float = 2, **changes: Any) -> TracedStay:
    left = begin + int(hours * HOUR)
    return replace(TracedStay(venue, begin, left, False, begin, left + 1800, 3), **changes)


def met(person_id: int = 47, **changes: Any) -> Met:
    plain = Met(person_id, 1, 90, 60, at(MAY_20, 8), at(MAY_20, 10), (7,), False, None, ("qr-checkins: Q-1",))
    return replace(plain, **changes)


def case_trace(**changes: Any) -> CaseTrace:
    stays = (stay(), stay(FACTORY, at(MAY_20, 22), 8, is_imputed=True))
    begin, until = at(MAY_20, 0), at(MAY_25, 20)
    return replace(CaseTrace(case_line(), begin, until, stays, (met(),), ExposureRule()), **changes)
