"""What is gone of the days on which cases infected, asked after their stays were: what goes meanwhile is told too soon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from data.counted_anew import gone_from
from data.days import local_day
from data.retention.gone import CHECKINS, Gone
from data.store import Store
from data.tracing.answers import CaseLine
from data.tracing.period import infectious_period
from geo.exposure_rule import ExposureRule


def gone_of_cases(store: Store, lines: Iterable[CaseLine], rule: ExposureRule) -> Gone | None:
    """What is gone of the check-ins of any of these cases, and of whom they met."""
    return next(iter(gone_by_case(store, lines, rule).values()), None)


def gone_by_case(store: Store, lines: Iterable[CaseLine], rule: ExposureRule) -> Mapping[int, Gone]:
    """The same by number, for those cases of which anything is gone."""
    found, begun = store.gone(CHECKINS), {line.case_id: _first_day(line, rule) for line in lines}
    reached = {n: gone_from(found, day, rule) for n, day in begun.items() if day is not None}
    return {n: gone for n, gone in reached.items() if gone is not None}


def _first_day(line: CaseLine, rule: ExposureRule) -> date | None:
    """The day on which a case begins to infect; None where it never did."""
    days = line.onset_day, line.first_positive_day, line.confirmed_day
    period = infectious_period(*days, line.isolated_at, rule)
    return None if period is None else local_day(period[0])
