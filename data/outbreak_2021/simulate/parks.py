"""The six industrial parks: where they stand, who works there, when they stopped."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.draw import Floats

_FILE = Path(__file__).parents[1] / "industrial_parks.csv"

REOPENING = ((0, 0.03), (11, 0.055), (24, 0.15), (46, 0.4))
"""Days since reopening and share of workers back: 4,005 of 140,000 were let in on 28/5/2021 and 7,538 on
8/6/2021; the later points are assumed on the way to the 150,000 of 16/8/2021."""

UNSTOPPED_ACTIVITY = 0.85
"""Activity of parks and factories that never stopped, once the others had: workers of lockdown communes stay
away."""


@dataclass(frozen=True)
class Park:
    """`column` is the commune of the park's seat; days are None where the park never stopped."""

    key: str
    name: str
    column: int
    lon: float
    lat: float
    workers: int
    enterprises: int
    stops_on: date | None
    reopens_on: date | None


def load_parks(base: Base) -> tuple[Park, ...]:
    """The parks in the file's order. A seat that `base` lacks is replaced by one of its most populous
    communes."""
    by_population = np.argsort(-base.population, kind="stable")
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(_park(row, base, by_population[n % len(by_population)]) for n, row in enumerate(rows))


def _park(row: dict[str, str], base: Base, stand_in: int) -> Park:
    known = np.flatnonzero(base.codes == row["commune_code"])
    return Park(
        key=row["key"],
        name=row["name"],
        column=int(known[0]) if len(known) else int(stand_in),
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        workers=int(row["workers"]),
        enterprises=int(row["enterprises"]),
        stops_on=_day(row["stops_on"]),
        reopens_on=_day(row["reopens_on"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def park_activity(base: Base, parks: tuple[Park, ...]) -> Floats:
    """Share of workers present, day × park; 1 before the first stop."""
    first_stop = min(park.stops_on for park in parks if park.stops_on)
    columns = [_activity(base, park, first_stop) for park in parks]
    return np.column_stack(columns)


def _activity(base: Base, park: Park, first_stop: date) -> Floats:
    if park.stops_on is None or park.reopens_on is None:
        return np.where(base.days_since(first_stop) < 0, 1.0, UNSTOPPED_ACTIVITY)
    days, shares = zip(*REOPENING, strict=True)
    back = np.interp(base.days_since(park.reopens_on), days, shares, left=0.0)
    return np.where(base.days_since(park.stops_on) < 0, 1.0, back)
