"""What can be laid on the map, in the order the reader sees it. A new layer is its file, its test and one line here."""

from __future__ import annotations

from layers.base import Layer
from layers.checkins import CHECKINS
from layers.declarations import DECLARATIONS_PER_1K, SYMPTOMATIC_SHARE_7D
from layers.districts import DISTRICTS
from layers.incidence import CASES_7D_PER_100K, NEW_CASES
from layers.venues import VENUES

LAYERS: tuple[Layer, ...] = (
    CASES_7D_PER_100K,
    NEW_CASES,
    DECLARATIONS_PER_1K,
    SYMPTOMATIC_SHARE_7D,
    CHECKINS,
    VENUES,
    DISTRICTS,
)

AREA_LAYERS: tuple[Layer, ...] = tuple(layer for layer in LAYERS if layer.scale is not None)
OVERLAYS: tuple[Layer, ...] = tuple(layer for layer in LAYERS if layer.scale is None)


__all__ = ["AREA_LAYERS", "LAYERS", "OVERLAYS", "VENUES", "area_layer"]


def area_layer(key: str) -> Layer:
    """The area layer with this key; raises KeyError."""
    return {layer.key: layer for layer in AREA_LAYERS}[key]
