"""The built outbreak after a run of retention, as if its check-ins had been people's own."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import update

from data import schema
from data.days import VIET_NAM
from data.engine import connect
from data.retention.retain import Run, retain
from data.settings import Settings
from tests.copies import copied

JUNE_17 = date(2021, 6, 17)
"""The day of the run: with 21 days, check-ins of 26 May are due."""

MAY_27 = date(2021, 5, 27)
"""The first day whose check-ins are there still."""

ALL_GONE, PARTLY, ALL_THERE = date(2021, 5, 20), date(2021, 5, 30), date(2021, 7, 15)
"""Days to look at: every day in view is gone, some are, none is."""


def bereft(untouched: Settings, folder: Path) -> Settings:
    """Settings of a copy in `folder` whose check-ins of days before 27 May are deleted."""
    own = copied(untouched, folder)
    lose(own)
    return own


def lose(settings: Settings) -> None:
    """Delete its check-ins of days before 27 May."""
    _mark(settings, is_simulated=False)
    retained(settings, JUNE_17)
    _mark(settings, is_simulated=True)


def retained(settings: Settings, today: date, **options: Any) -> Run:
    """A run on a day, at noon of which it is noted: a test that looks after midnight finds the same."""
    noon = datetime.combine(today, time(12), VIET_NAM)
    with mock.patch("data.retention.noted.now", lambda: noon):
        return retain(settings, today, **options)


def _mark(settings: Settings, is_simulated: bool) -> None:
    """Which rows are anybody's: simulated ones are never deleted, and without accounts only such are served."""
    engine, f = connect(settings.store_url), schema.import_file
    with engine.begin() as connection:
        connection.execute(
            update(f).where(f.c.source == "simulated_checkin").values(is_simulated=is_simulated)
        )
    engine.dispose()
