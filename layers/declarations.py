"""Health declarations per 1,000 people, and the share of them that name a symptom."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.cells import Series, State, series
from data.cube import Cube
from data.measures import DECLARATIONS, SYMPTOMATIC_DECLARATIONS, SYMPTOMS_ANSWERED
from data.store import Store
from data.together import place_sums, week_series
from geo.rates import per_population, ratio
from layers import palette
from layers.areas import draw_areas
from layers.base import Layer

MIN_DAYS = 4
"""Reported days that a week's share needs."""

MIN_DECLARATIONS = 10
"""A share of fewer declarations than this is hidden: it says more about a person than about a commune."""


def load_declarations_per_1k(store: Store) -> Series:
    cube = store.cube()
    daily = cube.measures["declarations"]
    rate = per_population(daily.values, cube.units.population, 1_000)
    states = np.where((daily.states == State.VALUE) & np.isnan(rate), State.NO_REPORT, daily.states)
    return series(daily.days, rate, states.astype(np.uint8))


def load_symptomatic_share_7d(store: Store) -> Series:
    """Percent of a week's declarations that answer; a share stands on any four reported days, today among them."""
    cube = store.cube()
    daily = cube.measures[SYMPTOMS_ANSWERED]
    answered, symptomatic = (
        week_series(cube, measure, MIN_DAYS) for measure in (SYMPTOMS_ANSWERED, SYMPTOMATIC_DECLARATIONS)
    )
    total = answered.values
    share = ratio(100 * symptomatic.values, total)
    states = _states_of_share(daily, answered, symptomatic)
    declared = week_series(cube, DECLARATIONS, MIN_DAYS).values
    nobody_asked = (total == 0) & (declared > 0)
    states[(states == State.VALUE) & (np.isnan(total) | nobody_asked)] = State.NO_REPORT
    states[(states == State.VALUE) & (total < MIN_DECLARATIONS)] = State.SUPPRESSED
    return series(daily.days, share, states)


def _states_of_share(daily: Series, answered: Series, symptomatic: Series) -> NDArray[np.uint8]:
    """What is known of today, where days are shown; where they are hidden, of the last whole week."""
    states = daily.states.copy()
    is_by_week = states == State.SUPPRESSED
    of_week = np.maximum(answered.states, symptomatic.states)
    states[is_by_week] = of_week[is_by_week]
    return states


def declarations_per_1k_together(
    cube: Cube, columns: NDArray[np.intp], is_province: bool
) -> NDArray[np.float64]:
    """Declarations of the communes that report, over the people of those communes only."""
    daily = cube.measures[DECLARATIONS]
    is_reported = np.isin(daily.states[:, columns], (State.VALUE, State.SUPPRESSED))
    people = (is_reported * cube.units.population[columns]).sum(axis=1)
    declared = place_sums(cube, DECLARATIONS, columns, is_province).daily
    return ratio(declared * 1_000, people)


def symptomatic_share_7d_together(
    cube: Cube, columns: NDArray[np.intp], is_province: bool
) -> NDArray[np.float64]:
    """Symptomatic declarations of a week over all that answer in it, whoever reported."""
    symptomatic, every = (
        _week_together(cube, measure, columns, is_province)
        for measure in (SYMPTOMATIC_DECLARATIONS, SYMPTOMS_ANSWERED)
    )
    return np.where(every >= MIN_DECLARATIONS, ratio(100 * symptomatic, every), np.nan)


def _week_together(
    cube: Cube, measure: str, columns: NDArray[np.intp], is_province: bool
) -> NDArray[np.float64]:
    """The week of each commune needs four reported days, not all; a protected cube holds the sums as they are shown."""
    if cube.protection is not None:
        return place_sums(cube, measure, columns, is_province).week
    return np.asarray(np.nansum(week_series(cube, measure, MIN_DAYS).values[:, columns], axis=1))


DECLARATIONS_PER_1K = Layer(
    key="declarations_per_1k",
    group="declarations",
    subjects=("declarations",),
    load=load_declarations_per_1k,
    draw=draw_areas,
    measure=DECLARATIONS,
    scale=palette.scale((5, 10, 15, 20, 30), palette.DECLARATIONS),
    digits=1,
    together=declarations_per_1k_together,
)

SYMPTOMATIC_SHARE_7D = Layer(
    key="symptomatic_share_7d",
    group="declarations",
    subjects=("declarations",),
    load=load_symptomatic_share_7d,
    draw=draw_areas,
    measure=SYMPTOMATIC_DECLARATIONS,
    scale=palette.scale((1, 2, 3, 5, 10), palette.SYMPTOMS),
    digits=1,
    together=symptomatic_share_7d_together,
)
