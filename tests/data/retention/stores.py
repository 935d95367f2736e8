"""Tiny stores with a key file, as a province has them, and days to look back from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from data import schema
from data.days import now
from data.intake.intake import Intake
from data.pseudonyms import load_keys
from data.retention.retain import Run
from tests.bereft import retained
from tests.data.intake.rows import (
    DECLARED,
    LINES,
    NOTICES,
    STAYS,
    VENUES,
    case_line,
    declared,
    pushed,
    venue,
    visit,
)
from tests.data.intake.tiny import open_tiny

MAY_30 = date(2021, 5, 30)
"""Check-ins of 8 May are due on it, those of 9 May not yet."""

AUGUST = date(2021, 8, 7)
"""Declarations of 8 May are kept still, contacts of it no longer."""

LATER = now().date() + timedelta(60)
"""Held rows that come today, or tomorrow if it is almost midnight, are due."""

FIGURES = (
    "rollup_cell",
    "rollup_day",
    "rollup_unplaced",
    "report",
    "venue_exposure",
    "import_file",
    "cell_before",
)
"""What a reader sees of past days."""


def kept(folder: Path, database_url: str = "") -> Intake:
    intake = open_tiny(folder, database_url)
    return replace(intake, keys=load_keys(intake.settings.keys_path))


def met(intake: Intake) -> None:
    """A case and a contact at a market on 8 May, and a visitor on 9 May."""
    pushed(intake, VENUES, venue())
    pushed(intake, LINES, case_line())
    pushed(
        intake,
        STAYS,
        visit("1", phone="0912000002"),
        visit("2"),
        visit("3", phone="0912000003", t_in="09/05/2021 07:00:00", t_out="09/05/2021 08:00:00"),
        name="scans.csv",
    )


def declared_twice(intake: Intake) -> None:
    pushed(
        intake, DECLARED, declared("A"), declared("B", declared_at="09/05/2021 07:00:00", phone="0912000009")
    )


def noticed(intake: Intake) -> None:
    row = {"notice_id": "N1", "phone": "0912000005", "district": "Việt Yên", "commune": "Nếnh", "level": "F1"}
    times = {"contact_day": "08/05/2021", "minutes": "20", "notified_at": "09/05/2021 07:00:00"}
    pushed(intake, NOTICES, row | times)


def counts(run: Run) -> dict[str, int]:
    return {each.what: each.rows for each in run.deleted if each.rows}


def figures(intake: Intake) -> dict[str, list[tuple[Any, ...]]]:
    with intake.reading() as connection:
        tables = {name: schema.metadata.tables[name] for name in FIGURES}
        return {
            name: sorted(map(tuple, connection.execute(select(t))), key=repr) for name, t in tables.items()
        }


def on(intake: Intake, today: date, **options: Any) -> Run:
    return retained(intake.settings, today, **options)
