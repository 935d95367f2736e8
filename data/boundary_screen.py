"""Boundaries as GeoJSON: at full detail for locating and exports, and lightened for the screen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely import Geometry

from data import boundary_source
from data.boundary_files import FULL, Bounds, Manifest, ScreenFile, compact_json, screen_file, write_all
from data.errors import BoundaryError
from data.outbreak_2021.gazetteer import Gazetteer
from geo.boundaries import (
    CoverageError,
    Polygons,
    areas_km2,
    label_points,
    merge,
    outlines,
    rounded,
    simplify,
)
from geo.surroundings import neighbours

COMMUNES_BUDGET_BYTES = 90_000
"""Most that communes may weigh over the wire, gzip; the first tolerance that keeps it is taken."""

_TOLERANCES_DEG = (4e-4, 6e-4, 8e-4, 1e-3, 1.5e-3, 2e-3, 3e-3, 5e-3)
_FULL_DECIMALS, _SCREEN_DECIMALS = 7, 5
_MARGIN_DEG, _NEIGHBOURS_TOLERANCE_DEG = 0.6, 6e-3

Feature = dict[str, Any]


@dataclass(frozen=True)
class Boundaries:
    """Communes of a gazetteer with their polygons, a coverage in the order of `codes`, which are sorted."""

    gazetteer: Gazetteer
    codes: tuple[str, ...]
    polygons: Polygons
    source: str
    credit: str
    repairs: tuple[str, ...] = ()


def publish(
    boundaries: Boundaries,
    records: list[boundary_source.Record],
    target_dir: Path,
    progress: Callable[[str], None],
) -> Manifest:
    """Write all files of `boundaries` into a folder; `records` are where neighbouring provinces come from."""
    progress("Lightening the communes for the screen")
    polygons, communes = _communes_file(boundaries)
    codes, districts = _districts(boundaries, polygons)
    progress("Clipping the neighbouring provinces")
    around = _neighbours_file(boundaries, polygons, records)
    files = (communes, _districts_file(boundaries, codes, districts), around)
    full = compact_json(_collection(_full_features(boundaries)))
    manifest = _manifest(boundaries, full, files, dict(zip(codes, districts, strict=True)))
    write_all(target_dir, full, files, manifest)
    progress(f"Wrote {communes.name}, {communes.size.gzip / 1000:.0f} kB compressed")
    return manifest


def _manifest(
    boundaries: Boundaries, full: bytes, files: tuple[ScreenFile, ...], districts: Mapping[str, Any]
) -> Manifest:
    communes, outline, around = files
    return Manifest(
        full=FULL,
        full_sha256=hashlib.sha256(full).hexdigest(),
        communes=communes.name,
        districts=outline.name,
        neighbours=around.name,
        bounds=_bounds(districts.values()),
        district_bounds={code: _bounds([polygon]) for code, polygon in districts.items()},
        source=f"{boundaries.source}; {boundaries.gazetteer.source}",
        credit=boundaries.credit,
        valid_from=boundaries.gazetteer.valid_from,
        repairs=boundaries.repairs,
        sizes={file.name: file.size for file in files},
    )


def _bounds(polygons: Iterable[Any]) -> Bounds:
    bounds = shapely.total_bounds(list(polygons))
    west, south, east, north = (round(float(v), _SCREEN_DECIMALS) for v in bounds)
    return west, south, east, north


def _full_features(boundaries: Boundaries) -> list[Feature]:
    """Every field of a Commune; coordinates to the centimetre where that keeps the edges shared."""
    polygons = _finest(boundaries.polygons)
    unit_ids = boundaries.gazetteer.unit_ids()
    facts = zip(boundaries.codes, polygons, areas_km2(polygons), label_points(polygons), strict=True)
    features = []
    for code, polygon, area_km2, (lon, lat) in facts:
        entry = boundaries.gazetteer.by_code[code]
        commune = {
            "unit_id": unit_ids[code],
            "code": code,
            "valid_from": boundaries.gazetteer.valid_from.isoformat(),
            "name": entry.name,
            "kind": entry.kind,
            "district_code": entry.district_code,
            "population": entry.population,
            "area_km2": round(float(area_km2), 4),
            "lon": round(float(lon), 6),
            "lat": round(float(lat), 6),
        }
        features.append(_feature(unit_ids[code], polygon, commune))
    return features


def _finest(polygons: Polygons) -> Polygons:
    try:
        return rounded(polygons, _FULL_DECIMALS)
    except CoverageError:
        return polygons


def _communes_file(boundaries: Boundaries) -> tuple[Polygons, ScreenFile]:
    """Communes simplified no more than the budget asks for, and their file."""
    for tolerance_deg in _TOLERANCES_DEG:
        try:
            polygons = rounded(simplify(boundaries.polygons, tolerance_deg), _SCREEN_DECIMALS)
        except CoverageError:
            continue
        file = screen_file("communes", compact_json(_collection(_commune_features(boundaries, polygons))))
        if file.size.gzip <= COMMUNES_BUDGET_BYTES:
            return polygons, file
    expected = f"communes of at most {COMMUNES_BUDGET_BYTES // 1000} kB compressed"
    raise BoundaryError(f"Expected {expected}, got more. Simplify the boundaries in a GIS first.")


def _commune_features(boundaries: Boundaries, polygons: Polygons) -> list[Feature]:
    entries = [boundaries.gazetteer.by_code[code] for code in boundaries.codes]
    unit_ids = boundaries.gazetteer.unit_ids()
    words = [{"code": e.code, "name": e.name, "kind": e.kind, "district": e.district_code} for e in entries]
    return _labelled([unit_ids[e.code] for e in entries], polygons, words, polygons)


def _districts(boundaries: Boundaries, polygons: Polygons) -> tuple[tuple[str, ...], Polygons]:
    """The screen's communes dissolved by district, so that both lines lie on each other."""
    by_code = boundaries.gazetteer.by_code
    return merge(polygons, [by_code[code].district_code for code in boundaries.codes])


