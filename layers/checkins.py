"""Check-ins by QR code per commune and day."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.cells import Series
from data.cube import Cube
from data.measures import CHECKINS as CHECKINS_MEASURE
from data.store import Store
from data.together import place_sums
from layers import palette
from layers.areas import draw_areas
from layers.base import Layer


def load_checkins(store: Store) -> Series:
    return store.cube().measures[CHECKINS_MEASURE]


def checkins_together(cube: Cube, columns: NDArray[np.intp], is_province: bool) -> NDArray[np.float64]:
    return place_sums(cube, CHECKINS_MEASURE, columns, is_province).daily


CHECKINS = Layer(
    key="checkins",
    group="checkins",
    subjects=("checkins",),
    load=load_checkins,
    draw=draw_areas,
    measure=CHECKINS_MEASURE,
    scale=palette.scale((20, 50, 100, 200, 500), palette.CHECKINS),
    together=checkins_together,
)
