"""Outlines and names of the districts."""

from __future__ import annotations

from data.store import Store
from data.units import District
from data.view import View
from layers.base import Drawn, Layer, Legend
from layers.text import text


def load_districts(store: Store) -> tuple[District, ...]:
    return store.cube().units.districts


def draw_districts(layer: Layer, store: Store, view: View) -> Drawn:
    words = {name: text(f"layer.{layer.key}.{name}", view.lang) for name in ("label", "unit", "source")}
    return Drawn(Legend(words["label"], words["unit"], (), words["source"], layer.is_simulated(store)))


DISTRICTS = Layer(key="districts", group="overlays", load=load_districts, draw=draw_districts)
