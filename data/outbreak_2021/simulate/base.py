"""Base: the real outbreak that the simulation grows around, and its calendar as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from shapely import Geometry

from data.days import SECONDS_PER_DAY, UTC_OFFSET_SECONDS, day_number
from data.outbreak_2021.simulate.draw import Floats, Ints, distances_km
from data.units import Units

UNKNOWN_POPULATION = 5_000
"""People assumed where no census is loaded: about the smallest fifth of Bắc Giang's communes."""


@dataclass(frozen=True)
class Base:
    """Communes, their polygons, and the real new cases placed in them.

    `polygons[n]` belongs to `units.communes[n]`; `cases` has one row a day from `first_day` to `last_day` and
    one column a commune. Raises ValueError where the shapes disagree.
    """

    units: Units
    polygons: Sequence[Geometry]
    first_day: date
    last_day: date
    cases: NDArray[np.int64]

    def __post_init__(self) -> None:
        expected = ((self.last_day - self.first_day).days + 1, len(self.units.communes))
        if self.cases.shape != expected or len(self.polygons) != expected[1]:
            got = f"cases {self.cases.shape} and {len(self.polygons)} polygons"
            remedy = "Build both from the same units."
            raise ValueError(f"expected {expected} days and communes, got {got}. {remedy}")

    @property
    def shape(self) -> tuple[int, int]:
        """Days and communes."""
        return self.cases.shape[0], self.cases.shape[1]

    @cached_property
    def day_numbers(self) -> Ints:
        """Days since 1970-01-01, one a row of `cases`."""
        return np.arange(self.shape[0], dtype=np.int64) + day_number(self.first_day)

    @cached_property
    def midnights(self) -> Ints:
        """Epoch seconds at which each day begins in Việt Nam."""
        return self.day_numbers * SECONDS_PER_DAY - UTC_OFFSET_SECONDS

    @cached_property
    def weekdays(self) -> Ints:
        """0 is Monday; 1970-01-01 was a Thursday."""
        return (self.day_numbers + 3) % 7

    @cached_property
    def population(self) -> Floats:
        known = self.units.population
        return np.where(np.isfinite(known), known, UNKNOWN_POPULATION)

    @cached_property
    def lon(self) -> Floats:
        return np.array([c.lon for c in self.units.communes])

    @cached_property
    def lat(self) -> Floats:
        return np.array([c.lat for c in self.units.communes])

    @cached_property
    def density(self) -> Floats:
        """People per km²."""
        found: Floats = self.population / np.array([c.area_km2 for c in self.units.communes])
        return found

    @cached_property
    def district_codes(self) -> NDArray[np.str_]:
        return np.array([c.district_code for c in self.units.communes])

    @cached_property
    def codes(self) -> NDArray[np.str_]:
        return np.array([c.code for c in self.units.communes])

    @cached_property
    def distances_km(self) -> Floats:
        """Between communes, commune × commune."""
        return distances_km(self.lon, self.lat)

    def days_since(self, day: date) -> Floats:
        """Days from `day` to each day of the simulation, negative before it."""
        return (self.day_numbers - day_number(day)).astype(np.float64)
