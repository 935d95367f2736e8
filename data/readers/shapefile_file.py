"""A zipped Shapefile: its parts are unpacked to a folder of their own, under names of our own, while it is read.

Texts are UTF-8 where the .cpg or the bytes say so; any other encoding has to be declared, as in a text file.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from types import MappingProxyType
from zipfile import BadZipFile, ZipFile

from data.readers import zip_guard
from data.readers.batch import Batch, FileFacts, ReadOptions
from data.readers.digest import sha256_of
from data.readers.encodings import EIGHT_BIT
from data.readers.ogr_layer import Layer, layer_batches, open_layer
from data.readers.opened import OpenFile
from data.readers.refusal import listed, refused, shown

_NEEDED = (".shp", ".shx", ".dbf", ".prj")
_ENCODINGS = ("utf-8", *EIGHT_BIT)
_SHP_MAGIC = b"\x00\x00\x27\x0a"
_OF_CPG = MappingProxyType({"utf-8": "utf-8", "utf8": "utf-8", "65001": "utf-8"} | dict.fromkeys(
    ("1258", "cp1258", "windows-1258", "ansi 1258"), "windows-1258"))  # fmt: skip
_HEADER_BYTES, _SHAPE_BYTES = 100, 8
_MOST_BYTES = 512 << 20
_REMEDY = "Zip the .shp with its .shx, .dbf and .prj."


def open_shapefile(path: Path, options: ReadOptions, name: str) -> OpenFile:
    """Read the columns of the Shapefile in an archive."""
    with _unpacked(path, options, name) as (stem, layer):
        used = replace(options, format="shapefile", layer=stem, encoding=layer.encoding)
        facts = FileFacts(name, sha256_of(path), path.stat().st_size, used, layer.headings)
        return OpenFile(facts, layer.rows, partial(_batches, path, used, name))


def _batches(path: Path, options: ReadOptions, name: str) -> Iterator[Batch]:
    with _unpacked(path, options, name) as (_, layer):
        yield from layer_batches(layer)


@contextmanager
def _unpacked(path: Path, options: ReadOptions, name: str) -> Iterator[tuple[str, Layer]]:
    """The name of the Shapefile in the archive, and its layer, as long as it lies unpacked."""
    with TemporaryDirectory(prefix="dichte-") as folder:
        with zip_guard.opened(path, name, _MOST_BYTES) as archive:
            members = _chosen(archive, options.layer, name)
            parts = _unpack(archive, members, Path(folder), name)
        _check(parts, name)
        encoding = _encoding(parts.get(".cpg"), options.encoding, name)
        shp = parts[".shp"]
        yield PurePosixPath(members[".shp"]).stem, open_layer(shp, name, "ESRI Shapefile", shp.stem, encoding)


def _chosen(archive: ZipFile, wanted: str, name: str) -> dict[str, str]:
    """Member by suffix of the one Shapefile, or of the one that is named."""
    members = {member: PurePosixPath(member) for member in archive.namelist() if PurePosixPath(member).name}
    stems = sorted({at.with_suffix("") for at in members.values() if at.suffix.lower() == ".shp"})
    fitting = [stem for stem in stems if wanted in ("", stem.name)]
    if len(fitting) != 1:
        expected = f"the Shapefile {shown(wanted)}" if wanted else "one Shapefile"
        names = tuple(stem.name for stem in stems)
        raise refused(name, expected, listed(names), "Say which one to read (--layer).", "layer", names)
    return {at.suffix.lower(): member for member, at in members.items() if at.with_suffix("") == fitting[0]}


def _unpack(archive: ZipFile, members: dict[str, str], folder: Path, name: str) -> dict[str, Path]:
    missing = [suffix for suffix in _NEEDED if suffix not in members]
    if missing:
        raise refused(name, f"a {', '.join(_NEEDED)}", f"no {listed(missing)}", _REMEDY)
    parts = {suffix: folder / f"layer{suffix}" for suffix in (*_NEEDED, ".cpg") if suffix in members}
    try:
        for suffix, part in parts.items():
            with archive.open(members[suffix]) as packed, part.open("wb") as unpacked:
                copyfileobj(packed, unpacked)
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise refused(
            name, "a whole archive", "a damaged one", "It may have been cut off: get it again."
        ) from error
    return parts


def _check(parts: dict[str, Path], name: str) -> None:
    """Are the parts what they claim, and do they count as many rows?"""
    for suffix in (".shp", ".shx"):
        with parts[suffix].open("rb") as file:
            if file.read(4) != _SHP_MAGIC:
                raise refused(name, f"a {suffix} of a Shapefile", "other content", "Export it again.")
    with parts[".dbf"].open("rb") as file:
        rows = int.from_bytes(file.read(12)[4:8], "little")
    shapes = (parts[".shx"].stat().st_size - _HEADER_BYTES) // _SHAPE_BYTES
    if rows != shapes:
        raise refused(name, f"{rows} shapes, as many as rows", f"{shapes}", "Export it again.")


def _encoding(cpg: Path | None, declared: str, name: str) -> str:
    if declared and declared not in _ENCODINGS:
        expected, remedy = f"an encoding of {', '.join(_ENCODINGS)}", "Declare one of these."
        raise refused(name, expected, declared, remedy, "encoding", _ENCODINGS)
    written = cpg.read_bytes()[:32].decode("ascii", "replace").strip().lower() if cpg else ""
    named = _OF_CPG.get(written, "")
    if declared and named and declared != named:
        remedy = f"Declare --encoding {named}, or none."
        raise refused(
            name, f"{declared} as declared", f"a .cpg that says {named}", remedy, "encoding", (named,)
        )
    return declared or named or "utf-8"
