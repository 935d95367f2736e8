"""The browser libraries that npm put beside the program: which file of each is served, under which URL."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from data.errors import DichteError

FILES = {
    "maplibre": ("maplibre-gl", "dist/maplibre-gl.mjs"),
    "maplibre_worker": ("maplibre-gl", "dist/maplibre-gl-worker.mjs"),
    "maplibre_style": ("maplibre-gl", "dist/maplibre-gl.css"),
    "plotly": ("plotly.js-basic-dist-min", "plotly-basic.min.js"),
    "regenerator": ("regenerator-runtime", "runtime.js"),
    "leaflet": ("leaflet", "dist/leaflet.js"),
    "leaflet_style": ("leaflet", "dist/leaflet.css"),
}
"""Library → npm package and the file in it."""


class LibraryMissing(DichteError):
    """A browser library is not installed."""


@cache
def version(libraries: Path, package: str) -> str:
    """Installed version of an npm package; raises LibraryMissing."""
    manifest = libraries / package / "package.json"
    if not manifest.is_file():
        raise LibraryMissing(
            f"Expected the npm package {package} in {libraries}, found none. Run: make setup"
        )
    return str(json.loads(manifest.read_text(encoding="utf-8"))["version"])


def require_libraries(libraries: Path) -> None:
    """Raise LibraryMissing unless every package of FILES is installed."""
    for package, _ in FILES.values():
        version(libraries, package)


def library_file(libraries: Path, package: str, version_asked: str, name: str) -> Path:
    """The file behind a library URL; raises KeyError unless it is one of FILES in the installed version."""
    file = {(p, Path(f).name): f for p, f in FILES.values()}[package, name]
    if version(libraries, package) != version_asked:
        raise KeyError(version_asked)
    return libraries / package / file


def library_url(key: str, libraries: Path) -> str:
    """URL of a library, with its version in it so that it may be cached for ever."""
    package, name = FILES[key]
    return f"lib/{package}@{version(libraries, package)}/{Path(name).name}"
