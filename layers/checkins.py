"""Check-ins by QR code per commune and day."""

from __future__ import annotations

from data.cells import Series
from data.store import Store
from layers import palette
from layers.areas import draw_areas
from layers.base import Layer


def load_checkins(store: Store) -> Series:
    return store.cube().measures["checkins"]


CHECKINS = Layer(
    key="checkins",
    group="checkins",
    load=load_checkins,
    draw=draw_areas,
    scale=palette.scale((20, 50, 100, 200, 500), palette.CHECKINS),
)
