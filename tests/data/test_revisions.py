"""A figure that changes leaves what it was before behind, and the cube as of a moment shows what was known then."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import Connection, delete, insert, select, update

from data import schema
from data.cells import State
from data.cube import Cube, load_cube
from data.ledger import end_of, touch
from data.past import load_past_cube, past_id, split_id
from data.reports import renew_reports
from data.revised import changes_since
from data.rollup import rebuild, refresh
from tests.world import (
    DAYS,
    HUONG_LAC,
    LAST,
    MAY_8,
    MAY_9,
    MAY_10,
    MAY_11,
    MAY_12,
    NENH,
    TIEN_SON,
    UNITS,
    VOI,
)

MONDAY, TUESDAY, WEDNESDAY = (datetime(2021, 5, day, 9) for day in (17, 18, 19))
Before = tuple[datetime | None, datetime, int, float | None]


@pytest.fixture
def rolled(world: Connection) -> Connection:
    rebuild(world)
    return world


def correct(connection: Connection, day: date, cases: int, moment: datetime | None) -> str:
    """The cases of Nếnh on a day become others, which is known since a moment; the snapshot after it."""
    c = schema.case_count.c
    connection.execute(delete(schema.case_count).where(c.day == day, c.unit_id == NENH))
    row = {"count_id": 900 + day.day, "file_id": 1, "unit_id": NENH, "day": day, "new_cases": cases}
    connection.execute(insert(schema.case_count), [row | {"placed_by": "name", "place": ""}])
    touch(connection, "cases", [day], moment)
    return refresh(connection).id


def known_from(connection: Connection, measure: str, day: date, unit: int) -> datetime | None:
    r = schema.rollup_cell.c
    this = (r.measure == measure, r.day == day, r.unit_id == unit)
    return connection.execute(select(r.known_from).where(*this)).scalar_one()


def history(connection: Connection, measure: str = "new_cases", day: date = MAY_12) -> list[Before]:
    b = schema.cell_before.c
    query = select(b.known_from, b.known_until, b.state, b.value).where(b.measure == measure, b.day == day)
    return [tuple(row) for row in connection.execute(query.order_by(b.known_until))]


def as_of(connection: Connection, moment: datetime) -> Cube:
    return load_past_cube(connection, UNITS, refresh(connection), moment)


def seen(cube: Cube, day: date, unit: int, measure: str = "new_cases") -> tuple[State, float]:
    series = cube.measures[measure]
    at = DAYS.index(day), [c.unit_id for c in UNITS.communes].index(unit)
    return State(int(series.states[at])), float(series.values[at])


def test_a_new_figure_is_known_since_its_report_came(rolled: Connection) -> None:
    assert known_from(rolled, "new_cases", MAY_9, VOI) == end_of(MAY_9)
    assert history(rolled) == []


def test_where_there_is_no_report_nothing_is_known_since_ever(rolled: Connection) -> None:
    assert known_from(rolled, "checkins", MAY_8, HUONG_LAC) is None
    assert known_from(rolled, "declarations", MAY_11, TIEN_SON) is None


def test_a_corrected_figure_is_known_since_the_correction_and_leaves_its_old_self(rolled: Connection) -> None:
    correct(rolled, MAY_12, 9, MONDAY)
    assert known_from(rolled, "new_cases", MAY_12, NENH) == MONDAY
    assert history(rolled) == [(end_of(MAY_12), MONDAY, 0, 1.0)]


def test_a_figure_that_did_not_change_keeps_its_moment(rolled: Connection) -> None:
    correct(rolled, MAY_12, 9, MONDAY)
    assert known_from(rolled, "new_cases", MAY_12, VOI) == end_of(MAY_12)
    assert len(history(rolled)) == 1


def test_a_figure_corrected_twice_keeps_both_old_selves(rolled: Connection) -> None:
    correct(rolled, MAY_12, 9, MONDAY)
    correct(rolled, MAY_12, 4, WEDNESDAY)
    assert [(until, value) for _, until, _, value in history(rolled)] == [(MONDAY, 1.0), (WEDNESDAY, 9.0)]


def test_two_changes_before_one_refresh_are_one_of_the_later_moment(rolled: Connection) -> None:
    touch(rolled, "cases", [MAY_12], WEDNESDAY)
    correct(rolled, MAY_12, 9, MONDAY)
    assert known_from(rolled, "new_cases", MAY_12, NENH) == WEDNESDAY


def test_two_refreshes_of_one_moment_leave_one_old_self(rolled: Connection) -> None:
    correct(rolled, MAY_12, 9, MONDAY)
    correct(rolled, MAY_12, 4, MONDAY)
    assert [value for *_, value in history(rolled)] == [1.0]


def test_a_change_that_came_with_the_report_is_no_revision(rolled: Connection) -> None:
    correct(rolled, MAY_12, 9, None)
    assert history(rolled) == []
    assert known_from(rolled, "new_cases", MAY_12, NENH) == end_of(MAY_12)


def test_a_correction_older_than_what_it_corrects_is_known_since_that_was(rolled: Connection) -> None:
    correct(rolled, MAY_12, 9, TUESDAY)
    correct(rolled, MAY_12, 4, MONDAY)
    assert known_from(rolled, "new_cases", MAY_12, NENH) == TUESDAY
    assert [value for *_, value in history(rolled)] == [1.0]


def test_a_rebuild_changes_nothing_that_did_not_change(rolled: Connection) -> None:
    correct(rolled, MAY_12, 9, MONDAY)
    tables = (schema.rollup_cell, schema.cell_before, schema.rollup_unplaced, schema.unplaced_before)
    before = [sorted(map(repr, rolled.execute(select(table)))) for table in tables]
    rebuild(rolled)
    assert [sorted(map(repr, rolled.execute(select(table)))) for table in tables] == before


def test_a_rebuild_keeps_what_a_touched_figure_was_before(rolled: Connection) -> None:
    rolled.execute(update(schema.case_count).where(schema.case_count.c.day == MAY_12).values(new_cases=9))
    touch(rolled, "cases", [MAY_12], MONDAY)
    rebuild(rolled)
    assert history(rolled) == [(end_of(MAY_12), MONDAY, 0, 1.0)]


def test_the_snapshot_knows_figures_and_no_moments(rolled: Connection) -> None:
    first = refresh(rolled).id
    assert correct(rolled, MAY_12, 9, MONDAY) != first
    assert correct(rolled, MAY_12, 1, TUESDAY) == first


def test_before_a_correction_the_old_figure_was_known(rolled: Connection) -> None:
    correct(rolled, MAY_12, 9, MONDAY)
    correct(rolled, MAY_12, 4, WEDNESDAY)
    moments = (MONDAY - timedelta(minutes=1), MONDAY, TUESDAY, WEDNESDAY)
    assert [seen(as_of(rolled, moment), MAY_12, NENH)[1] for moment in moments] == [1, 9, 9, 4]


def test_after_everything_came_the_cube_is_that_of_today(rolled: Connection) -> None:
    correct(rolled, MAY_12, 9, MONDAY)
    past, present = as_of(rolled, WEDNESDAY), load_cube(rolled, UNITS, refresh(rolled))
    assert set(past.measures) == set(present.measures)
    for name, series in present.measures.items():
        assert np.array_equal(past.measures[name].values, series.values, equal_nan=True), name
        assert np.array_equal(past.measures[name].states, series.states), name
        assert np.array_equal(past.unplaced[name].values, present.unplaced[name].values), name


def test_a_day_after_the_moment_has_no_report(rolled: Connection) -> None:
    cube = as_of(rolled, datetime(2021, 5, 10, 17))
    for name, series in cube.measures.items():
        assert (series.states[DAYS.index(MAY_11) :] == State.NO_REPORT).all(), name


def test_at_five_the_day_itself_is_not_in_and_the_day_before_is(rolled: Connection) -> None:
    cube = as_of(rolled, datetime(2021, 5, 10, 17))
    assert seen(cube, MAY_9, VOI) == (State.VALUE, 0)
    assert seen(cube, MAY_10, VOI)[0] == State.NO_REPORT


def test_a_report_that_was_late_then_and_came_since_is_late(rolled: Connection) -> None:
    cover = {
        "file_id": 1,
        "subject": "declarations",
        "day": MAY_11,
        "unit_id": TIEN_SON,
        "received_at": TUESDAY,
    }
    rolled.execute(insert(schema.coverage), [cover])
    touch(rolled, "declarations", renew_reports(rolled, "declarations", [MAY_11]), TUESDAY)
    assert seen(as_of(rolled, MONDAY), MAY_11, TIEN_SON, "declarations")[0] == State.LATE
    assert seen(as_of(rolled, WEDNESDAY), MAY_11, TIEN_SON, "declarations") == (State.VALUE, 0)


def test_while_no_report_of_a_day_has_come_none_is_late(rolled: Connection) -> None:
    cube = as_of(rolled, end_of(MAY_11) - timedelta(minutes=1))
    assert seen(cube, MAY_11, TIEN_SON, "declarations")[0] == State.NO_REPORT


def test_a_commune_not_connected_yet_has_no_report_then_either(rolled: Connection) -> None:
    assert seen(as_of(rolled, WEDNESDAY), MAY_8, HUONG_LAC, "checkins")[0] == State.NO_REPORT


def test_a_withdrawn_report_was_known_until_then(rolled: Connection) -> None:
    c = schema.coverage.c
    rolled.execute(delete(schema.coverage).where(c.subject == "cases", c.day == MAY_10, c.unit_id == VOI))
    touch(rolled, "cases", renew_reports(rolled, "cases", [MAY_10]), TUESDAY)
    assert seen(as_of(rolled, MONDAY), MAY_10, VOI) == (State.VALUE, 1)
    assert seen(as_of(rolled, WEDNESDAY), MAY_10, VOI)[0] == State.LATE


def test_a_day_that_left_the_span_and_came_back_was_known_before(rolled: Connection) -> None:
    rolled.execute(delete(schema.report).where(schema.report.c.day == LAST))
    refresh(rolled)
    assert {value for *_, value in history(rolled)} == {0.0, 1.0}


def test_held_cases_count_since_their_report_until_they_are_placed(rolled: Connection) -> None:
    rolled.execute(update(schema.held_row).values(dismissed_at=TUESDAY))
    touch(rolled, "cases", [MAY_11], TUESDAY)
    refresh(rolled)
    row = DAYS.index(MAY_11)
    moments = (end_of(MAY_11) - timedelta(minutes=1), end_of(MAY_11), MONDAY, TUESDAY)
    counts = [as_of(rolled, moment).unplaced["new_cases"].values[row] for moment in moments]
    assert counts == [0, 4, 4, 0]


def test_what_changed_since_is_listed_with_the_largest_first(rolled: Connection) -> None:
    correct(rolled, MAY_12, 9, TUESDAY)
    correct(rolled, MAY_9, 2, TUESDAY)
    past, present = as_of(rolled, MONDAY), load_cube(rolled, UNITS, refresh(rolled))
    found = changes_since(past, present, "new_cases")
    assert [(change.day, change.before, change.now) for change in found] == [(MAY_12, 1, 9), (MAY_9, 0, 2)]


def test_what_was_not_due_yet_is_no_change(rolled: Connection) -> None:
    past, present = as_of(rolled, datetime(2021, 5, 10, 17)), load_cube(rolled, UNITS, refresh(rolled))
    assert changes_since(past, present, "new_cases") == ()


def test_an_id_names_its_snapshot_and_moment() -> None:
    assert past_id("0123456789ab", MONDAY) == "0123456789ab@202105170900"
    assert split_id("0123456789ab@202105170900") == ("0123456789ab", MONDAY)
    assert split_id("0123456789ab") == ("0123456789ab", None)


@pytest.mark.parametrize("text", ["0123456789ab@", "0123456789ab@20210517", "0123456789ab@2021-05-17T09:00"])
def test_an_id_whose_moment_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="does not match"):
        split_id(text)
