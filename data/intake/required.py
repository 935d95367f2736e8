"""Answers that must be there, and days that can be."""

from __future__ import annotations

from datetime import date

import numpy as np

from data.checks.checked import Problem
from data.checks.rows import implausible_days, implausible_moments
from data.days import day_number
from data.intake.canon import Canon
from data.intake.span import days_of


def require_answers(canon: Canon) -> None:
    """A row without a required answer is held; one that failed its check has its reason already."""
    for field in canon.source.subject.fields:
        if field.is_required and canon.has(field.name):
            missing = ~canon.known(field.name)
            canon.fail_where(missing, field.name, Problem("missing_value", field.description, "(empty)"))


AHEAD = ("starts_on", "ends_on", "opens_on", "closes_on")
"""Days that may lie in the future: a decision names its own end."""


def check_times(canon: Canon) -> None:
    """Days and moments that can't be: too early, not yet, or with day and month exchanged."""
    source, world = canon.source, canon.world
    rules = source.rules
    first = date.fromisoformat(rules.plausible_from) if rules.plausible_from else None
    for name in canon.checked:
        kind, known = source.subject.field(name).kind, canon.known(name)
        if kind == "moment":
            values = canon.values(name).astype(np.int64)
            found = implausible_moments(
                values, known, source.time_zone, world.now, rules.clock_skew_minutes, first
            )
            canon.fail_all(name, found)
        elif kind == "day":
            last = date.max.replace(year=2100) if name in AHEAD else world.now.date()
            canon.fail_all(name, implausible_days(canon.values(name).astype(np.int64), known, first, last))


def check_days(canon: Canon, covers: tuple[date, date] | None) -> None:
    """A row of a day that its file does not report on is held."""
    if covers is None:
        return
    days, known = days_of(canon)
    outside = known & ((days < day_number(covers[0])) | (days > day_number(covers[1])))
    expected = f"a day from {covers[0]:%d/%m/%Y} to {covers[1]:%d/%m/%Y}"
    problem = Problem("day_not_published", expected, "another day")
    canon.fail_where(outside, canon.source.subject.day_field, problem)


def check_time_over(canon: Canon) -> None:
    """A row of a day whose single rows were deleted is held: such days are counted, and never counted anew."""
    mark = canon.world.gone_before
    if mark is None:
        return
    days, known = days_of(canon)
    problem = Problem("time_over", f"a day from {mark:%d/%m/%Y} on", "an earlier day")
    canon.fail_where(known & (days < day_number(mark)), canon.source.subject.day_field, problem)
