"""What a layer is, and what it draws. A layer is one file, one test and one line in layers.LAYERS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from data.cells import Series
from data.cube import Cube
from data.sources.load import known_sources
from data.store import Store
from data.view import View
from layers.text import text

NO_REPORT, LATE, SUPPRESSED = 251, 252, 253
"""Classes of cells without a value; a class below 251 is a position in the layer's scale."""


@dataclass(frozen=True)
class Scale:
    """Fixed classes, the same on every day.

    Class 0 is exactly zero; class i holds breaks[i-2] <= value < breaks[i-1], the last one is open above.
    `colours` has one hex colour a class: len(breaks) + 2.
    """

    breaks: tuple[float, ...]
    colours: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.colours) != len(self.breaks) + 2:
            raise ValueError(
                f"a scale of {len(self.breaks)} breaks needs {len(self.breaks) + 2} colours, got {len(self.colours)}"
            )


@dataclass(frozen=True)
class Areas:
    """One day of an area layer; column n is commune n of Units. `values` is NaN where nothing is known."""

    values: NDArray[np.float64]
    states: NDArray[np.uint8]
    classes: NDArray[np.uint8]


@dataclass(frozen=True)
class Point:
    """One mark on the map: a venue, never a home. `size` is what its area stands for, `age` its class of colour;
    `is_at_least`: the size is the lower end of a group, for the number itself is protected."""

    id: int
    name: str
    kind: str
    lon: float
    lat: float
    size: int
    age: int
    figures: Mapping[str, float]
    is_at_least: bool = False


@dataclass(frozen=True)
class Notice:
    """A sentence beside the legend: the key of a text and the numbers in it."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
    count: int | None = None


@dataclass(frozen=True)
class LegendClass:
    """One line of a legend: its label, its colour, its pattern where it is not a value, and a short label for phones."""

    label: str
    colour: str
    pattern: Literal["", "no_report", "late", "suppressed", "lock"] = ""
    short: str = ""


@dataclass(frozen=True)
class Legend:
    """Classes from zero upwards, then the looks of what is not known; unit and source in words."""

    title: str
    unit: str
    classes: tuple[LegendClass, ...]
    source: str
    is_simulated: bool


@dataclass(frozen=True)
class Drawn:
    """What one layer lays on the map on one day; every renderer starts from this."""

    legend: Legend
    areas: Areas | None = None
    points: tuple[Point, ...] = ()
    notices: tuple[Notice, ...] = ()


BROUGHT_ALONG = {"an-toan-covid-cases"}
"""Sources of the embedded outbreak, which the words of the layers name."""


@dataclass(frozen=True)
class Layer:
    """One layer of the map.

    `load` reads what the layer needs for every day; `draw` makes one day of it. Label, unit and source are the
    texts `layer.<key>.label`, `.unit` and `.source`; `digits` are the decimals its values are shown with;
    `measure` is what it counts, whose changes are told; `subjects` are those of data/subjects.py it rests on.
    `together` gives the quantity of several communes as one place, per day (D, NaN where none reports); its last
    argument says whether they are the whole province, which also counts what could not be placed.
    """

    key: str
    group: Literal["cases", "declarations", "checkins", "overlays"]
    load: Callable[[Store], Any]
    draw: Callable[[Layer, Store, View], Drawn]
    scale: Scale | None = None
    digits: int = 0
    measure: str = ""
    subjects: tuple[str, ...] = ()
    together: Callable[[Cube, NDArray[np.intp], bool], NDArray[np.float64]] | None = None

    def is_simulated(self, store: Store) -> bool:
        """Whether any of its figures rests on rows that no person ever reported."""
        origins = store.origins()
        return any(origins[subject].is_simulated for subject in self.subjects)

    def source(self, store: Store, lang: str) -> str:
        """Where its figures come from: what the product brings along in words, a province's own files by title."""
        origins = store.origins()
        own = {key for subject in self.subjects for key in origins[subject].sources} - BROUGHT_ALONG
        if not own or self.is_simulated(store):
            return text(f"layer.{self.key}.source", lang)
        known = {source.key: source for source in known_sources(store.settings.sources)}
        return ", ".join(known[key].title(lang) for key in sorted(own) if key in known)

    def series(self, store: Store) -> Series:
        """The layer's values for every day; only area layers have them."""
        loaded = self.load(store)
        if not isinstance(loaded, Series):
            raise TypeError(f"layer {self.key} has no series")
        return loaded