def _districts_file(boundaries: Boundaries, codes: tuple[str, ...], polygons: Polygons) -> ScreenFile:
    known = boundaries.gazetteer.district_by_code
    words = [{"code": code, "name": known[code].name, "kind": known[code].kind} for code in codes]
    features = _labelled(range(1, len(codes) + 1), outlines(polygons), words, polygons)
    return screen_file("districts", compact_json(_collection(features)))


def _neighbours_file(
    boundaries: Boundaries, polygons: Polygons, records: list[boundary_source.Record]
) -> ScreenFile:
    province = boundaries.gazetteer.province
    near = boundary_source.surroundings(records, province, polygons, _MARGIN_DEG)
    if not near.keys:
        return screen_file("neighbours", compact_json(_collection([])))
    area = shapely.union_all(polygons)
    names, around = neighbours(near.polygons, near.keys, area, _MARGIN_DEG, _NEIGHBOURS_TOLERANCE_DEG)
    snapped = shapely.set_precision(around, 10.0**-_SCREEN_DECIMALS)
    tidy = shapely.transform(snapped, lambda points: np.round(points, _SCREEN_DECIMALS))
    features = _labelled(range(1, len(names) + 1), tidy, [{"name": name} for name in names], tidy)
    return screen_file("neighbours", compact_json(_collection(features)))


def _labelled(
    ids: Iterable[int], shapes: Polygons, words: list[dict[str, str]], polygons: Polygons
) -> list[Feature]:
    """Features whose x and y are where a label stands: inside `polygons`."""
    points = np.round(label_points(polygons), _SCREEN_DECIMALS).tolist()
    rows = zip(ids, shapes, words, points, strict=True)
    return [_feature(number, shape, word | {"x": x, "y": y}) for number, shape, word, (x, y) in rows]


def _feature(number: int, shape: Geometry, properties: dict[str, Any]) -> Feature:
    geometry = json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "id": number, "properties": properties, "geometry": geometry}


def _collection(features: list[Feature]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}
