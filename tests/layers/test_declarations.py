"""The share of declarations with a symptom: of those that answer, and unknown where nobody asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.cells import Series, State
from data.cube import Cube
from data.measures import DECLARATIONS, SYMPTOMATIC_DECLARATIONS, SYMPTOMS_ANSWERED
from data.store import Store
from layers.declarations import load_symptomatic_share_7d, symptomatic_share_7d_together


class Told:
    """A store that holds one cube."""

    def __init__(self, cube: Cube) -> None:
        self.made = cube

    def cube(self) -> Cube:
        return self.made


@pytest.fixture
def told(store: Store) -> Told:
    """Every commune: 20 declarations a day, 10 of which answer, 1 with a symptom; the first one is never asked."""
    cube = store.cube()
    counts = {DECLARATIONS: 20.0, SYMPTOMS_ANSWERED: 10.0, SYMPTOMATIC_DECLARATIONS: 1.0}
    shape = cube.measures[DECLARATIONS].values.shape
    known = np.full(shape, State.VALUE, dtype=np.uint8)
    measures = {name: Series(cube.days, np.full(shape, count), known) for name, count in counts.items()}
    for name in (SYMPTOMS_ANSWERED, SYMPTOMATIC_DECLARATIONS):
        measures[name].values[:, 0] = 0.0
    return Told(replace(cube, measures=dict(cube.measures) | measures))


def test_the_share_is_of_those_that_answer(told) -> None:
    share = load_symptomatic_share_7d(told)
    assert share.values[10, 1] == pytest.approx(10.0)


def test_where_nobody_asked_there_is_no_report_and_no_zero(told) -> None:
    share = load_symptomatic_share_7d(told)
    assert (share.states[10, 0], np.isnan(share.values[10, 0])) == (State.NO_REPORT, True)


def test_of_several_communes_only_those_that_answer_count(told) -> None:
    columns = np.array([0, 1], dtype=np.intp)
    assert symptomatic_share_7d_together(told.cube(), columns, False)[10] == pytest.approx(10.0)
