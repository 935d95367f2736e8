"""How much people move and scan, by commune and day: restrictions, recovery, the directive on QR check-in."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np

from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.draw import Floats

_FILE = Path(__file__).parents[1] / "restrictions.csv"

MOVEMENT = {"16": 0.16, "15": 0.5}
"""Trips left under each directive, as a share of those in April 2021; assumed, for only outings for food,
medicine and work deemed necessary were allowed under Directive 16."""

FIRST_CASE = date(2021, 5, 8)
CAUTION = 0.8
"""Trips left everywhere once the first case was known."""

RECOVERY = ((0, 0.0), (14, 0.35), (22, 0.6))
"""Days since 21/6/2021 and share of the lost trips that are back: zones were lifted one by one."""
RECOVERY_STARTS = date(2021, 6, 21)

QR_DIRECTIVE = date(2021, 6, 2)
"""09/CT-UBND made QR check-in a duty at businesses, workplaces and crowded places."""
ADOPTION_BEFORE = 0.42
ADOPTION_MIDPOINT_DAYS, ADOPTION_WIDTH_DAYS = 5.0, 2.0


def mobility(base: Base) -> Floats:
    """Trips as a share of those in April 2021, day × commune."""
    moved = np.where(base.days_since(FIRST_CASE) < 0, 1.0, CAUTION)[:, None] * np.ones(base.shape)
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            _restrict(moved, base, row)
    days, shares = zip(*RECOVERY, strict=True)
    back = np.interp(base.days_since(RECOVERY_STARTS), days, shares)[:, None]
    return moved + (1 - moved) * back


def _restrict(moved: Floats, base: Base, row: dict[str, str]) -> None:
    commune, district = row["commune_code"], row["district_code"]
    here = base.codes == commune if commune else base.district_codes == district
    since = base.days_since(date.fromisoformat(row["first_day"])) >= 0
    limit = MOVEMENT[row["directive"]]
    moved[np.ix_(since, here)] = np.minimum(moved[np.ix_(since, here)], limit)


def adoption(base: Base) -> Floats:
    """Share of visits that are scanned, per day: flat, then a jump within a week of the directive."""
    late = (base.days_since(QR_DIRECTIVE) - ADOPTION_MIDPOINT_DAYS) / ADOPTION_WIDTH_DAYS
    return ADOPTION_BEFORE + (1 - ADOPTION_BEFORE) / (1 + np.exp(-late))
