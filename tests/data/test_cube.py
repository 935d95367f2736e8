"""The cube is the rollups in memory, states and gaps included."""

from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import Connection, delete

from data import schema
from data.cells import State
from data.counts import COUNTED
from data.cube import Cube, load_cube, newest_snapshot
from data.errors import StoreError
from data.rollup import rebuild
from tests.world import DAYS, HUONG_LAC, MAY_8, MAY_10, MAY_11, QUANG_CHAU, TIEN_SON, UNITS, VOI


@pytest.fixture
def cube(world: Connection) -> Cube:
    return load_cube(world, UNITS, rebuild(world))


def at(cube: Cube, measure: str, day: object, unit_id: int) -> tuple[float, int]:
    series = cube.measures[measure]
    row, column = DAYS.index(day), [c.unit_id for c in UNITS.communes].index(unit_id)
    return float(series.values[row, column]), int(series.states[row, column])


def test_it_holds_every_measure_as_day_by_commune(cube: Cube) -> None:
    assert {name: s.values.shape for name, s in cube.measures.items()} == dict.fromkeys(
        [measure.name for measure in COUNTED], (5, 6)
    )
    assert cube.days == DAYS


def test_a_count_stands_at_its_day_and_commune(cube: Cube) -> None:
    assert at(cube, "declarations", MAY_10, QUANG_CHAU) == (2.0, State.VALUE)


def test_a_published_zero_is_zero(cube: Cube) -> None:
    assert at(cube, "new_cases", MAY_8, VOI) == (0.0, State.VALUE)


@pytest.mark.parametrize(
    ("measure", "day", "unit", "state"),
    [("declarations", MAY_11, TIEN_SON, State.LATE), ("checkins", MAY_8, HUONG_LAC, State.NO_REPORT)],
)
def test_what_is_not_known_is_no_number(
    cube: Cube, measure: str, day: object, unit: int, state: State
) -> None:
    value, found = at(cube, measure, day, unit)
    assert (np.isnan(value), found) == (True, state)


def test_values_are_known_exactly_where_the_state_says_so(cube: Cube) -> None:
    for series in cube.measures.values():
        assert np.array_equal(np.isfinite(series.values), series.states == State.VALUE)


def test_a_cell_that_the_store_lacks_is_no_report_and_never_zero(world: Connection) -> None:
    snapshot = rebuild(world)
    r = schema.rollup_cell
    world.execute(delete(r).where(r.c.day == MAY_10, r.c.unit_id == VOI))
    value, state = at(load_cube(world, UNITS, snapshot), "new_cases", MAY_10, VOI)
    assert (np.isnan(value), state) == (True, State.NO_REPORT)


def test_held_rows_stand_beside_the_communes(cube: Cube) -> None:
    unplaced = cube.unplaced["new_cases"]
    assert (unplaced.rows.tolist(), unplaced.values.tolist()) == ([0, 0, 0, 1, 0], [0, 0, 0, 4, 0])


def test_a_store_never_rolled_up_says_what_to_run(world: Connection) -> None:
    with pytest.raises(StoreError, match="python -m data build"):
        newest_snapshot(world)
