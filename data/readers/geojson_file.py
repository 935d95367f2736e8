"""GeoJSON: a feature a row, its properties and its geometry as WKT; features are counted from 1.

It is read as JSON and not by OGR, which would follow links and take texts for dates.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from data.readers.batch import Batch, BrokenRow, FileFacts, ReadOptions
from data.readers.geometry import GEOMETRY, Projection
from data.readers.json_rows import Keys, NoObject, Record, keys_of, row_of
from data.readers.json_stream import JsonStream
from data.readers.json_text import JsonFile, Number, open_json_text
from data.readers.opened import OpenFile
from data.readers.refusal import refused
from data.readers.rows import Row, batched, unreadable

Members = dict[str, Any]
"""What a collection says beside its features."""

_WGS84 = "OGC:CRS84"
_WHOLE = "Export all features into one file."


def open_geojson(path: Path, options: ReadOptions, name: str) -> OpenFile:
    """Read the names of the properties and the reference system, WGS 84 where none is named."""
    file = open_json_text(path, name, options.encoding)
    members: Members = {}
    keys = keys_of((_properties(n, feature) for n, feature in _features(file, members)), name)
    if GEOMETRY in keys.values():
        remedy = "Rename the property."
        raise refused(name, f"the heading {GEOMETRY} for the geometry", "a property of that name", remedy)
    projection = Projection(_crs_name(members, name), name)
    used = replace(options, format="geojson", encoding=file.encoding)
    facts = FileFacts(name, file.sha256, file.size, used, (*keys.values(), GEOMETRY))
    return OpenFile(facts, None, partial(_batches, file, keys, projection))


def _batches(file: JsonFile, keys: Keys, projection: Projection) -> Iterator[Batch]:
    rows = (_row(number, feature, keys, projection) for number, feature in _features(file, {}))
    return batched(rows, (*keys.values(), GEOMETRY))


def _features(file: JsonFile, members: Members) -> Iterator[tuple[int, Any]]:
    """The features with their numbers; what else the collection says goes into `members`."""
    text = JsonStream(file.pieces(), file.name)
    for key in text.members():
        if key != "features":
            members[key] = text.value()
            continue
        for number, feature in enumerate(text.elements(), 1):
            text.where = f"{file.name}, feature {number + 1}"
            yield number, feature
        text.where = file.name
        members[key] = None
    text.end()
    _check(members, file.name)


def _check(members: Members, name: str) -> None:
    if members.get("type") != "FeatureCollection" or "features" not in members:
        raise refused(name, "a GeoJSON FeatureCollection", "other JSON", "Export the layer as GeoJSON.")
    if members.get("links") or members.get("exceededTransferLimit"):
        raise refused(name, "a whole collection", "one page of several, with links to others", _WHOLE)


def _crs_name(members: Members, name: str) -> str:
    crs = members.get("crs")
    if crs is None:
        return _WGS84
    found = crs.get("properties", {}) if isinstance(crs, dict) and crs.get("type") == "name" else None
    if not isinstance(found, dict) or type(found.get("name")) is not str:
        remedy = "Export it in WGS 84, without a reference system of its own."
        raise refused(name, "a reference system by name", "a link or something else", remedy)
    return str(found["name"])


def _properties(number: int, feature: Any) -> Record:
    """The properties, and the feature's own id where no property is called so."""
    is_feature = isinstance(feature, dict) and feature.get("type") == "Feature"
    found = (feature.get("properties") or {}) if is_feature else None
    if not isinstance(found, dict):
        return number, NoObject("something that is no feature")
    return number, {"id": feature["id"], **found} if "id" in feature else found


def _row(number: int, feature: Any, keys: Keys, projection: Projection) -> Row | BrokenRow:
    _, found = _properties(number, feature)
    row = row_of(number, found, keys)
    if isinstance(row, BrokenRow):
        return row
    try:
        wkt = _wkt(feature.get("geometry"), projection)
    except (ValueError, TypeError, OverflowError, RecursionError, shapely.errors.ShapelyError):
        return unreadable(number, GEOMETRY, "an outline that can't be read", row[1])
    return number, (*row[1], wkt)


def _wkt(geometry: Mapping[str, Any] | None, projection: Projection) -> str | None:
    if geometry is None:
        return None
    read = shapely.from_geojson(json.dumps(_plain(geometry), allow_nan=False))
    (text,), beyond = projection.wkt(np.array([read], dtype=object))
    if beyond:
        raise ValueError("beyond the reach of its reference system")
    return text


def _plain(value: Any) -> Any:
    """The same with numbers that are numbers."""
    if isinstance(value, Number):
        return float(value)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value
