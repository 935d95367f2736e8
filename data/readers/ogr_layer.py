"""A layer that OGR reads: only after the content was found to be what it claims, only by the format's own driver,
with the network off; and only whole: as many rows have to come as the layer says it holds."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyogrio
import shapely

from data.readers.arrow_rows import as_batch
from data.readers.batch import Batch
from data.readers.encodings import EIGHT_BIT, not_utf8
from data.readers.geometry import GEOMETRY, Projection
from data.readers.headings import all_named
from data.readers.opened import no_rows
from data.readers.refusal import listed, refused

_SEALED = MappingProxyType({
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "/none",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
})  # fmt: skip
"""No driver that is allowed here has anything to do with the network; should one try, it reaches nothing."""

_UNREADABLE = (RuntimeError, pa.ArrowException, OSError, UnicodeDecodeError, UnboundLocalError)
"""Errors of pyogrio are RuntimeErrors, those of a broken column Arrow's; it trips over a .prj that is none."""

_BATCH_ROWS = 8_192
"""Outlines are long."""

_NO_TEXT = (
    "OFTBinary",
    "OFTStringList",
    "OFTIntegerList",
    "OFTInteger64List",
    "OFTRealList",
    "OFTWideStringList",
)


@dataclass(frozen=True)
class Layer:
    """A layer whose columns are known. `name` is that of the file as its owner knows it, `path` where it lies.

    `encoding` is that of its texts where they are raw bytes, "" where OGR gives UTF-8.
    """

    path: Path
    name: str
    title: str
    rows: int
    encoding: str
    headings: tuple[str, ...]
    projection: Projection | None


@contextmanager
def reading(name: str) -> Iterator[None]:
    """OGR's errors as a refusal, which doesn't repeat them: they may hold a cell. Its warnings are of repairs."""
    pyogrio.set_gdal_config_options(dict(_SEALED))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            yield
    except _UNREADABLE as error:
        remedy = "Open it in a GIS and export it again."
        raise refused(name, "a whole layer", "a damaged one", remedy) from error


def open_layer(path: Path, name: str, driver: str, title: str, encoding: str = "") -> Layer:
    """Read the columns of a layer of a file that only `driver` may read."""
    with reading(name):
        info = pyogrio.read_info(path, layer=title, force_feature_count=True, **_raw(encoding))
    if info["driver"] != driver:
        raise refused(
            name, f"a file of driver {driver}", str(info["driver"]), "Export it again as a GeoPackage."
        )
    if info["features"] < 1:
        raise no_rows(name)
    fields = [_field(str(field), encoding) for field in info["fields"]]
    bytes_in = [f for f, kind in zip(fields, info["ogr_types"], strict=True) if kind in _NO_TEXT]
    if bytes_in:
        raise refused(name, "flat columns", f"lists or bytes in {listed(bytes_in)}", "Leave them out.")
    has_geometry = info["geometry_type"] is not None
    headings = all_named([*fields, *([GEOMETRY] if has_geometry else [])], name)
    projection = Projection(info["crs"], name) if has_geometry else None
    return Layer(path, name, title, int(info["features"]), encoding, headings, projection)


def _raw(encoding: str) -> dict[str, str]:
    """An empty encoding makes OGR give a Shapefile's bytes as they are."""
    return {"ENCODING": ""} if encoding else {}


def _field(field: str, encoding: str) -> str:
    """The name of a column: raw bytes come as Latin-1."""
    if not encoding or field.isascii():
        return field
    content = field.encode("latin-1", "replace")
    return EIGHT_BIT[encoding](content) if encoding in EIGHT_BIT else content.decode("utf-8", "replace")


def layer_batches(layer: Layer) -> Iterator[Batch]:
    """The rows of a layer, counted from 1."""
    first = 1
    with reading(layer.name), _opened(layer) as batches:
        for rows in batches:
            yield _batch(layer, rows, first)
            first += len(rows)
    if first - 1 != layer.rows:
        remedy = "Export it again."
        raise refused(layer.name, f"{layer.rows} rows as the layer says", f"{first - 1}", remedy)


@contextmanager
def _opened(layer: Layer) -> Iterator[pa.RecordBatchReader]:
    has_geometry = layer.projection is not None
    with pyogrio.raw.open_arrow(
        layer.path,
        layer=layer.title,
        read_geometry=has_geometry,
        use_pyarrow=True,
        batch_size=_BATCH_ROWS,
        **_raw(layer.encoding),
    ) as (_, batches):
        yield batches


def _batch(layer: Layer, rows: pa.RecordBatch, first: int) -> Batch:
    columns = dict(zip(layer.headings, rows.columns, strict=True))
    wkb = columns.pop(GEOMETRY, None) if layer.projection else None
    if layer.encoding:
        columns = {h: _decoded(layer, h, column, first) for h, column in columns.items()}
    if wkb is None or layer.projection is None:
        return as_batch(columns, first)
    read, wrong = _geometries(wkb)
    texts, beyond = layer.projection.wkt(read)
    bad = dict.fromkeys(wrong | beyond, (GEOMETRY, "an outline that can't be read"))
    columns[GEOMETRY] = pa.array(texts, pa.string())
    return as_batch(columns, first, bad)


def _geometries(wkb: pa.Array) -> tuple[np.ndarray[tuple[int], np.dtype[np.object_]], set[int]]:
    """Geometries, and the places of those that are none."""
    written = np.array(wkb.cast(pa.binary()).to_pylist(), dtype=object)
    read = shapely.from_wkb(written, on_invalid="ignore")
    wrong = {
        n
        for n, (text, found) in enumerate(zip(written, read, strict=True))
        if text is not None and found is None
    }
    return read, wrong


def _decoded(layer: Layer, heading: str, column: pa.Array, first: int) -> pa.Array:
    """Raw bytes as text; raises ImportRefused where they are none in the encoding."""
    if column.type != pa.string():
        return column
    raw = column.cast(pa.binary()).to_pylist()
    texts = [None if cell is None else _text(layer, heading, cell, n) for n, cell in enumerate(raw, first)]
    return pa.array(texts, pa.string())


def _text(layer: Layer, heading: str, cell: bytes, number: int) -> str:
    try:
        return EIGHT_BIT[layer.encoding](cell) if layer.encoding in EIGHT_BIT else cell.decode("utf-8")
    except UnicodeDecodeError as error:
        where = f"{layer.name}, row {number}, column {heading}"
        got = f"the byte 0x{cell[error.start]:02X}"
        if layer.encoding == "utf-8":
            raise not_utf8(cell, got, where) from error
        remedy = "Declare the encoding the file was saved in."
        raise refused(
            where, f"{layer.encoding} as declared", got, remedy, "encoding", tuple(EIGHT_BIT)
        ) from error
