"""A boundary file as a province keeps it, read into degrees: GeoJSON, GeoPackage or Shapefile."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import geopandas as gpd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError
from pyproj.exceptions import CRSError

MAX_BYTES = 512 * 1024 * 1024
"""Largest file, and largest content of a zipped one; a province at full detail takes a tenth."""

_MAGIC = {
    ".geojson": b"{",
    ".json": b"{",
    ".gpkg": b"SQLite format 3\x00",
    ".shp": b"\x00\x00\x27\x0a",
    ".zip": b"PK\x03\x04",
}
_DRIVERS = ("GeoJSON", "GPKG", "ESRI Shapefile")
_FORMATS = "GeoJSON (.geojson, .json), GeoPackage (.gpkg) or Shapefile (.shp, or zipped as .zip)"
_UNREADABLE = (DataSourceError, DataLayerError, FeatureError, FieldError, UnicodeDecodeError, LookupError)
_VIET_NAM = (102.0, 8.0, 110.5, 23.5)


class BoundaryFileError(ValueError):
    """A boundary file can't be used; the message says expected, got, remedy."""

    def __init__(self, expected: str, got: str, remedy: str) -> None:
        super().__init__(f"Expected {expected}, got {got}. {remedy}")


def read_boundary_file(path: Path, layer: str = "", crs: str = "", encoding: str = "") -> gpd.GeoDataFrame:
    """All features of a file in degrees, WGS 84, without heights.

    Parameters
    ----------
    path : Path
        The file. Its first bytes must be those of its suffix: a virtual or remote source is never opened.
    layer : str
        Layer of a GeoPackage that holds several.
    crs : str
        Coordinate reference system for a file that names none, such as "EPSG:9214" (VN-2000 / TM-3 107-00).
    encoding : str
        Of a Shapefile's text that names none.

    Raises
    ------
    BoundaryFileError
        If the file is missing, of another format, unreadable, too large, without a reference system, or
        lies outside Việt Nam.
    """
    source = _source(path)
    try:
        frame = _read(source, path, layer, encoding)
    except _UNREADABLE as error:
        remedy = "Open it in a GIS and export it again, a Shapefile with its .shx and .dbf."
        raise BoundaryFileError(f"a readable file {path.name}", f"{error}".rstrip("."), remedy) from error
    return _in_viet_nam(_in_degrees(frame, path, crs))


def _source(path: Path) -> str:
    """What GDAL may open: only a file whose content is what its suffix says."""
    if not path.is_file():
        raise BoundaryFileError(f"a file {path.name}", "nothing at that path", "Check the path.")
    _check_size(path.name, path.stat().st_size)
    with path.open("rb") as file:
        head = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    _check_magic(path.name, path.suffix.lower(), head)
    return _zipped(path) if path.suffix.lower() == ".zip" else str(path)


def _check_size(name: str, size_bytes: int) -> None:
    if size_bytes > MAX_BYTES:
        limit = f"at most {MAX_BYTES // 2**20} MiB in {name}"
        raise BoundaryFileError(limit, f"{size_bytes // 2**20} MiB", "Simplify the boundaries in a GIS.")


def _check_magic(name: str, suffix: str, head: bytes) -> None:
    if suffix == ".vrt" or b"<OGRVRT" in head:
        remedy = "A virtual file may point anywhere: export what it shows as a GeoPackage."
        raise BoundaryFileError(_FORMATS, f"an OGR virtual file (VRT) in {name}", remedy)
    if suffix not in _MAGIC:
        raise BoundaryFileError(_FORMATS, f"{name}", "Export the boundaries in one of these formats.")
    if not head.startswith(_MAGIC[suffix]):
        remedy = "Check that the file is whole and its suffix the right one."
        raise BoundaryFileError(f"the content of a {suffix} file in {name}", "other content", remedy)


def _zipped(path: Path) -> str:
    try:
        with ZipFile(path) as archive:
            _check_size(f"{path.name}, unpacked", sum(info.file_size for info in archive.infolist()))
            shapes = [i.filename for i in archive.infolist() if i.filename.lower().endswith(".shp")]
            if len(shapes) != 1:
                remedy = "Zip one .shp with its .shx, .dbf and .prj."
                raise BoundaryFileError(f"one Shapefile in {path.name}", f"{len(shapes)}", remedy)
            with archive.open(shapes[0]) as shape:
                _check_magic(shapes[0], ".shp", shape.read(16))
    except (BadZipFile, RuntimeError, NotImplementedError) as error:
        remedy = "Zip the Shapefile again, without a password."
        raise BoundaryFileError(f"a readable archive {path.name}", f"{error}", remedy) from error
    return f"/vsizip/{{{path.resolve()}}}/{shapes[0]}"


def _read(source: str, path: Path, layer: str, encoding: str) -> gpd.GeoDataFrame:
    info = pyogrio.list_layers(source)
    names = [str(name) for name, _ in info]
    if layer not in (names if layer else [""]) or (len(names) != 1 and not layer):
        remedy = "Say which layer holds the communes."
        raise BoundaryFileError(f"one layer in {path.name}", _listed(names), remedy)
    driver = str(pyogrio.read_info(source, layer=layer or names[0])["driver"])
    if driver not in _DRIVERS:
        remedy = "Export the boundaries in one of these formats."
        raise BoundaryFileError(_FORMATS, f"a file of driver {driver}", remedy)
    with warnings.catch_warnings():
        # GDAL warns of rings it closes or turns; what matters of that is checked feature by feature.
        warnings.simplefilter("ignore", RuntimeWarning)
        options: dict[str, Any] = {"encoding": encoding} if encoding else {}
        options |= {"layer": layer or names[0], "force_2d": True, "on_invalid": "ignore"}
        return pyogrio.read_dataframe(source, **options)


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "none"


def _in_degrees(frame: gpd.GeoDataFrame, path: Path, crs: str) -> gpd.GeoDataFrame:
    try:
        if frame.crs is None and crs:
            frame = frame.set_crs(crs)
        if frame.crs is None:
            remedy = "Add the .prj file, or say the system, such as EPSG:9214 for VN-2000 / TM-3 107-00."
            raise BoundaryFileError(f"a coordinate reference system in {path.name}", "none", remedy)
        return frame.to_crs("EPSG:4326")
    except CRSError as error:
        remedy = "Name it by its EPSG code, such as EPSG:9214."
        raise BoundaryFileError("a coordinate reference system", f"{crs or frame.crs}", remedy) from error


def _in_viet_nam(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    known = frame.geometry[~frame.geometry.isna() & ~frame.geometry.is_empty]
    if known.empty:
        remedy = "Export the layer with its polygons."
        raise BoundaryFileError("features with a geometry", "none", remedy)
    west, south, east, north = (float(v) for v in known.total_bounds)
    low_x, low_y, high_x, high_y = _VIET_NAM
    if not (low_x <= west and low_y <= south and east <= high_x and north <= high_y):
        got = f"{west:.4g}…{east:.4g} °E, {south:.4g}…{north:.4g} °N"
        remedy = "Check the reference system, and that longitude stands before latitude."
        raise BoundaryFileError("coordinates in Việt Nam", got, remedy)
    return frame
