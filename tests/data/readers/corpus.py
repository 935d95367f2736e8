"""Files for the readers, made in code: good ones of every format, and ways to spoil them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import openpyxl
import pyarrow as pa
import pytest
import shapely
from pyarrow import parquet

from data.errors import ImportRefused
from data.readers.batch import BrokenRow, ReadOptions
from data.readers.reader import open_file

HEADINGS = ("mã", "xã", "ngày", "số ca")
ROWS = (
    ("D1", "Tân Dĩnh", "2021-05-25", "3"),
    ("D2", "Dĩnh Kế, \"cũ\"", "2021-05-26", "0"),
    ("D3", "Nếnh\nViệt Yên", "2021-05-27", "12"),
)  # fmt: skip

Cells = tuple[str | None, ...]


def write(folder: Path, name: str, content: bytes | str) -> Path:
    """A file of this content; text goes in UTF-8."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(
    path: Path, name: str = "", **options: object
) -> tuple[list[int], dict[str, list[str | None]], list[BrokenRow]]:
    """Everything that a file holds: row numbers, columns, broken rows."""
    file = open_file(path, ReadOptions(**options), name)  # type: ignore[arg-type]
    numbers: list[int] = []
    columns: dict[str, list[str | None]] = {heading: [] for heading in file.facts.headings}
    broken: list[BrokenRow] = []
    for batch in file.batches():
        numbers += batch.row_numbers.to_pylist()
        broken += batch.broken
        assert tuple(batch.columns) == file.facts.headings
        for heading, column in batch.columns.items():
            columns[heading] += column.to_pylist()
    return numbers, columns, broken


def rows_read(path: Path, **options: object) -> list[Cells]:
    """The rows alone, as tuples."""
    _, columns, broken = read(path, **options)
    assert not broken
    return list(zip(*columns.values(), strict=True))


def message(path: Path, name: str = "", **options: object) -> str:
    """What the refusal of a file says."""
    with pytest.raises(ImportRefused) as refused:
        read(path, name, **options)
    return str(refused.value)


def csv_text(
    rows: Iterable[Sequence[str]] = ROWS, delimiter: str = ",", headings: Sequence[str] = HEADINGS
) -> str:
    quoted = [
        [f'"{c.replace(chr(34), chr(34) * 2)}"' if set(c) & set('",;|\t\r\n') else c for c in row]
        for row in rows
    ]
    return "".join(delimiter.join(row) + "\n" for row in [list(headings), *quoted])


def write_xlsx(path: Path, sheets: Mapping[str, Iterable[Sequence[object]]]) -> Path:
    workbook = openpyxl.Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def with_member(path: Path, member: str, change: bytes | None, old: bytes = b"") -> Path:
    """The archive with a member put in, or with `old` replaced in it by `change`; None takes it out."""
    with zipfile.ZipFile(path) as archive:
        contents = {info.filename: archive.read(info) for info in archive.infolist()}
    if change is None:
        del contents[member]
    else:
        contents[member] = contents[member].replace(old, change) if old else change
    return write_zip(path, contents)


def write_zip(path: Path, contents: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def frame() -> gpd.GeoDataFrame:
    """Two zones, one of them without an outline."""
    names = ["Khu phong tỏa thử nghiệm", None]
    shapes = [shapely.box(106.125, 21.25, 106.25, 21.5), None]
    return gpd.GeoDataFrame({"name": names, "days": [14, 21], "geometry": shapes}, crs="EPSG:4326")


ZONE_WKT = "POLYGON ((106.25 21.25, 106.25 21.5, 106.125 21.5, 106.125 21.25, 106.25 21.25))"


def write_gpkg(path: Path, *layers: str, crs: str = "EPSG:4326") -> Path:
    for layer in layers or ("zones",):
        frame().to_crs(crs).to_file(path, layer=layer, driver="GPKG")
    return path


def shapefile_parts(folder: Path, crs: str = "EPSG:4326", stem: str = "zones") -> dict[str, bytes]:
    """The parts of a Shapefile in UTF-8, by name."""
    part = folder / f"{stem}-parts"
    part.mkdir(exist_ok=True)
    frame().to_crs(crs).to_file(part / f"{stem}.shp", encoding="UTF-8")
    return {path.name: path.read_bytes() for path in sorted(part.iterdir())}


def geojson(features: Sequence[object] | None = None, **members: object) -> str:
    collection = json.loads(frame().to_json(drop_id=True))
    collection.pop("crs", None)
    if features is not None:
        collection["features"] = list(features)
    return json.dumps(collection | members, ensure_ascii=False)


def feature(properties: object, geometry: object = None) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write_parquet(path: Path, columns: Mapping[str, object]) -> Path:
    table = columns if isinstance(columns, pa.Table) else pa.table(dict(columns))
    parquet.write_table(table, path)
    return path


def old_office(stream: str) -> bytes:
    """The beginning of a compound file with one stream of this name: .xls, or a workbook with a password."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[48:52] = (1).to_bytes(4, "little")
    directory = bytes(128) + stream.encode("utf-16-le").ljust(128, b"\0")
    return bytes(header) + bytes(512) + directory.ljust(4096, b"\0")
