"""Moments and spans of time as the desk writes them, from epoch seconds."""

from __future__ import annotations

from datetime import datetime

from data.days import VIET_NAM, local_day
from layers.text import day_text, moment_text


def moment_of(second: int) -> datetime:
    return datetime.fromtimestamp(second, VIET_NAM)


def moment(second: int) -> str:
    """14:40 25/05/2021."""
    return moment_text(moment_of(second))


def span(begin: int, until: int) -> str:
    """06:12 – 14:40 25/05/2021; both days where they differ, and 24:00 where the span ends with its day."""
    first, last = local_day(begin), local_day(until - 1)
    clock = f"{moment_of(begin):%H:%M}"
    end = f"{moment_of(until):%H:%M}" if local_day(until) == last else "24:00"
    opening = clock if first == last else f"{clock} {day_text(first)}"
    return f"{opening}\u00a0– {end} {day_text(last)}"
