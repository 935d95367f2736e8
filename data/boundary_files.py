"""The built boundary files: written once under a name that is their content's, then served as they are."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import brotli

from data.errors import BoundaryError

Bounds = tuple[float, float, float, float]

FULL = "full.geojson"
MANIFEST = "manifest.json"
_REMEDY = "Run: python -m data build"


@dataclass(frozen=True)
class Size:
    """Bytes of a file as it is and as it goes over the wire."""

    plain: int
    gzip: int
    brotli: int


@dataclass(frozen=True)
class Manifest:
    """What was built. Bounds are west, south, east, north in degrees; file names are relative to its folder.

    `sizes` goes by file name, `district_bounds` by district code; `repairs` tells what was mended in a
    province's own file.
    """

    full: str
    full_sha256: str
    communes: str
    districts: str
    neighbours: str
    bounds: Bounds
    district_bounds: Mapping[str, Bounds]
    source: str
    credit: str
    valid_from: date
    repairs: tuple[str, ...]
    sizes: Mapping[str, Size]


@dataclass(frozen=True)
class ScreenFile:
    """One GeoJSON for the screen, in three encodings."""

    name: str
    plain: bytes
    gzip: bytes
    brotli: bytes

    @property
    def size(self) -> Size:
        return Size(len(self.plain), len(self.gzip), len(self.brotli))


def screen_file(kind: str, content: bytes) -> ScreenFile:
    """The file `<kind>.<hash>.geojson`; equal content gives an equal name and equal bytes."""
    digest = hashlib.sha256(content).hexdigest()[:12]
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    return ScreenFile(f"{kind}.{digest}.geojson", content, packed, brotli.compress(content, quality=11))


def compact_json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def write_all(target_dir: Path, full: bytes, screen: tuple[ScreenFile, ...], manifest: Manifest) -> None:
    """Write every file, the manifest last: until then readers see what was there before."""
    target_dir.mkdir(parents=True, exist_ok=True)
    for file in screen:
        _write(target_dir / file.name, file.plain)
        _write(target_dir / f"{file.name}.gz", file.gzip)
        _write(target_dir / f"{file.name}.br", file.brotli)
    _write(target_dir / FULL, full)
    stored = json.dumps(asdict(manifest), default=str, ensure_ascii=False, indent=1)
    _write(target_dir / MANIFEST, stored.encode())
    _remove_stale(target_dir, {file.name for file in screen})


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def _remove_stale(target_dir: Path, kept: set[str]) -> None:
    for kind in ("communes", "districts", "neighbours"):
        for path in target_dir.glob(f"{kind}.*.geojson*"):
            if path.name.removesuffix(".gz").removesuffix(".br") not in kept:
                path.unlink()


def load_manifest(target_dir: Path) -> Manifest:
    """The manifest of a built folder; raises BoundaryError where it is missing or of another version."""
    try:
        stored = json.loads((target_dir / MANIFEST).read_text(encoding="utf-8"))
        return _manifest(stored)
    except FileNotFoundError as error:
        raise BoundaryError(f"Expected built boundaries, got no {MANIFEST}. {_REMEDY}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BoundaryError(f"Expected a {MANIFEST} of this version, got {error}. {_REMEDY}") from error


def _manifest(stored: dict[str, Any]) -> Manifest:
    values = {field.name: stored[field.name] for field in fields(Manifest)}
    return Manifest(
        **values
        | {
            "bounds": tuple(stored["bounds"]),
            "district_bounds": {code: tuple(bounds) for code, bounds in stored["district_bounds"].items()},
            "valid_from": date.fromisoformat(stored["valid_from"]),
            "repairs": tuple(stored["repairs"]),
            "sizes": {name: Size(**size) for name, size in stored["sizes"].items()},
        }
    )


def load_full(target_dir: Path) -> dict[str, Any]:
    """full.geojson as it was written; raises BoundaryError where it isn't the manifest's."""
    manifest = load_manifest(target_dir)
    try:
        content = (target_dir / manifest.full).read_bytes()
    except FileNotFoundError as error:
        raise BoundaryError(f"Expected built boundaries, got no {manifest.full}. {_REMEDY}") from error
    if hashlib.sha256(content).hexdigest() != manifest.full_sha256:
        raise BoundaryError(f"Expected the {manifest.full} of the manifest, got another. {_REMEDY}")
    stored: dict[str, Any] = json.loads(content)
    return stored
