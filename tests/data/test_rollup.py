"""Rollups: the states of a cell, and that a refresh of touched days equals a full rebuild."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, insert, select, update

from data import schema
from data.cells import State
from data.errors import StoreError
from data.exposures import ExposureRule
from data.ledger import touch
from data.rollup import rebuild, refresh
from tests.world import (
    BINH,
    DAYS,
    FACTORY,
    FIRST,
    HUONG_LAC,
    LAST,
    MARKET_VOI,
    MAY_8,
    MAY_9,
    MAY_10,
    MAY_11,
    MAY_12,
    NENH,
    QUANG_CHAU,
    TAN_DINH,
    TIEN_SON,
    TUAN,
    UNIT_IDS,
    VOI,
    at,
    write_world,
)

MEASURES = (
    "checkins",
    "declarations",
    "installs",
    "new_cases",
    "symptomatic_declarations",
    "symptoms_answered",
)
ROLLED_UP = (
    schema.rollup_cell,
    schema.rollup_unplaced,
    schema.exposure_contact,
    schema.venue_exposure,
    schema.rollup_day,
    schema.touched_day,
)


def cell(connection: Connection, measure: str, day: date, unit_id: int) -> tuple[State, float | None]:
    r = schema.rollup_cell.c
    query = select(r.state, r.value).where(r.measure == measure, r.day == day, r.unit_id == unit_id)
    row = connection.execute(query).one()
    return State(row.state), row.value


def contents(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {t.name: sorted(map(tuple, connection.execute(select(t))), key=repr) for t in ROLLED_UP}


@pytest.fixture
def rolled(world: Connection) -> Connection:
    rebuild(world)
    return world


def test_every_measure_has_a_cell_for_every_commune_and_day(rolled: Connection) -> None:
    r = schema.rollup_cell.c
    keys = {tuple(row) for row in rolled.execute(select(r.measure, r.day, r.unit_id))}
    assert keys == {(measure, day, unit) for measure in MEASURES for day in DAYS for unit in UNIT_IDS}


@pytest.mark.parametrize(
    ("measure", "day", "unit", "count"),
    [
        ("new_cases", MAY_11, QUANG_CHAU, 1),
        ("declarations", MAY_10, QUANG_CHAU, 2),
        ("symptomatic_declarations", MAY_10, QUANG_CHAU, 1),
        ("checkins", MAY_9, NENH, 2),
        ("checkins", MAY_12, VOI, 1),
        ("installs", MAY_8, VOI, 107),
    ],
)
def test_a_measure_counts_its_rows(
    rolled: Connection, measure: str, day: date, unit: int, count: int
) -> None:
    assert cell(rolled, measure, day, unit) == (State.VALUE, count)


def test_a_day_begins_and_ends_at_midnight_in_viet_nam(rolled: Connection) -> None:
    assert cell(rolled, "declarations", MAY_8, TAN_DINH) == (State.VALUE, 1)
    assert cell(rolled, "declarations", MAY_9, TAN_DINH) == (State.VALUE, 1)


def test_a_report_without_rows_is_a_zero(rolled: Connection) -> None:
    assert cell(rolled, "new_cases", MAY_8, VOI) == (State.VALUE, 0)


def test_a_report_that_is_due_and_not_in_is_late_and_has_no_value(rolled: Connection) -> None:
    assert cell(rolled, "declarations", MAY_11, TIEN_SON) == (State.LATE, None)
    assert cell(rolled, "symptomatic_declarations", MAY_11, TIEN_SON) == (State.LATE, None)


def test_where_no_report_was_due_there_is_none(rolled: Connection) -> None:
    assert cell(rolled, "checkins", MAY_8, HUONG_LAC) == (State.NO_REPORT, None)


def test_rows_without_their_report_are_not_believed_yet(rolled: Connection) -> None:
    r = schema.report.c
    this = (r.subject == "new_cases", r.day == MAY_11, r.unit_id == QUANG_CHAU)
    rolled.execute(update(schema.report).where(r.subject == "cases", *this[1:]).values(received_at=None))
    touch(rolled, "cases", [MAY_11])
    refresh(rolled)
    assert cell(rolled, "new_cases", MAY_11, QUANG_CHAU) == (State.LATE, None)


def test_held_cases_count_for_the_province_on_their_day(rolled: Connection) -> None:
    u = schema.rollup_unplaced.c
    rows = [tuple(row) for row in rolled.execute(select(u.measure, u.day, u.rows, u.value))]
    assert rows == [("new_cases", MAY_11, 1, 4.0)]


def test_a_count_that_contradicts_another_does_not_count_for_the_province(rolled: Connection) -> None:
    rolled.execute(update(schema.held_row).values(reason="count_differs"))
    touch(rolled, "cases", [MAY_11])
    refresh(rolled)
    assert rolled.execute(select(schema.rollup_unplaced)).all() == []


def test_a_refresh_takes_up_touched_days_and_leaves_the_others(rolled: Connection) -> None:
    c = schema.case_count
    rolled.execute(update(c).values(new_cases=9))
    touch(rolled, "cases", [MAY_12])
    refresh(rolled)
    assert cell(rolled, "new_cases", MAY_12, NENH) == (State.VALUE, 9)
    assert cell(rolled, "new_cases", MAY_11, QUANG_CHAU) == (State.VALUE, 1)


def test_a_refresh_forgets_what_was_touched(rolled: Connection) -> None:
    touch(rolled, "cases", [MAY_12])
    refresh(rolled)
    assert rolled.execute(select(schema.touched_day)).all() == []


def test_a_store_without_reports_says_what_to_run(places: Connection) -> None:
    with pytest.raises(StoreError, match="python -m data build"):
        refresh(places)


def test_the_first_refresh_equals_a_rebuild_of_everything_but_exposure(world: Connection) -> None:
    first = refresh(world)
    cells = contents(world)["rollup_cell"]
    rebuild(world)
    assert contents(world)["rollup_cell"] == cells
    assert (first.first_day, first.last_day) == (FIRST, LAST)


def test_the_same_content_has_the_same_snapshot(rolled: Connection) -> None:
    before = refresh(rolled)
    assert rebuild(rolled) == before
    assert len(rolled.execute(select(schema.snapshot)).all()) == 1


@pytest.mark.parametrize(
    "change",
    [
        update(schema.case_count).where(schema.case_count.c.day == MAY_12).values(new_cases=2),
        update(schema.held_row).values(weight=5),
        delete(schema.exposure_contact),
    ],
)
def test_another_content_has_another_snapshot(rolled: Connection, change: object) -> None:
    before = refresh(rolled)
    rolled.execute(change)  # type: ignore[call-overload]
    for subject in ("cases", "exposure"):
        touch(rolled, subject, DAYS)
    rolled.execute(delete(schema.case_line))
    assert refresh(rolled).id != before.id


def test_a_content_that_comes_back_is_the_newest_snapshot_again(rolled: Connection) -> None:
    first = refresh(rolled)
    ids = []
    for count in (2, 1):
        rolled.execute(
            update(schema.case_count).where(schema.case_count.c.day == MAY_12).values(new_cases=count)
        )
        touch(rolled, "cases", [MAY_12])
        ids.append(refresh(rolled).id)
    assert ids[0] != first.id == ids[1]


def test_a_day_that_comes_into_the_span_has_cells_of_every_measure(rolled: Connection) -> None:
    day = LAST + timedelta(1)
    row = {"subject": "cases", "day": day, "unit_id": VOI, "received_at": None}
    rolled.execute(insert(schema.report), [row])
    touch(rolled, "cases", [day])
    assert refresh(rolled).last_day == day
    refreshed = contents(rolled)
    assert cell(rolled, "checkins", day, VOI) == (State.NO_REPORT, None)
    rebuild(rolled)
    assert contents(rolled) == refreshed


def test_a_day_that_leaves_the_span_leaves_no_cells(rolled: Connection) -> None:
    rolled.execute(delete(schema.report).where(schema.report.c.day == LAST))
    touch(rolled, "cases", [LAST])
    assert refresh(rolled).last_day == MAY_11
    refreshed = contents(rolled)
    rebuild(rolled)
    assert contents(rolled) == refreshed


def test_an_exposed_venue_is_in_view_on_the_day_and_after(rolled: Connection) -> None:
    e = schema.venue_exposure.c
    rows = rolled.execute(
        select(e.day, e.days_since, e.cases, e.people_exposed).where(e.venue_id == MARKET_VOI)
    )
    assert {tuple(row) for row in rows} == {(MAY_10, 0, 1, 0), (MAY_11, 1, 1, 0), (MAY_12, 2, 1, 0)}


def test_a_touched_night_shift_changes_the_next_day_and_every_day_that_shows_it(world: Connection) -> None:
    rule = ExposureRule(display_days=1)
    row = {"file_id": 1, "venue_id": FACTORY}
    morning = {"checkin_id": 51, "person_id": BINH, "t_in": at(MAY_10, 1), "t_out": at(MAY_10, 5)}
    night = {"checkin_id": 52, "person_id": TUAN, "t_in": at(MAY_9, 22), "t_out": at(MAY_10, 4)}
    world.execute(insert(schema.checkin), [row | morning])
    rebuild(world, rule)
    world.execute(insert(schema.checkin), [row | night])
    touch(world, "checkins", [MAY_9])
    touch(world, "exposure", [MAY_9])
    refresh(world, rule)
    refreshed = contents(world)
    assert (FACTORY, MAY_10, BINH, 210, 1, False) in refreshed["exposure_contact"]
    assert (FACTORY, MAY_11, 1, 1, 1, 0) in refreshed["venue_exposure"]
    rebuild(world, rule)
    assert contents(world) == refreshed


changes = st.lists(
    st.tuples(
        st.sampled_from(["visit", "leave", "case", "report"]), st.sampled_from(DAYS), st.integers(0, 23)
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes)
def test_a_refresh_of_touched_days_equals_a_full_rebuild(
    engine: Engine, changes: list[tuple[str, date, int]]
) -> None:
    with engine.connect() as connection, connection.begin() as transaction:
        write_world(connection)
        rebuild(connection)
        for n, (kind, day, hour) in enumerate(changes):
            apply(connection, 100 + n, kind, day, hour)
        refreshed = refresh(connection)
        after_refresh = contents(connection)
        rebuilt = rebuild(connection)
        assert contents(connection) == after_refresh
        assert rebuilt.id == refreshed.id
        transaction.rollback()


def apply(connection: Connection, number: int, kind: str, day: date, hour: int) -> None:
    """One change as an import would make it, its days touched."""
    v, r = schema.checkin, schema.report
    if kind == "visit":
        row = {
            "checkin_id": number,
            "file_id": 1,
            "venue_id": MARKET_VOI,
            "person_id": BINH + hour % 2 * (TUAN - BINH),
        }
        connection.execute(insert(v), [row | {"t_in": at(day, hour), "t_out": at(day, hour + 2)}])
        touch(connection, "checkins", [day])
        touch(connection, "exposure", [day])
    elif kind == "leave":
        connection.execute(delete(v).where(v.c.t_in.between(at(day, 0), at(day, 23.99))))
        touch(connection, "checkins", [day])
        touch(connection, "exposure", [day])
    elif kind == "case":
        row = {"count_id": number, "file_id": 1, "unit_id": VOI, "day": day, "new_cases": hour}
        connection.execute(insert(schema.case_count), [row | {"placed_by": "name", "place": ""}])
        touch(connection, "cases", [day])
    else:
        connection.execute(
            delete(r).where(r.c.subject == "declarations", r.c.day == day, r.c.unit_id == 1 + hour % 6)
        )
        touch(connection, "declarations", [day])


def test_symptoms_that_nobody_asked_for_are_unknown_and_not_none(world: Connection) -> None:
    d = schema.declaration
    world.execute(update(d).where(d.c.person_id == BINH).values(symptoms=None))
    rebuild(world)
    assert cell(world, "declarations", MAY_9, TAN_DINH) == (State.VALUE, 1)
    assert cell(world, "symptoms_answered", MAY_9, TAN_DINH) == (State.VALUE, 0)
    assert cell(world, "symptomatic_declarations", MAY_9, TAN_DINH) == (State.VALUE, 0)


def test_a_measure_learnt_since_is_counted_for_every_day(rolled: Connection) -> None:
    r = schema.rollup_cell
    rolled.execute(delete(r).where(r.c.measure == "symptoms_answered"))
    refresh(rolled)
    assert cell(rolled, "symptoms_answered", MAY_10, QUANG_CHAU) == (State.VALUE, 2)
