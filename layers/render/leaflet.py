"""Leaflet as text to put into a page: nothing in it points to another file or host."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from pathlib import Path

from layers.render.libraries import FILES, LibraryMissing


@dataclass(frozen=True)
class Leaflet:
    script: str
    style: str


def read_leaflet(libraries: Path) -> Leaflet:
    """Leaflet's script and style, images inside; raises LibraryMissing."""
    script, style = _path("leaflet", libraries), _path("leaflet_style", libraries)
    code = script.read_text(encoding="utf-8").replace("\r\n", "\n")
    return Leaflet(_without_source_map(code), _with_images(style.read_text(encoding="utf-8"), style.parent))


def _path(key: str, libraries: Path) -> Path:
    package, name = FILES[key]
    path = libraries / package / name
    if not path.is_file():
        raise LibraryMissing(
            f"Expected the npm package {package} in {libraries}, found none. Run: make setup"
        )
    return path


def _without_source_map(code: str) -> str:
    """Developer tools would fetch the source map."""
    return re.sub(r"^//# sourceMappingURL=.*$", "", code, flags=re.MULTILINE)


def _with_images(style: str, folder: Path) -> str:
    """Images as data URIs; comments and the rule for Internet Explorer 8, which hold other addresses, go."""
    bare = re.sub(r"/\*.*?\*/|behavior:[^;]*;", "", style, flags=re.DOTALL)
    return re.sub(r"url\((images/[\w.-]+)\)", lambda found: f"url({_data_uri(folder / found[1])})", bare)


def _data_uri(path: Path) -> str:
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()
