"""New cases, and cases of seven days per 100,000 people, as the commune feed published them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.cells import Series, State, series
from data.cube import Cube
from data.measures import NEW_CASES as NEW_CASES_MEASURE
from data.store import Store
from data.together import place_sums, week_series
from geo.rates import per_population
from layers import palette
from layers.areas import draw_areas
from layers.base import Layer


def load_new_cases(store: Store) -> Series:
    return store.cube().measures["new_cases"]


def load_cases_7d_per_100k(store: Store) -> Series:
    """A week needs all its seven days; a commune without a population has no rate."""
    cube = store.cube()
    week = week_series(cube, NEW_CASES_MEASURE)
    rate = per_population(week.values, cube.units.population, 100_000)
    states = np.where(np.isnan(rate), np.maximum(week.states, State.NO_REPORT), State.VALUE)
    return series(week.days, rate, states.astype(np.uint8))


def new_cases_together(cube: Cube, columns: NDArray[np.intp], is_province: bool) -> NDArray[np.float64]:
    return place_sums(cube, NEW_CASES_MEASURE, columns, is_province).daily


def cases_7d_per_100k_together(
    cube: Cube, columns: NDArray[np.intp], is_province: bool
) -> NDArray[np.float64]:
    week = place_sums(cube, NEW_CASES_MEASURE, columns, is_province).week
    people = float(cube.units.population[columns].sum())
    return np.asarray(week / people * 100_000)


CASES_7D_PER_100K = Layer(
    key="cases_7d_per_100k",
    group="cases",
    load=load_cases_7d_per_100k,
    draw=draw_areas,
    measure=NEW_CASES_MEASURE,
    scale=palette.scale((10, 50, 100, 200, 400, 800), palette.CASES),
    digits=1,
    subjects=("case_counts",),
    together=cases_7d_per_100k_together,
)

NEW_CASES = Layer(
    key="new_cases",
    group="cases",
    load=load_new_cases,
    draw=draw_areas,
    measure=NEW_CASES_MEASURE,
    scale=palette.scale((2, 5, 10, 20, 50, 100), palette.CASES),
    subjects=("case_counts",),
    together=new_cases_together,
)
