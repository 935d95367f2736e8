"""What is believed of stays, and when cases infect: the same as in SQL, under any rule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from data import schema
from data.engine import writing
from data.intake.intake import Intake
from data.lake import world as module
from data.lake.world import exposure_world, read_world
from data.stays import Known, infectious_periods, prepare
from data.store import Store
from data.store_marks import renew
from geo.exposure_rule import LIMITS, ExposureRule
from tests.data.intake.rows import LINES, VENUES, case_line, pushed, venue
from tests.data.intake.tiny import open_tiny
from tests.data.lake.lakes import tiny_store
from tests.world import FACTORY, LAN, MARKET_NENH, MARKET_VOI, MAY_10, TUAN, at


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return tiny_store(tmp_path_factory.mktemp("world"))


@pytest.fixture
def connection(store: Store) -> Iterator[Connection]:
    with store.read() as connection:
        yield connection


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Known]:
    """What was read from the store, in order."""
    seen: list[Known] = []
    read = module._read

    def noted(connection: Connection, known: Known) -> module.World:
        seen.append(known)
        return read(connection, known)

    monkeypatch.setattr(module, "_read", noted)
    return seen


NUMBERS = {name: st.integers(*LIMITS[name]) for name in ("window_days_before", "unknown_isolation_days")}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(st.builds(ExposureRule, **NUMBERS))
def test_periods_are_those_of_the_definition_in_sql(connection: Connection, rule: ExposureRule) -> None:
    prepare(connection, rule)
    expected = sorted(tuple(row) for row in connection.execute(infectious_periods(rule)))
    _, periods = exposure_world(connection, rule)
    columns = (periods.person, periods.begin, periods.until)
    assert sorted(zip(*(column.tolist() for column in columns), strict=True)) == expected


def test_every_record_of_a_case_has_its_own_period(connection: Connection) -> None:
    same = {"person_id": LAN, "unit_id": 6, "file_id": 1, "onset_day": None, "isolated_at": None}
    days = {"first_positive_day": MAY_10, "confirmed_day": MAY_10}
    connection.execute(schema.case_line.insert().values(case_id=9, **same, **days))
    _, periods = exposure_world(connection, ExposureRule())
    assert sorted(periods.person.tolist()) == [1, 1, 3, 4]


def test_an_isolation_before_the_window_leaves_no_period(connection: Connection) -> None:
    c = schema.case_line
    connection.execute(c.update().where(c.c.person_id == LAN).values(isolated_at=at(MAY_10, 0)))
    _, periods = exposure_world(connection, ExposureRule(window_days_before=0))
    assert LAN not in periods.person.tolist()


def test_limits_are_those_of_the_kind_of_each_venue(connection: Connection) -> None:
    found, _ = exposure_world(connection, ExposureRule(imputed_percent=50, longest_minutes=300))
    assert found.venue.tolist() == [FACTORY, MARKET_NENH, MARKET_VOI]
    assert found.default.tolist() == [240 * 60, 1350, 1350]
    assert found.longest.tolist() == [300 * 60, 240 * 60, 240 * 60]


def test_what_was_not_known_yet_is_left_out(connection: Connection) -> None:
    known = Known(case=schema.case_line.c.person_id == TUAN)
    _, periods = exposure_world(connection, ExposureRule(), known)
    assert periods.person.tolist() == [TUAN]


def test_an_empty_store_has_no_limits_and_no_periods(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    with intake.reading() as connection:
        found, periods = exposure_world(connection, ExposureRule())
    assert (len(found.venue), len(periods)) == (0, 0)


def test_a_store_whose_changes_nobody_notes_is_read_every_time(
    connection: Connection, reads: list[Known]
) -> None:
    assert read_world(connection) is not read_world(connection)
    assert len(reads) == 2


def test_it_is_read_once_for_all_rules_until_it_changes(tmp_path: Path, reads: list[Known]) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, VENUES, venue("V1"))
    assert (len(_periods(intake)), len(_periods(intake)), len(reads)) == (0, 0, 1)
    pushed(intake, LINES, case_line())
    assert (len(_periods(intake)), len(_periods(intake)), len(reads)) == (1, 1, 2)
    intake.withdraw(2, "Lan", "wrong")
    assert (len(_periods(intake)), len(reads)) == (0, 3)


def _periods(intake: Intake) -> list[int]:
    with intake.reading() as connection:
        _, periods = exposure_world(connection, ExposureRule(window_days_before=len(intake.entries())))
    return periods.person.tolist()


def test_only_the_last_few_worlds_are_kept(tmp_path: Path, reads: list[Known]) -> None:
    intake = open_tiny(tmp_path)
    for _ in range(6):
        with writing(intake.engine) as connection:
            renew(connection, "world")
        _periods(intake)
    assert len(reads) == 6
    assert len(module._kept().worlds) <= 4
