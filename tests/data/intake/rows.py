"""Rows of a few sources as their files hold them; every telephone and number is invented."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from shapely import box

from data.intake.intake import Intake
from data.intake.judge import judge
from data.intake.judged import Judged, Receipt
from data.intake.row_file import row_file
from tests.data.intake.tiny import Cells, push
from tests.world import COMMUNES

FEED, INSTALLS = "an-toan-covid-cases", "bluezone-installs"
DECLARED, TOKHAIYTE = "bluezone-declarations", "tokhaiyte-declarations"
STAYS, VENUES = "qr-stays", "qr-venues"
LINES, NOTICES = "case-lines-province", "bluezone-notices"
ENTERPRISES, ASSESSMENTS = "atalink-enterprises", "atalink-assessments"

NENH = "07795"
MAY_9, MAY_10, MAY_11 = (datetime(2021, 5, day, 17) for day in (9, 10, 11))
"""When the province received a file."""


def declared(number: str | None = "A", commune: str = "Nếnh", **cells: str | None) -> Cells:
    return {
        "declaration_id": number,
        "updated_at": None,
        "declared_at": "08/05/2021 07:00:00",
        "phone": "0912000001",
        "district": "Việt Yên",
        "commune": commune,
        **cells,
    }


def venue(code: str = "V1", commune: str = "Nếnh", **cells: str | None) -> Cells:
    return {
        "venue_code": code,
        "name": f"Chợ {code}",
        "venue_type": "market",
        "district": "Việt Yên",
        "commune": commune,
        "lon": None,
        "lat": None,
        **cells,
    }


def visit(number: str = "1", code: str = "V1", **cells: str | None) -> Cells:
    return {
        "checkin_id": number,
        "venue_code": code,
        "phone": "0912000001",
        "t_in": "08/05/2021 07:00:00",
        "t_out": "08/05/2021 08:00:00",
        **cells,
    }


def installs(number: str = "5", day: str = "08/05/2021", commune: str = "Nếnh") -> Cells:
    return {"day": day, "district": "Việt Yên", "commune": commune, "installs": number}


def assessed(total: str | None = "90", **scores: str) -> Cells:
    """A self-assessment by its total, or by fifteen scores."""
    return {
        "assessment_id": "1",
        "tax_code": "0100109106",
        "assessed_on": "08/05/2021",
        "total": total,
        **scores,
    }


def fifteen(score: str) -> dict[str, str]:
    return {f"CS{n}": score for n in range(1, 16)}


def case_line(number: str = "BN1", **cells: str | None) -> Cells:
    return {
        "case_code": number,
        "phone": "0912000002",
        "district": "Việt Yên",
        "commune": "Nếnh",
        "onset_day": None,
        "first_positive_day": "08/05/2021",
        "confirmed_day": "09/05/2021",
        "isolated_at": None,
        **cells,
    }


def judged_rows(intake: Intake, source: str, rows: Sequence[Cells], **world: Any) -> Judged:
    """Rows judged as a whole file, in a world that differs from the store's in what is given."""
    with intake.reading() as connection:
        known = intake.world(connection, intake.source(source))
    known = dataclasses.replace(known, **world)
    return judge(
        intake.source(source), row_file(rows, "file.csv", "0" * 64), known, intake.keys, is_whole=False
    )


def squares() -> Any:
    """A square of a tenth of a degree for each commune of the tiny world, side by side."""
    return np.array([box(c.lon - 0.05, 21.25, c.lon + 0.05, 21.35) for c in COMMUNES], dtype=object)


def standing(intake: Intake) -> list[tuple[int, int, int, int]]:
    """Each file of the ledger: what was received and what became of it; fails where they don't balance."""
    from tests.data.intake.tiny import rows_of

    found = []
    for line in rows_of(intake, "import_file"):
        numbers = [line[name] for name in ("received", "accepted", "duplicate", "held")]
        assert numbers[0] == sum(numbers[1:])
        found.append(tuple(numbers))
    for line in rows_of(intake, "import_file"):
        held = [row for row in rows_of(intake, "held_row") if row["file_id"] == line["file_id"]]
        assert line["withdrawn_at"] or len(held) == line["held"], "the ledger and the held rows say the same"
    return found


def reasons(intake: Intake) -> list[tuple[int, int, str]]:
    return [(h.file_id, h.row_number, h.reason) for h in intake.held()]


def pushed(intake: Intake, source: str, *rows: Cells, **options: Any) -> Receipt:
    """One file of these rows."""
    return push(intake, source, rows, **options)
