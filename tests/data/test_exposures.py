"""Exposure against brute force on random worlds, and the cases that break such definitions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, insert, select

from data import schema
from data.days import days_between, midnight
from data.engine import connect
from data.exposed_venues import write_venue_exposure
from data.exposures import ExposureRule, write_contacts
from data.stays import prepare
from tests.data import exposure_oracle as oracle
from tests.data.exposure_oracle import Case, Visit
from tests.data.exposure_worlds import DAY, KINDS, at, rules, worlds
from tests.world import write_places, write_venues

LOOKED_AT = list(days_between(DAY - timedelta(3), DAY + timedelta(12)))
RULE = ExposureRule(display_days=5)

Contacts = dict[tuple[int, date, int], tuple[int, int, bool]]


@pytest.fixture(scope="module")
def store() -> Iterator[Engine]:
    engine = connect("sqlite://")
    schema.metadata.create_all(engine)
    with engine.begin() as connection:
        write_places(connection)
        row = dict.fromkeys(("received", "accepted", "duplicate", "held"), 0)
        stamp = midnight(DAY)
        file = {"file_id": 1, "source": "s", "name": "n", "sha256": "0", "is_simulated": True, **row}
        connection.execute(insert(schema.import_file), [file | {"imported_at": oracle.local_day(stamp)}])
        write_venues(connection, 1)
        connection.execute(insert(schema.person), [{"person_id": n, "unit_id": 1} for n in range(1, 6)])
    yield engine
    engine.dispose()


@contextmanager
def filled(store: Engine, visits: list[Visit], cases: list[Case]) -> Iterator[Connection]:
    """The store with these visits and cases alone, for the time of the block."""
    with store.connect() as connection, connection.begin() as transaction:
        for table in (schema.checkin, schema.case_line, schema.exposure_contact, schema.venue_exposure):
            connection.execute(delete(table))
        keys = ("checkin_id", "file_id", "venue_id", "person_id", "t_in", "t_out")
        rows = [(n, 1, v.venue, v.person, v.t_in, v.t_out) for n, v in enumerate(visits, 1)]
        if rows:
            connection.execute(insert(schema.checkin), [dict(zip(keys, r, strict=True)) for r in rows])
        names = "case_id file_id person_id unit_id onset_day first_positive_day confirmed_day isolated_at"
        keys = tuple(names.split())
        rows = [
            (n, 1, c.person, 1, c.onset, c.positive, c.confirmed, c.isolated_at) for n, c in enumerate(cases)
        ]
        if rows:
            connection.execute(insert(schema.case_line), [dict(zip(keys, r, strict=True)) for r in rows])
        yield connection
        transaction.rollback()


def met(connection: Connection, rule: ExposureRule = RULE) -> Contacts:
    prepare(connection, rule)
    write_contacts(connection, rule)
    return {tuple(row[:3]): tuple(row[3:]) for row in connection.execute(select(schema.exposure_contact))}


def seen(connection: Connection, rule: ExposureRule = RULE) -> dict[tuple[int, date], tuple[int, ...]]:
    write_venue_exposure(connection, rule, LOOKED_AT[0], LOOKED_AT[-1])
    return {tuple(row[:2]): tuple(row[2:]) for row in connection.execute(select(schema.venue_exposure))}


F0 = Case(1, DAY, DAY, DAY + timedelta(1), at(20))


def met_at_market(store: Engine, *visits: Visit, cases: tuple[Case, ...] = (F0,)) -> Contacts:
    with filled(store, list(visits), list(cases)) as connection:
        return met(connection)


@settings(max_examples=200, deadline=None)
@given(*worlds, rules)
def test_contacts_equal_brute_force(
    store: Engine, visits: list[Visit], cases: list[Case], rule: ExposureRule
) -> None:
    with filled(store, visits, cases) as connection:
        assert met(connection, rule) == oracle.contacts(visits, cases, KINDS, rule)


@settings(max_examples=100, deadline=None)
@given(*worlds, rules)
def test_exposed_venues_equal_brute_force(
    store: Engine, visits: list[Visit], cases: list[Case], rule: ExposureRule
) -> None:
    with filled(store, visits, cases) as connection:
        met(connection, rule)
        expected = oracle.exposed_venues(visits, cases, KINDS, rule, LOOKED_AT)
        assert seen(connection, rule) == expected


@settings(max_examples=40, deadline=None)
@given(*worlds, st.integers(-3, 3))
def test_contacts_of_one_day_equal_that_day_of_all_contacts(
    store: Engine, visits: list[Visit], cases: list[Case], offset: int
) -> None:
    day = DAY + timedelta(offset)
    with filled(store, visits, cases) as connection:
        whole = met(connection)
        write_contacts(connection, RULE, day, day)
        again = {
            tuple(row[:3]): tuple(row[3:]) for row in connection.execute(select(schema.exposure_contact))
        }
        assert again == whole


def test_a_visitor_beside_an_f0_is_exposed_for_the_shared_time_and_the_tail(store: Engine) -> None:
    found = met_at_market(store, Visit(2, 1, at(9), at(10)), Visit(2, 2, at(9.5), at(12)))
    assert found == {(2, DAY, 2): (60, 1, False)}


def test_a_visitor_who_comes_as_the_tail_ends_is_not_exposed(store: Engine) -> None:
    assert met_at_market(store, Visit(2, 1, at(9), at(10)), Visit(2, 2, at(10.5), at(12))) == {}


def test_a_visitor_who_leaves_as_the_f0_comes_is_not_exposed(store: Engine) -> None:
    assert met_at_market(store, Visit(2, 1, at(9), at(10)), Visit(2, 2, at(8), at(9))) == {}


def test_ten_minutes_expose_and_nine_do_not(store: Engine) -> None:
    ten, nine = Visit(2, 2, at(8), at(9) + 600), Visit(2, 3, at(8), at(9) + 599)
    assert set(met_at_market(store, Visit(2, 1, at(9), at(10)), ten, nine)) == {(2, DAY, 2)}


def test_a_visit_without_length_exposes_nobody(store: Engine) -> None:
    assert met_at_market(store, Visit(2, 1, at(9), at(10)), Visit(2, 2, at(9.5), at(9.5))) == {}


def test_an_f0_who_only_passed_through_exposes_by_the_tail(store: Engine) -> None:
    found = met_at_market(store, Visit(2, 1, at(9), at(9)), Visit(2, 2, at(8), at(12)))
    assert found == {(2, DAY, 2): (30, 1, False)}


def test_an_overlap_past_midnight_belongs_to_the_day_it_began(store: Engine) -> None:
    late_f0 = Case(1, DAY, DAY, DAY + timedelta(1), at(20, 1))
    shift, early = Visit(1, 1, at(22), at(6, 1)), Visit(1, 2, at(23), at(5, 1))
    morning = Visit(1, 3, at(1, 1), at(5, 1))
    found = met_at_market(store, shift, early, morning, cases=(late_f0,))
    assert found == {(1, DAY, 2): (360, 1, False), (1, DAY + timedelta(1), 3): (240, 1, False)}


def test_two_visits_of_one_person_are_summed_once_per_day(store: Engine) -> None:
    twice = (Visit(1, 2, at(9), at(10)), Visit(1, 2, at(11), at(12)))
    assert met_at_market(store, Visit(1, 1, at(8), at(14)), *twice) == {(1, DAY, 2): (120, 1, False)}


def test_two_f0s_at_one_venue_are_both_met_and_meet_each_other(store: Engine) -> None:
    second = Case(2, DAY, DAY, DAY + timedelta(1), at(20))
    shared = [Visit(1, person, at(8), at(9)) for person in (1, 2, 3)]
    found = met_at_market(store, *shared, cases=(F0, second))
    one, both = (60, 1, False), (120, 2, False)
    assert found == {(1, DAY, 1): one, (1, DAY, 2): one, (1, DAY, 3): both}


def test_an_f0_is_no_contact_of_their_own(store: Engine) -> None:
    assert met_at_market(store, Visit(2, 1, at(8), at(9)), Visit(2, 1, at(8.5), at(9.5))) == {}


def test_one_case_recorded_twice_exposes_once(store: Engine) -> None:
    found = met_at_market(store, Visit(2, 1, at(8), at(9)), Visit(2, 2, at(8), at(9)), cases=(F0, F0))
    assert found == {(2, DAY, 2): (60, 1, False)}


def test_without_onset_the_window_starts_before_the_first_positive_sample(store: Engine) -> None:
    no_onset = Case(1, None, DAY, DAY, at(20))
    inside = [Visit(2, person, at(9, -3), at(10, -3)) for person in (1, 2)]
    before = [Visit(2, person, at(9, -4), at(10, -4)) for person in (1, 2)]
    assert set(met_at_market(store, *inside, *before, cases=(no_onset,))) == {(2, DAY - timedelta(3), 2)}


def test_without_isolation_a_case_counts_until_the_day_after_publication(store: Engine) -> None:
    never_isolated = Case(1, DAY, DAY, DAY, None)
    inside = [Visit(2, person, at(22, 1), at(23, 1)) for person in (1, 2)]
    after = [Visit(2, person, at(0, 2), at(1, 2)) for person in (1, 2)]
    assert set(met_at_market(store, *inside, *after, cases=(never_isolated,))) == {(2, DAY + timedelta(1), 2)}


def test_isolation_ends_a_stay_early(store: Engine) -> None:
    isolated = Case(1, DAY, DAY, DAY, at(9))
    found = met_at_market(store, Visit(2, 1, at(8), at(11)), Visit(2, 2, at(8), at(11)), cases=(isolated,))
    assert found == {(2, DAY, 2): (90, 1, False)}


def test_a_case_isolated_before_its_window_begins_exposes_nobody(store: Engine) -> None:
    early = Case(1, DAY, DAY, DAY, at(23.75, -4))
    shift = [Visit(1, person, at(20, -4), at(4, -3)) for person in (1, 2)]
    assert met_at_market(store, *shift, cases=(early,)) == {}


def test_a_stay_that_ends_at_midnight_was_not_inside_the_next_day(store: Engine) -> None:
    late = Case(1, DAY, DAY, DAY, at(12, 2))
    with filled(store, [Visit(1, 1, at(20), at(24))], [late]) as connection:
        met(connection)
        rows = seen(connection)
    assert rows[1, DAY + timedelta(1)] == (1, 1, 0, 0)


def test_a_missing_check_out_lasts_the_default_stay_and_is_marked(store: Engine) -> None:
    found = met_at_market(store, Visit(2, 1, at(8), at(11)), Visit(2, 2, at(8), None))
    assert found == {(2, DAY, 2): (45, 1, True)}


def test_an_f0_without_check_out_marks_the_contact_too(store: Engine) -> None:
    found = met_at_market(store, Visit(2, 1, at(8), None), Visit(2, 2, at(8), at(11)))
    assert found == {(2, DAY, 2): (75, 1, True)}


def test_one_recorded_overlap_is_enough_not_to_be_imputed(store: Engine) -> None:
    visits = (Visit(2, 1, at(8), at(11)), Visit(2, 2, at(8), None), Visit(2, 2, at(10), at(11)))
    assert met_at_market(store, *visits) == {(2, DAY, 2): (105, 1, False)}


def test_no_stay_lasts_longer_than_its_kind_of_venue_allows(store: Engine) -> None:
    found = met_at_market(store, Visit(2, 1, at(8), at(18)), Visit(2, 2, at(12.25), at(18)))
    assert found == {(2, DAY, 2): (15, 1, False)}


def test_a_venue_stays_in_view_for_the_days_on_display_and_no_longer(store: Engine) -> None:
    with filled(store, [Visit(2, 1, at(8), at(9)), Visit(2, 2, at(8), at(9))], [F0]) as connection:
        met(connection)
        rows = seen(connection)
    assert rows == {(2, DAY + timedelta(n)): (n, 1, 1, 0) for n in range(6)}


def test_people_are_counted_once_over_the_days_on_display(store: Engine) -> None:
    days = [Visit(2, person, at(8, -n), at(9, -n)) for n in (0, 1, 2) for person in (1, 2)]
    with filled(store, [*days, Visit(2, 3, at(8, -2), None)], [F0]) as connection:
        met(connection)
        rows = seen(connection)
    assert rows[2, DAY] == (0, 1, 2, 1)


def test_the_index_on_venue_and_time_carries_the_scan(store: Engine) -> None:
    from data.exposures import contacts

    with filled(store, [], []) as connection:
        prepare(connection, RULE)
        query = str(contacts(RULE).compile(connection, compile_kwargs={"literal_binds": True}))
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    assert any(
        "ix_checkin_venue_id_t_in_t_out_person_id (venue_id=? AND t_in>? AND t_in<?)" in p for p in plan
    )
