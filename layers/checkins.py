"""Check-ins by QR code per commune and day."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.cells import Series
from data.cube import Cube
from data.measures import CHECKINS as CHECKINS_MEASURE
from data.store import Store
from data.summary import place_totals
from layers import palette
from layers.areas import draw_areas
from layers.base import Layer


def load_checkins(store: Store) -> Series:
    return store.cube().measures[CHECKINS_MEASURE]


def checkins_together(cube: Cube, columns: NDArray[np.intp], _: bool) -> NDArray[np.float64]:
    return place_totals(cube.measures[CHECKINS_MEASURE], columns)


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
