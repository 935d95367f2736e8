"""Which format a file has: its bytes tell, its suffix and what is declared have to agree."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from types import MappingProxyType

from data.readers.refusal import refused

FORMATS = ("csv", "tsv", "xlsx", "json", "jsonl", "parquet", "geojson", "gpkg", "shapefile")
"""Keys of ReadOptions.format; a Shapefile comes zipped."""

_SUFFIXES = MappingProxyType({
    ".csv": ("csv",), ".tsv": ("tsv",), ".tab": ("tsv",), ".txt": ("csv", "tsv"), ".xlsx": ("xlsx",),
    ".json": ("json", "geojson"), ".jsonl": ("jsonl",), ".ndjson": ("jsonl",), ".geojson": ("geojson",),
    ".parquet": ("parquet",), ".pq": ("parquet",), ".gpkg": ("gpkg",), ".zip": ("shapefile",),
})  # fmt: skip
_MAGIC = (
    (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PAR1", "parquet"), (b"SQLite format 3\x00", "sqlite"), (b"\x1f\x8b", "gzip"), (b"%PDF", "pdf"),
    (b"Rar!", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x00\x00\x27\x0a", "shp"),
)  # fmt: skip
_OF_CONTENT = MappingProxyType({
    "parquet": ("parquet",), "gpkg": ("gpkg",), "xlsx": ("xlsx",), "shapefile": ("shapefile",),
    "geojson": ("geojson",), "rows": ("json",), "object": ("jsonl", "json"), "text": ("csv", "tsv"),
})  # fmt: skip
_SAVE_XLSX = "Open it in a spreadsheet program and save it as .xlsx."
_REMEDIES = MappingProxyType({
    "xls": ("a workbook of the old kind (.xls)", _SAVE_XLSX),
    "encrypted": ("a workbook locked with a password", "Remove the password and save it again as .xlsx."),
    "ole": ("an old Office file", _SAVE_XLSX),
    "xlsm": ("a workbook with macros", "Save it as .xlsx, which holds none."),
    "ods": ("an OpenDocument file", _SAVE_XLSX),
    "xlsb": ("a binary workbook (.xlsb)", _SAVE_XLSX),
    "zip": ("an archive that holds neither a workbook nor a Shapefile", "Unpack it and give the table itself."),
    "damaged": ("a damaged archive", "It may have been cut off: get it again."),
    "empty": ("an empty file", "Export it again."),
    "gzip": ("a compressed file", "Unpack it first."), "rar": ("a RAR archive", "Unpack it first."),
    "7z": ("a 7z archive", "Unpack it first."),
    "pdf": ("a PDF", "Ask for the table itself, as .xlsx or .csv."),
    "html": ("a web page (HTML)", _SAVE_XLSX),
    "vrt": ("a virtual file (VRT), which may point anywhere", "Export what it shows as a GeoPackage."),
    "xml": ("XML", "Export the table as .xlsx or .csv."),
    "sqlite": ("a database that is no GeoPackage", "Export the table as .csv."),
    "shp": ("one part of a Shapefile", "Zip the .shp with its .shx, .dbf and .prj."),
})  # fmt: skip
_HEAD_BYTES = 65_536
_FEATURES = re.compile(rb'"type"\s*:\s*"FeatureCollection"|"features"\s*:\s*\[')
_ROWS = re.compile(rb'\[\s*[\[{\]]|\{\s*"rows"\s*:')
_HTML = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style")
_VIRTUAL = (b"<ogrvrt", b"<vrtdataset")
_OLE_SECTOR = 512


def format_of(path: Path, declared: str, name: str) -> str:
    """The format to read a file by, a key of FORMATS.

    Raises ImportRefused for what isn't read at all, and where content, suffix and declared format disagree.
    """
    if declared and declared not in FORMATS:
        raise refused(name, f"a format of {', '.join(FORMATS)}", declared, "Declare one of these (--format).")
    content = _content(path)
    if content in _REMEDIES:
        raise refused(name, _expected(declared, name), *_REMEDIES[content])
    return _agreed(_OF_CONTENT[content], declared, name)


def _expected(declared: str, name: str) -> str:
    wanted = (declared,) if declared else _SUFFIXES.get(Path(name).suffix.lower(), FORMATS)
    return f"one of {', '.join(wanted)}" if len(wanted) > 2 else f"{' or '.join(wanted)}"


def _agreed(possible: tuple[str, ...], declared: str, name: str) -> str:
    suffix = Path(name).suffix.lower()
    wanted = (declared,) if declared else _SUFFIXES.get(suffix, possible)
    agreed = [key for key in wanted if key in possible]
    if agreed:
        return agreed[0]
    got = "plain text" if "csv" in possible else f"the content of {' or '.join(possible)}"
    remedy = "Declare what it is (--format)." if declared else "Give it the suffix of what it is."
    raise refused(name, _expected(declared, name), got, remedy)


def _content(path: Path) -> str:
    """A key of _OF_CONTENT or of _REMEDIES."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    magic = next((kind for start, kind in _MAGIC if head.startswith(start)), "")
    if magic == "zip":
        return _zipped(path)
    if magic == "ole":
        return _ole(path, head)
    if magic == "sqlite":
        return "gpkg" if head[68:72] in (b"GPKG", b"GP10", b"GP11") else "sqlite"
    return magic or _text(head)


def _text(head: bytes) -> str:
    """What a text begins like, in any encoding whose letters are those of ASCII, or in UTF-16."""
    plain = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    plain = plain.replace(b"\0", b"").strip()
    if not plain:
        return "empty"
    if plain.startswith(b"<"):
        return _markup(plain.lower())
    if _ROWS.match(plain):
        return "rows"
    if plain.startswith(b"{"):
        return "geojson" if _FEATURES.search(plain) else "object"
    return "text"


def _markup(plain: bytes) -> str:
    if any(mark in plain for mark in _VIRTUAL):
        return "vrt"
    return "html" if any(mark in plain for mark in _HTML) else "xml"


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = {member.lower() for member in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "damaged"
    if any(member.endswith("vbaproject.bin") for member in members):
        return "xlsm"
    if "xl/workbook.xml" in members:
        return "xlsx"
    if "xl/workbook.bin" in members:
        return "xlsb"
    if "content.xml" in members:
        return "ods"
    return "shapefile" if any(member.endswith(".shp") for member in members) else "zip"


def _ole(path: Path, head: bytes) -> str:
    """A compound file names its streams in its directory, in UTF-16."""
    with path.open("rb") as file:
        file.seek((int.from_bytes(head[48:52], "little") + 1) * _OLE_SECTOR)
        directory = file.read(8 * _OLE_SECTOR)
    if "EncryptedPackage".encode("utf-16-le") in directory:
        return "encrypted"
    return "xls" if any(n.encode("utf-16-le") in directory for n in ("Workbook", "Book")) else "ole"
