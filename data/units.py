"""The communes and districts of a vintage, in the one order that every array follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data import schema


@dataclass(frozen=True)
class Commune:
    """One commune; `population` is None where no census is loaded."""

    unit_id: int
    code: str
    valid_from: date
    name: str
    kind: str
    district_code: str
    population: int | None
    area_km2: float
    lon: float
    lat: float

    @property
    def full_name(self) -> str:
        return f"{self.kind.capitalize()} {self.name}"


@dataclass(frozen=True)
class District:
    code: str
    name: str
    kind: str

    @property
    def full_name(self) -> str:
        return f"{self.kind.capitalize()} {self.name}"


@dataclass(frozen=True)
class Units:
    """Communes sorted by unit_id; position n in `communes` is column n of every Series."""

    communes: tuple[Commune, ...]
    districts: tuple[District, ...]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {c.code: n for n, c in enumerate(self.communes)}

    @cached_property
    def _districts(self) -> dict[str, District]:
        return {d.code: d for d in self.districts}

    def position(self, code: str) -> int:
        """Column of the commune with this code; raises KeyError."""
        return self._positions[code]

    def commune(self, code: str) -> Commune:
        return self.communes[self._positions[code]]

    def district(self, code: str) -> District:
        return self._districts[code]

    def district_of(self, commune: Commune) -> District:
        return self._districts[commune.district_code]

    def columns(self, district_code: str | None) -> NDArray[np.intp]:
        """Columns of one district, or of the whole province for None."""
        wanted = [n for n, c in enumerate(self.communes) if district_code in (None, c.district_code)]
        return np.array(wanted, dtype=np.intp)

    @cached_property
    def population(self) -> NDArray[np.float64]:
        """People per column; NaN where unknown."""
        return np.array([np.nan if c.population is None else c.population for c in self.communes])

    @cached_property
    def unit_ids(self) -> NDArray[np.int64]:
        return np.array([c.unit_id for c in self.communes], dtype=np.int64)


def load_units(connection: Connection) -> Units:
    """The units that stand today, from the store; each with the people that were counted last."""
    c, d = schema.commune, schema.district
    counted = newest_counts(connection)
    communes = connection.execute(
        select(
            c.c.unit_id,
            c.c.code,
            c.c.valid_from,
            c.c.name,
            c.c.kind,
            c.c.district_code,
            c.c.population,
            c.c.area_km2,
            c.c.lon,
            c.c.lat,
        )
        .where(c.c.valid_to.is_(None))
        .order_by(c.c.unit_id)
    )
    districts = connection.execute(select(d.c.code, d.c.name, d.c.kind).order_by(d.c.code))
    return Units(
        tuple(_with_people(Commune(**row), counted) for row in communes.mappings()),
        tuple(District(**row) for row in districts.mappings()),
    )


def newest_counts(connection: Connection) -> dict[int, int]:
    """People of each commune that a count was imported for, by its newest day; of several files by the later one."""
    p = schema.population_count.c
    query = select(p.unit_id, p.people).order_by(p.day, p.file_id, p.population_id)
    return {row.unit_id: row.people for row in connection.execute(query)}


def _with_people(commune: Commune, counted: Mapping[int, int]) -> Commune:
    return replace(commune, population=counted[commune.unit_id]) if commune.unit_id in counted else commune


def write_units(
    connection: Connection, communes: Iterable[Commune], districts: Iterable[District], valid_from: date
) -> None:
    """Insert a vintage of communes and districts into an empty store."""
    connection.execute(schema.commune.insert(), [vars(c) for c in communes])
    connection.execute(schema.district.insert(), [vars(d) | {"valid_from": valid_from} for d in districts])
