"""Zones: an outline and days in force."""

from __future__ import annotations

from typing import Any

from data.checks.checked import Problem
from data.intake.canon import Canon


def zone_columns(canon: Canon) -> dict[str, Any]:
    period_check(canon, "starts_on", "ends_on")
    return {}


def period_check(canon: Canon, first: str, last: str) -> None:
    """A last day before the first can't be."""
    backwards = canon.known(first) & canon.known(last) & (canon.values(last) < canon.values(first))
    canon.fail_where(backwards, last, Problem("stay_negative", "a last day after the first", "one before it"))
