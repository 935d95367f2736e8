"""What must be on the screen: read from the store, and from the matrices by a reader of their own."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.boundaries import load_manifest
from data.cube import Cube
from data.store import Store
from data.venues import NOT_EXPOSED


@dataclass(frozen=True)
class Matrix:
    """One area layer: values and classes, day × commune."""

    values: NDArray[np.float32]
    classes: NDArray[np.uint8]


@dataclass
class Truth:
    """The outbreak as the server tells it."""

    address: str
    cube: Cube
    areas: list[dict[str, Any]]

    def fetch(self, path: str) -> bytes:
        with urllib.request.urlopen(f"{self.address}/{path}", timeout=120) as answer:
            return bytes(answer.read())

    def row(self, day: str) -> int:
        return self.cube.days.index(date.fromisoformat(day))

    def matrix(self, layer: str) -> Matrix:
        """float32 values, then uint8 classes, both day × commune."""
        body = self.fetch(f"values/{self.cube.snapshot.id}/{layer}.bin")
        shape = (len(self.cube.days), len(self.cube.units.communes))
        cells = shape[0] * shape[1]
        assert len(body) == 5 * cells
        values = np.frombuffer(body, dtype="<f4", count=cells).reshape(shape)
        return Matrix(values, np.frombuffer(body, dtype=np.uint8, offset=4 * cells).reshape(shape))

    def classes(self, layer: str, day: str) -> dict[str, int]:
        """Class of every commune by its feature id."""
        found = self.matrix(layer).classes[self.row(day)]
        return {str(int(n)): int(c) for n, c in zip(self.cube.units.unit_ids, found, strict=True)}

    @cached_property
    def names(self) -> set[str]:
        """Names of communes, districts and their full forms."""
        units = self.cube.units
        places = (*units.communes, *units.districts)
        return {name for place in places for name in (place.name, place.full_name)}

    @cached_property
    def venue_names(self) -> set[str]:
        features = json.loads(self.fetch(f"venues/{self.cube.snapshot.id}.geojson"))["features"]
        return {feature["properties"]["name"] for feature in features}

    def district(self, name: str) -> str:
        return next(d.code for d in self.cube.units.districts if d.name == name)

    def members(self, district: str) -> set[str]:
        """Names of the communes of a district, itself given by name."""
        code = self.district(district)
        return {c.name for c in self.cube.units.communes if c.district_code == code}

    def commune(self, name: str, district: str) -> str:
        code = self.district(district)
        return next(c.code for c in self.cube.units.communes if c.name == name and c.district_code == code)

    def point(self, code: str) -> tuple[float, float]:
        """Where the label of a commune stands: longitude, latitude."""
        found = next(f["properties"] for f in self.areas if f["properties"]["code"] == code)
        return float(found["x"]), float(found["y"])

    def widest(self, ids: Iterable[str]) -> tuple[float, float]:
        """Where the label of the largest of these communes stands; feature ids as text."""
        wanted = set(ids)
        largest = max(
            (c for c in self.cube.units.communes if str(c.unit_id) in wanted), key=lambda c: c.area_km2
        )
        return self.point(largest.code)

    def venues_exposed(self, day: str, stamp: str = "") -> int:
        """Located venues exposed on a day, as known now or at the moment of a `stamp`, read from what the server sends."""
        name = f"venues/{self.cube.snapshot.id}{stamp}"
        located = len(json.loads(self.fetch(f"{name}.geojson"))["features"])
        body, days = self.fetch(f"{name}.bin"), len(self.cube.days)
        since = np.frombuffer(body, np.uint8, offset=2 * days * located).reshape(days, located)
        return int((since[self.row(day)] != NOT_EXPOSED).sum())

    def province_cases(self, day: str) -> int:
        """New cases of the province, those in no commune with them."""
        row = self.row(day)
        placed = np.nansum(self.cube.measures["new_cases"].values[row])
        return round(float(placed + self.cube.unplaced["new_cases"].values[row]))


def read_truth(store: Store, address: str) -> Truth:
    name = load_manifest(store.geometry_dir).communes
    areas = json.loads((store.geometry_dir / name).read_text())["features"]
    return Truth(address, store.cube(), areas)
