"""Communes with their values as GeoJSON (RFC 7946) for a GIS."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from data.plain_text import harmless
from layers.base import NO_REPORT, Drawn
from layers.render.looks import look
from layers.render.shapes import shapes_of
from layers.render.sheet import Sheet, clean, head_of, state_of, value_of


def areas_geojson(drawn: Drawn, sheet: Sheet, geometry: GeoDataFrame) -> bytes:
    """A FeatureCollection of the sheet's communes, WGS 84, outlines counterclockwise, holes clockwise.

    Each feature carries code, name, district, value (null when unknown), state (value, no_report, late or
    suppressed), class (null when unknown; 0 is exactly zero) and its words, day, metric, unit, source,
    snapshot_id and is_simulated; the collection carries the same facts once more, with title and credit.
    Raises BoundaryError where a commune has no shape.
    """
    head = asdict(head_of(drawn.legend, sheet)) | {"day": sheet.day.isoformat()}
    facts = {name: harmless(said) if isinstance(said, str) else said for name, said in head.items()}
    shapes = shapes_of(geometry, sheet.units)
    features = [_feature(drawn, sheet, shapes.communes[n], int(n), facts) for n in sheet.columns]
    collection = {
        "type": "FeatureCollection",
        "bbox": [round(degree, 6) for degree in shapes.bounds(sheet.columns)],
        **facts,
        "snapshot_at": sheet.snapshot_at.isoformat(),
        "held_rows": sheet.held_rows,
        "held_cases": sheet.held_cases,
        "credit": harmless(clean(sheet.credit)),
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _feature(
    drawn: Drawn, sheet: Sheet, shape: BaseGeometry, column: int, facts: dict[str, Any]
) -> dict[str, Any]:
    assert drawn.areas is not None
    commune = sheet.units.communes[column]
    district = sheet.units.district_of(commune)
    code = int(drawn.areas.classes[column])
    properties = {
        "code": commune.code,
        "name": harmless(clean(commune.name)),
        "district_code": district.code,
        "district": harmless(clean(district.name)),
        "value": _rounded(value_of(drawn.areas, column)),
        "state": state_of(drawn.areas, column),
        "class": code if code < NO_REPORT else None,
        "class_label": harmless(clean(look(drawn, column).label)),
        **facts,
    }
    return {"type": "Feature", "id": commune.unit_id, "properties": properties, "geometry": _geometry(shape)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _geometry(shape: BaseGeometry) -> dict[str, Any]:
    fine = shapely.transform(shapely.orient_polygons(shape), lambda degrees: np.round(degrees, 6))
    document: dict[str, Any] = json.loads(shapely.to_geojson(fine))
    return document
