"""Whether the features of a boundary file are the communes of a gazetteer, whole, valid and side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.boundaries import M_PER_DEGREE, CoverageError, Polygons, areas_km2, repair
from geo.boundary_file import BoundaryFileError
from geo.names import split_kind, tone_key

_NAMED = 5
"""How many features an error names before it only counts them."""


@dataclass(frozen=True)
class Columns:
    """Which column of the file says what; an empty name is a column the file lacks."""

    code: str = "code"
    name: str = ""
    district: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Expected:
    """A commune as the gazetteer knows it."""

    code: str
    name: str
    kind: str
    district_code: str
    district_name: str

    def __str__(self) -> str:
        return f"{self.kind.capitalize()} {self.name} ({self.code})"


@dataclass(frozen=True)
class Checked:
    """Polygons in the order of `codes`, a valid coverage, and what was repaired to make it one."""

    codes: tuple[str, ...]
    polygons: Polygons
    repairs: tuple[str, ...]


def check_communes(
    frame: gpd.GeoDataFrame, columns: Columns, known: Mapping[str, Expected], tolerance_m: float
) -> Checked:
    """The communes of a file in degrees; refuses the whole file where one feature is not right.

    Parameters
    ----------
    frame : GeoDataFrame
        One feature a commune, EPSG:4326.
    columns : Columns
        Names of its columns. Name, district (code or name) and kind are compared with what is known.
    known : mapping of code to Expected
        Every commune that the file must hold, and no other.
    tolerance_m : float
        Overlaps and gaps narrower than this, in metres, are repaired and reported.

    Raises
    ------
    BoundaryFileError
        Names the features, what is wrong with them and what to do.
    """
    _check_columns(frame, columns)
    codes = _codes(frame, columns.code)
    _check_codes(codes, known)
    units = [known[code] for code in codes]
    _check_words(frame, columns, units)
    polygons = _polygons(frame, units)
    order = np.argsort(codes)
    sorted_units = [units[n] for n in order]
    whole, repairs = _coverage(polygons[order], sorted_units, tolerance_m)
    return Checked(tuple(unit.code for unit in sorted_units), whole, repairs)


def _check_columns(frame: gpd.GeoDataFrame, columns: Columns) -> None:
    here = [str(c) for c in frame.columns if c != frame.geometry.name]
    for wanted in (columns.code, columns.name, columns.district, columns.kind):
        if wanted and wanted not in here:
            remedy = "Say which column holds it."
            raise BoundaryFileError(f"a column {wanted!r}", ", ".join(here) or "no columns", remedy)


def _codes(frame: gpd.GeoDataFrame, column: str) -> list[str]:
    codes = ["" if value is None else str(value).strip() for value in frame[column]]
    numbered = enumerate(codes, start=1)
    bad = [f"{code!r} in feature {n}" for n, code in numbered if not re.fullmatch(r"[0-9]{5}", code)]
    if bad:
        remedy = "Keep the column as text, so that leading zeros stay."
        raise BoundaryFileError(f"codes of 5 digits in {column!r}", _some(bad), remedy)
    return codes


def _check_codes(codes: Sequence[str], known: Mapping[str, Expected]) -> None:
    count = f"each of the {len(known)} communes once"
    unknown = sorted(set(codes) - set(known))
    if unknown:
        remedy = "Leave out what is not of the province, and use the codes of this vintage."
        raise BoundaryFileError(count, f"unknown codes: {_some(unknown)}", remedy)
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        remedy = "Merge the parts of a commune into one feature."
        raise BoundaryFileError(count, f"more than one feature of {_some(known[c] for c in twice)}", remedy)
    missing = sorted(set(known) - set(codes))
    if missing:
        got = f"no feature of {_some(known[c] for c in missing)}"
        raise BoundaryFileError(count, got, "Add the missing communes.")


def _check_words(frame: gpd.GeoDataFrame, columns: Columns, units: Sequence[Expected]) -> None:
    """A code that goes with another name, kind or district is a code of another vintage."""
    for column, what, agrees in (
        (columns.name, "name", lambda text, u: tone_key(text) == tone_key(u.name)),
        (columns.kind, "kind", lambda text, u: (split_kind(f"{text} x")[0] or text.lower()) == u.kind),
        (columns.district, "district", _same_district),
    ):
        if not column:
            continue
        written = [str(text) for text in frame[column]]
        odd = [f"{text!r} for {u}" for text, u in zip(written, units, strict=True) if not agrees(text, u)]
        if odd:
            remedy = "Check the codes and the text encoding, or leave the column out."
            raise BoundaryFileError(f"the {what} that goes with each code", _some(odd), remedy)


def _same_district(text: str, unit: Expected) -> bool:
    return text.strip() == unit.district_code or tone_key(text) == tone_key(unit.district_name)


def _polygons(frame: gpd.GeoDataFrame, units: Sequence[Expected]) -> Polygons:
    shapes = np.array(frame.geometry.values, dtype=object)
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    _refuse(empty, units, "a geometry for every commune", "none for", "Draw or export the missing ones.")
    flat = ~np.isin(shapely.get_type_id(shapes), (3, 6))
    _refuse(flat, units, "polygons", "lines or points for", "Export areas, not outlines or centres.")
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    if broken.size:
        reasons = [f"{units[n]}: {shapely.is_valid_reason(shapes[n])}" for n in broken.tolist()]
        remedy = "Correct them in a GIS (fix geometries)."
        raise BoundaryFileError("valid polygons", _some(reasons), remedy)
    return shapes


def _refuse(bad: NDArray[np.bool_], units: Sequence[Expected], expected: str, got: str, remedy: str) -> None:
    if bad.any():
        named = _some(units[n] for n in np.flatnonzero(bad).tolist())
        raise BoundaryFileError(expected, f"{got} {named}", remedy)


def _some(things: Iterable[object]) -> str:
    words = [str(thing) for thing in things]
    more = len(words) - _NAMED
    return "; ".join(words[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _coverage(
    polygons: Polygons, units: Sequence[Expected], tolerance_m: float
) -> tuple[Polygons, tuple[str, ...]]:
    """The polygons with shared edges, and what had to be repaired or was left as it is."""
    _check_overlaps(polygons, units, tolerance_m)
    narrow, wide = _gaps(polygons, tolerance_m)
    notes = [f"A gap of {area:.4f} km² inside the province was left as it is." for area in areas_km2(wide)]
    # The gap width finds narrow gaps that are no holes too: those that open where a border meets the rim.
    odd_edges = shapely.coverage_invalid_edges(polygons, gap_width=tolerance_m / M_PER_DEGREE)
    odd = int((~shapely.is_empty(odd_edges)).sum())
    if not odd and not len(narrow):
        return polygons, tuple(notes)
    try:
        whole = repair(polygons, tolerance_m)
    except CoverageError as error:
        remedy = "Snap the borders of neighbours to each other in a GIS."
        raise BoundaryFileError("communes with shared borders", f"{error}".rstrip("."), remedy) from error
    moved = float(np.abs(areas_km2(whole) - areas_km2(polygons)).max())
    fixed = f"{odd} communes whose borders did not match, {len(narrow)} gaps up to {tolerance_m:g} m wide"
    return whole, (f"Repaired: {fixed}; no area changed by more than {moved:.4f} km².", *notes)


def _check_overlaps(polygons: Polygons, units: Sequence[Expected], tolerance_m: float) -> None:
    first, second = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    first, second = first[first < second], second[first < second]
    # A buffer of zero leaves areas alone and drops the lines where polygons only touch.
    common = shapely.buffer(shapely.intersection(polygons[first], polygons[second]), 0)
    wide = np.flatnonzero(_is_wider(common, tolerance_m))
    if wide.size:
        pairs = zip(first[wide], second[wide], areas_km2(common[wide]), strict=True)
        got = _some(f"{units[a]} and {units[b]} overlap by {area:.4f} km²" for a, b, area in pairs)
        remedy = f"Cut one at the other's border; only strips up to {tolerance_m:g} m are repaired."
        raise BoundaryFileError("communes side by side", got, remedy)


def _gaps(polygons: Polygons, tolerance_m: float) -> tuple[Polygons, Polygons]:
    """Holes between the polygons: those not wider than the tolerance, and the others."""
    rings = [ring for part in shapely.get_parts(shapely.union_all(polygons)) for ring in part.interiors]
    holes = np.empty(len(rings), dtype=object)
    holes[:] = [shapely.polygons(ring) for ring in rings]
    is_wide = _is_wider(holes, tolerance_m)
    return holes[~is_wide], holes[is_wide]


def _is_wider(shapes: Polygons, tolerance_m: float) -> NDArray[np.bool_]:
    """Whether anything of a shape is left once its edge is moved inwards by half the tolerance."""
    if not len(shapes):
        return np.zeros(0, dtype=np.bool_)
    metres = shapely.transform(shapes, _in_metres)
    left: NDArray[np.bool_] = ~shapely.is_empty(shapely.buffer(metres, -tolerance_m / 2))
    return left


def _in_metres(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Degrees as metres on a plane that is true to scale at the mean latitude; enough for widths."""
    east_west = np.cos(np.radians(points[:, 1].mean())) if len(points) else 1.0
    metres: NDArray[np.float64] = points * np.array([M_PER_DEGREE * east_west, M_PER_DEGREE])
    return metres
