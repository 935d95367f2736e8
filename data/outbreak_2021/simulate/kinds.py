"""Kinds of venue: how many, how long people stay, when they are open, when people come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from data.outbreak_2021.simulate.tables import Array, Table

DAY_MINUTES = 1440


@dataclass(frozen=True)
class Kind:
    """`per_10k` venues per 10,000 people; `visits` scanned by a middling venue on a free weekday; `peaks` are
    (minute of day, spread in minutes, weight) of arrivals; `trip_power` is how strongly visits follow
    mobility; `week` holds Saturday's and Sunday's visits against a weekday's."""

    key: str
    default_stay_minutes: int
    max_stay_minutes: int
    per_10k: float
    visits: float
    opens_minute: int
    closes_minute: int
    peaks: tuple[tuple[int, int, float], ...]
    trip_power: float
    week: tuple[float, float]
    names: tuple[str, ...]


_SHIFTS = ((7 * 60 + 30, 15, 0.68), (19 * 60 + 30, 15, 0.32))
_MARKET = ((390, 60, 0.7), (990, 50, 0.3))
_AFTER_WORK = ((600, 70, 0.35), (1080, 90, 0.65))
_SCHOOL_BELL = ((420, 15, 1.0),)
_SURGERY = ((500, 70, 0.7), (870, 60, 0.3))
_OFFICE = ((450, 25, 0.75), (810, 20, 0.25))
_MORNING_EVENING = ((7 * 60 + 30, 80, 0.5), (17 * 60 + 30, 90, 0.5))

PARK, FACTORY = 0, 1
"""Positions in KINDS. Parks come from their own file; a worker scans at the park's gate or at the factory's
door."""

_SCHOOLS = ("Trường mầm non", "Trường tiểu học", "Trường THCS")
_CLINICS = ("Trạm y tế", "Phòng khám")
_MEALS = ((405, 40, 0.4), (705, 40, 0.25), (1125, 60, 0.35))

KINDS = (
    Kind("industrial_park", 480, 720, 0, 0, 0, DAY_MINUTES, _SHIFTS, 0.0, (0.9, 0.3), ("Khu công nghiệp",)),
    Kind("factory", 480, 720, 0.8, 0, 0, DAY_MINUTES, _SHIFTS, 0.0, (0.9, 0.3), ("Nhà máy",)),
    Kind("market", 45, 240, 1.6, 42, 300, 1080, _MARKET, 0.7, (1.15, 1.2), ("Chợ",)),
    Kind("supermarket", 45, 240, 0.6, 40, 480, 1320, _AFTER_WORK, 0.8, (1.3, 1.4), ("Siêu thị",)),
    Kind("school", 300, 720, 3.4, 10, 390, 1050, _SCHOOL_BELL, 1.3, (0.2, 0.03), _SCHOOLS),
    Kind("clinic", 60, 240, 2.2, 9, 420, 1020, _SURGERY, 0.4, (0.7, 0.5), _CLINICS),
    Kind("office", 240, 720, 3.5, 7, 420, 1050, _OFFICE, 1.2, (0.2, 0.05), ("Văn phòng",)),
    Kind("shop", 20, 240, 13.5, 4, 360, 1290, _MORNING_EVENING, 0.7, (1.1, 1.1), ("Cửa hàng",)),
    Kind("restaurant", 50, 240, 7.0, 5, 360, 1320, _MEALS, 1.3, (1.2, 1.3), ("Quán ăn",)),
)

CLOSED_SINCE = (("school", date(2021, 5, 10), 0.04),)
"""Kinds shut all over the province during the outbreak, and the visits left (staff, exams, guards);
assumed."""


def venue_type_table() -> Table:
    """Rows of venue_type, in the order of KINDS."""
    columns: dict[str, Array] = {
        "venue_type": np.arange(len(KINDS), dtype=np.int8),
        "default_stay_minutes": np.array([k.default_stay_minutes for k in KINDS], dtype=np.int16),
        "max_stay_minutes": np.array([k.max_stay_minutes for k in KINDS], dtype=np.int16),
    }
    return Table("venue_type", columns, labels={"venue_type": tuple(k.key for k in KINDS)})
