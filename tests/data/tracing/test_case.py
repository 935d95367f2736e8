"""One F0: stays and people met equal brute force, the kernel and the rollups, and cost two ranges of an index."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from data import schema
from data.days import SECONDS_PER_DAY, midnight
from data.store import Store
from data.tracing import meeting
from data.tracing.case import met_rows, trace_case
from data.tracing.cases import period_of
from data.tracing.world import world_of
from geo.copresence import pairs
from geo.exposure_rule import PRESETS, ExposureRule
from tests.data import exposure_oracle as oracle
from tests.data.exposure_oracle import Case, Visit
from tests.data.exposure_worlds import DAY, KINDS, at, rules, worlds
from tests.data.tracing.small import empty_store, fill

RULE = ExposureRule()
F0 = Case(1, DAY, DAY, DAY + timedelta(1), at(20))

People = dict[int, tuple]


def expected(visits: list[Visit], case: Case, rule: ExposureRule) -> People:
    """What each person met by a case shared with it."""
    found = {}
    for (_, person), met in oracle.pairs(visits, [case], KINDS, rule).items():
        lengths = [o.overlap for o in met]
        first, last = min(o.begin for o in met), max(o.begin + o.overlap for o in met)
        places, imputed = tuple(sorted({o.venue for o in met})), all(o.is_imputed for o in met)
        found[person] = (sum(lengths) // 60, max(lengths) // 60, first, last, places, imputed)
    return found


def people(store: Store, case_id: int, rule: ExposureRule) -> People:
    trace = trace_case(store, case_id, rule)
    assert trace is not None
    return {
        m.person_id: (m.overlap_minutes, m.longest_minutes, m.first_at, m.last_at, m.venues, m.is_imputed)
        for m in trace.met
    }


@settings(max_examples=50, deadline=None)
@given(*worlds, rules)
def test_people_met_equal_brute_force(
    small: Store, visits: list[Visit], cases: list[Case], rule: ExposureRule
) -> None:
    fill(small, visits, cases)
    for number, case in enumerate(cases):
        assert people(small, number, rule) == expected(visits, case, rule)


@settings(max_examples=40, deadline=None)
@given(*worlds, rules)
def test_stays_and_the_people_of_each_equal_brute_force(
    small: Store, visits: list[Visit], cases: list[Case], rule: ExposureRule
) -> None:
    fill(small, visits, cases)
    for number, case in enumerate(cases):
        trace = trace_case(small, number, rule)
        stays = oracle.infectious_stays(visits, [case], KINDS, rule)
        intervals = {(s.venue.venue_id, s.begin, s.clear, s.is_imputed) for s in trace.stays}
        assert intervals == {(s.venue, s.begin, s.clear, s.is_imputed) for s in stays}
        for stay in trace.stays:
            here = {
                s
                for s in stays
                if (s.venue, s.begin, s.clear) == (stay.venue.venue_id, stay.begin, stay.clear)
            }
            assert stay.people_exposed == len({o.person for o in oracle.overlaps(visits, here, KINDS, rule)})


def test_a_case_is_met_by_whoever_shared_most_time_first(small: Store) -> None:
    visits = [Visit(2, 1, at(8), at(10)), Visit(2, 2, at(8), at(9)), Visit(2, 3, at(8), at(10))]
    fill(small, visits, [F0])
    assert [m.person_id for m in trace_case(small, 0, RULE).met] == [3, 2]


def test_a_case_is_no_contact_of_its_own_and_others_say_their_own_case(small: Store) -> None:
    visits = [Visit(2, person, at(8), at(9)) for person in (1, 1, 2)]
    fill(small, visits, [F0, replace(F0, person=2)])
    assert [(m.person_id, m.case_id) for m in trace_case(small, 0, RULE).met] == [(2, 1)]


def test_two_visits_of_a_day_are_two_stays_on_the_time_line_and_one_interval(small: Store) -> None:
    visits = [Visit(2, 1, at(8), at(9)), Visit(2, 1, at(14), at(15)), Visit(2, 2, at(20), at(21))]
    fill(small, visits, [replace(F0, isolated_at=at(23))])
    trace = trace_case(small, 0, PRESETS["same_day"])
    assert [(s.t_in, s.people_exposed) for s in trace.stays] == [(at(8), 1), (at(14), 1)]
    assert [m.overlap_minutes for m in trace.met] == [60]


def test_a_visit_that_began_before_the_period_is_shown_whole_and_exposes_from_its_begin(small: Store) -> None:
    fill(small, [Visit(1, 1, at(22, -4), at(6, -3))], [F0])
    stay = trace_case(small, 0, RULE).stays[0]
    assert (stay.t_in, stay.left, stay.begin) == (at(22, -4), at(6, -3), midnight(DAY - timedelta(3)))


def test_a_visitor_who_came_a_longest_stay_ago_and_leaves_as_the_shortest_overlap_is_full_is_met(
    small: Store,
) -> None:
    came = at(8) + 600 - 240 * 60
    visits = [Visit(2, 1, at(8), at(9)), Visit(2, 2, came, at(12)), Visit(2, 3, came - 1, at(12))]
    fill(small, visits, [F0])
    assert [(m.person_id, m.overlap_minutes) for m in trace_case(small, 0, RULE).met] == [(2, 10)]


def test_a_visit_that_ends_as_the_period_begins_exposes_nobody_by_its_tail(small: Store) -> None:
    fill(small, [Visit(1, 1, at(22, -4), at(0, -3)), Visit(1, 2, at(22, -4), at(6, -3))], [F0])
    trace = trace_case(small, 0, RULE)
    assert (trace.stays, trace.met) == ((), ())


def test_a_case_isolated_before_it_infected_has_neither_stays_nor_contacts(small: Store) -> None:
    fill(
        small,
        [Visit(2, person, at(8, -5), at(9, -5)) for person in (1, 2)],
        [replace(F0, isolated_at=at(0, -4))],
    )
    trace = trace_case(small, 0, RULE)
    assert (trace.begin, trace.until, trace.stays, trace.met) == (0, 0, (), ())


def test_no_such_case_is_none(small: Store) -> None:
    fill(small, [], [])
    assert trace_case(small, 99, RULE) is None


@pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)
def test_the_pairs_of_every_tenth_case_of_the_outbreak_are_those_of_the_kernel(
    store: Store, rule: ExposureRule
) -> None:
    world = world_of(store, rule)
    met = pairs(world.stays, world.meetings.where(world.is_long_enough(rule)), rule)
    c = schema.case_line.c
    with store.read() as connection:
        cases = connection.execute(select(c.case_id, c.person_id).order_by(c.case_id)).all()[::10]
    kernel = {
        (f0, person): (shared // 60, longest // 60, last, imputed)
        for f0, person, shared, longest, last, imputed in zip(
            *(
                column.tolist()
                for column in (
                    met.person_f0, met.person, met.overlap_seconds, met.longest_seconds, met.last, met.is_imputed
                )
            ),
            strict=True,
        )
    }  # fmt: skip
    found, whose = {}, {person_id for _, person_id in cases}
    for case_id, person_id in cases:
        for m in trace_case(store, case_id, rule).met:
            found[person_id, m.person_id] = m.overlap_minutes, m.longest_minutes, m.last_at, m.is_imputed
    assert len(found) > 50
    assert found == {key: value for key, value in kernel.items() if key[0] in whose}


def test_everybody_whom_the_rollups_call_exposed_was_met_by_a_case_and_nobody_else(store: Store) -> None:
    met, e = set[int](), schema.exposure_contact.c
    with store.read() as connection:
        exposed = set(connection.execute(select(e.person_id).distinct()).scalars())
        for line in connection.execute(select(schema.case_line)).all():
            period = period_of(line, RULE)
            rows = met_rows(connection, line.person_id, *period, RULE) if period else []
            met |= {row.person_id for row in rows}
    assert met == exposed and len(met) > 100


def test_both_ranges_of_the_meeting_are_those_of_the_row_indexes(small: Store) -> None:
    for kind, statement in meeting._MET.items():
        values = meeting._values(
            1, 0, SECONDS_PER_DAY, replace(RULE, match=kind[0], tail_within_stay=kind[1])
        )
        plain = statement.params(values).compile(small.engine, compile_kwargs={"literal_binds": True})
        with small.read() as connection:
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {plain}")]
        text = "\n".join(plan)
        assert "ix_checkin_person_id_t_in_t_out_venue_id (person_id=? AND t_in>? AND t_in<?)" in text
        assert "ix_checkin_venue_id_t_in_t_out_person_id (venue_id=? AND t_in>? AND t_in<?)" in text
        assert "SCAN checkin" not in text


def test_check_ins_of_real_files_name_their_records_and_simulated_ones_do_not(tmp_path) -> None:
    real = empty_store(tmp_path)
    visits = [Visit(2, 1, at(8), at(10)), Visit(2, 2, at(8), at(9)), Visit(2, 3, at(8), at(9))]
    fill(real, visits, [F0])
    assert {m.records for m in trace_case(real, 0, RULE).met} == {()}
    with real.engine.begin() as connection:
        connection.execute(update(schema.import_file).values(source="qr-stays", is_simulated=False))
        at_two = schema.checkin.c.person_id == 2
        connection.execute(update(schema.checkin).where(at_two).values(record="QR-17"))
    again = Store(real.settings, real.engine)
    records = {m.person_id: m.records for m in trace_case(again, 0, RULE).met}
    assert records == {2: ("qr-stays: QR-17",), 3: ()}


@settings(max_examples=25, deadline=None)
@given(*worlds, st.sampled_from(list(PRESETS.values())))
def test_postgresql_gives_the_same_rows(
    on_postgresql: Store, small: Store, visits: list[Visit], cases: list[Case], rule: ExposureRule
) -> None:
    for store in (small, on_postgresql):
        fill(store, visits, cases)
    for number in range(len(cases)):
        assert trace_case(small, number, rule) == trace_case(on_postgresql, number, rule)
