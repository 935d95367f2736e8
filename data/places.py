"""Places as files name them, put into communes of today: by name, by a name from before a merger, or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from sqlalchemy import Connection, select

from data import schema
from data.units import Commune, Units
from geo.names import has_marks, plain_key, plain_keys, split_kind, tone_key, typed_rank


@dataclass(frozen=True)
class FormerCommune:
    """A commune of yesterday; `merged_into` is the code of the commune it is part of today."""

    code: str
    name: str
    kind: str
    district_code: str
    merged_into: str
    valid_to: date
    decided_by: str


@dataclass(frozen=True)
class Placed:
    """The commune a row belongs to, and which names told so."""

    unit_id: int
    placed_by: Literal["name", "former_name"]


@dataclass(frozen=True)
class Unplaced:
    """Why a row belongs to no commune; `reason` is a key that is worded on screen."""

    reason: Literal["district_outside_province", "commune_not_in_district", "ambiguous_name"]
    column: Literal["district", "commune"]
    expected: str
    got: str


class _Names:
    """Names of some units under both keys; a unit is whatever the names lead to."""

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        self._by_tone: dict[str, list[tuple[str, str]]] = {}
        self._by_plain: dict[str, list[tuple[str, str]]] = {}
        for name, kind, code in entries:
            self._by_tone.setdefault(tone_key(name), []).append((kind, code))
            self._by_plain.setdefault(plain_key(name), []).append((kind, code))

    def fits(self, written: str) -> frozenset[str]:
        """Codes of the units that the written name fits; its kind decides only between several."""
        found = self._by_tone.get(tone_key(written), [])
        if not found and not has_marks(written):
            found = next((self._by_plain[k] for k in plain_keys(written) if k in self._by_plain), [])
        codes = frozenset(code for _, code in found)
        kind = split_kind(written)[0]
        same_kind = frozenset(code for k, code in found if k == kind)
        return same_kind if len(codes) > 1 and same_kind else codes


class Placer:
    """Places written names within their declared district; it never guesses."""

    def __init__(self, units: Units, former: Iterable[FormerCommune] = ()) -> None:
        self._units, self._former = units, tuple(former)
        self._districts = _Names((d.name, d.kind, d.code) for d in units.districts)
        self._today = {d.code: self._names_of_today(d.code) for d in units.districts}
        self._yesterday = {d.code: self._names_of_yesterday(d.code) for d in units.districts}

    def _names_of_today(self, district: str) -> _Names:
        return _Names((c.name, c.kind, c.code) for c in self._units.communes if c.district_code == district)

    def _names_of_yesterday(self, district: str) -> _Names:
        return _Names((f.name, f.kind, f.merged_into) for f in self._former if f.district_code == district)

    def place(self, district: str, commune: str) -> Placed | Unplaced:
        """The commune that a row's district and commune name, by today's names first."""
        districts = self._districts.fits(district)
        if not districts:
            expected = f"a district of the province ({len(self._units.districts)})"
            return Unplaced("district_outside_province", "district", expected, _shown(district))
        if len(districts) > 1:
            return Unplaced("ambiguous_name", "district", "a name of one district", _shown(district))
        return self._place_in(next(iter(districts)), commune)

    def _place_in(self, district: str, commune: str) -> Placed | Unplaced:
        today = self._today[district].fits(commune)
        fits = today or self._yesterday[district].fits(commune)
        if len(fits) == 1:
            return Placed(self._units.commune(next(iter(fits))).unit_id, "name" if today else "former_name")
        full_name = self._units.district(district).full_name
        if fits:
            expected = f"a name of one commune of {full_name}"
            return Unplaced("ambiguous_name", "commune", expected, _shown(commune))
        expected = f"a commune of {full_name}"
        return Unplaced("commune_not_in_district", "commune", expected, _shown(commune))

    def find(self, typed: str, limit: int = 10) -> tuple[Commune, ...]:
        """Communes for a search box, best fit first: starts of names, of words, of former names."""
        names = [(0, c.name, c.code) for c in self._units.communes]
        names += [(1, f.name, f.merged_into) for f in self._former]
        ranked = [(age, *rank, code) for age, name, code in names if (rank := typed_rank(typed, name))]
        best = dict.fromkeys(code for *_, code in sorted(ranked))
        return tuple(self._units.commune(code) for code in list(best)[:limit])


@lru_cache(maxsize=4)
def placer_of(units: Units, former: tuple[FormerCommune, ...]) -> Placer:
    """The placer of a province; folding all its names takes longer than placing a row."""
    return Placer(units, former)


def _shown(written: str) -> str:
    """What a report may repeat of a cell; empty is said, not shown as nothing."""
    return written.strip()[:200] or "(empty)"


def load_former_communes(connection: Connection) -> tuple[FormerCommune, ...]:
    """Every merged commune of the store."""
    f = schema.former_commune.c
    columns = (f.code, f.name, f.kind, f.district_code, f.merged_into, f.valid_to, f.decided_by)
    rows = connection.execute(select(*columns).order_by(f.code, f.valid_to))
    return tuple(FormerCommune(*row) for row in rows)


def write_former_communes(connection: Connection, former: Iterable[FormerCommune]) -> None:
    """Insert merged communes into an empty store."""
    connection.execute(schema.former_commune.insert(), [vars(f) for f in former])
