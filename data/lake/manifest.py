"""Manifest: which segments make up the snapshot, and of which state of which store it is."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data.lake.anchor import Anchor
from data.lake.files import sweep, writing_file
from data.lake.segment import Segment

LAYOUT = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """Segments by day, and those of the manifest before: somebody may be about to open them."""

    anchor: Anchor
    segments: tuple[Segment, ...]
    before: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return sum(segment.rows for segment in self.segments)

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(segment.size for segment in self.segments)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in `folder`; None where there is none that this program can use."""
    try:
        said = json.loads((folder / NAME).read_text("utf-8"))
        if said["layout"] != LAYOUT:
            return None
        segments = tuple(Segment(**s | {"day": date.fromisoformat(s["day"])}) for s in said["segments"])
        return Manifest(_anchor(said["anchor"]), segments, tuple(said["before"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put `manifest` in the place of the one before, at once for every reader, and remove what neither names."""
    said = {
        "layout": LAYOUT,
        "rows": manifest.rows,
        "bytes": manifest.size,
        "anchor": asdict(manifest.anchor),
        "segments": [asdict(segment) for segment in manifest.segments],
        "before": manifest.before,
    }
    with writing_file(folder / NAME) as file:
        file.write(json.dumps(said, default=_as_text, indent=1).encode())
    sweep(folder, {*manifest.before, *(segment.name for segment in manifest.segments)})


def _anchor(said: dict[str, Any]) -> Anchor:
    day, moments = said["day"], {n: said[n] for n in ("imported_at", "withdrawn_at")}
    read = {name: moment and datetime.fromisoformat(moment) for name, moment in moments.items()}
    return Anchor(**said | read | {"day": day and date.fromisoformat(day)})


def _as_text(value: date) -> str:
    return value.isoformat()
