"""A network of who exposed whom: by generation, bounded, the same every time."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from sqlalchemy import select

from data import schema
from data.store import Store
from data.tracing.case import trace_case
from data.tracing.network import network
from data.tracing.onward import trace_onward
from geo.exposure_rule import ExposureRule
from tests.data import exposure_oracle as oracle
from tests.data.exposure_oracle import Case, Visit
from tests.data.exposure_worlds import KINDS, at, case, rules, worlds
from tests.data.tracing.small import fill
from tests.data.tracing.test_listed import F0, RULE

CHAIN = [
    *(Visit(2, person, at(8), at(9)) for person in (1, 2)),
    *(Visit(3, person, at(12), at(13)) for person in (2, 3)),
    *(Visit(1, person, at(16), at(17)) for person in (3, 4)),
]
"""1 meets 2, then 2 meets 3, then 3 meets 4: F0, F1, F2, and an F3 whom nobody asks about."""


def first_cases(store: Store, limit: int) -> list[int]:
    c = schema.case_line.c
    with store.read() as connection:
        return list(connection.execute(select(c.case_id).order_by(c.case_id).limit(limit)).scalars())


def test_a_chain_is_drawn_up_to_the_second_generation(small: Store) -> None:
    fill(small, CHAIN, [F0])
    found = network(small, [0], RULE)
    assert [(n.person_id, n.generation, n.case_id) for n in found.nodes] == [
        (1, 0, 0),
        (2, 1, None),
        (3, 2, None),
    ]
    assert [(e.source, e.target, e.overlap_minutes, e.first_at, e.venues) for e in found.edges] == [
        (1, 2, 60, at(8), 1),
        (2, 3, 60, at(12), 1),
    ]
    assert found.left_out == 0


def test_one_generation_stops_at_the_f1s(small: Store) -> None:
    fill(small, CHAIN, [F0])
    assert [n.person_id for n in network(small, [0], RULE, generations=1).nodes] == [1, 2]


def test_two_f0s_who_met_are_joined_and_neither_is_an_f1(small: Store) -> None:
    visits = [Visit(2, person, at(8), at(9)) for person in (1, 2, 3)]
    fill(small, visits, [F0, replace(F0, person=2)])
    found = network(small, [0, 1], RULE)
    assert [(n.person_id, n.generation) for n in found.nodes] == [(1, 0), (2, 0), (3, 1)]
    assert [(e.source, e.target) for e in found.edges] == [(1, 2), (1, 3), (2, 1), (2, 3)]


def test_minutes_and_venues_of_an_edge_are_those_of_all_their_meetings(small: Store) -> None:
    visits = [Visit(v, person, at(8 + 2 * v), at(9 + 2 * v)) for v in (2, 3, 2) for person in (1, 2)]
    fill(small, visits[:4], [F0])
    edge = network(small, [0], RULE, generations=1).edges[0]
    assert (edge.overlap_minutes, edge.first_at, edge.venues) == (120, at(12), 2)


def test_those_who_shared_least_time_are_left_out_and_counted(small: Store) -> None:
    visits = [Visit(2, 1, at(8), at(11))]
    visits += [Visit(2, person, at(8), at(8 + hours)) for person, hours in ((2, 1), (3, 3), (4, 2))]
    fill(small, visits, [F0])
    found = network(small, [0], RULE, most=3)
    assert [n.person_id for n in found.nodes] == [1, 3, 4]
    assert found.left_out == 1
    assert {e.target for e in found.edges} == {3, 4}


def test_unknown_cases_are_nobody(small: Store) -> None:
    fill(small, CHAIN, [F0])
    found = network(small, [99, 0, 0], RULE)
    assert [n.person_id for n in found.nodes if n.generation == 0] == [1]
    assert network(small, [], RULE).nodes == ()


@settings(max_examples=40, deadline=None)
@given(worlds[0], case(), rules)
def test_the_generations_are_those_of_the_traces_of_the_case(
    small: Store, visits: list[Visit], f0: Case, rule: ExposureRule
) -> None:
    fill(small, visits, [f0])
    found = network(small, [0], rule)
    people = {g: {n.person_id for n in found.nodes if n.generation == g} for g in (0, 1, 2)}
    assert people[0] == {f0.person}
    assert people[1] == {m.person_id for m in trace_case(small, 0, rule).met}
    assert people[2] == {m.person_id for m in trace_onward(small, 0, rule).met}
    met = oracle.pairs(visits, [f0], KINDS, rule)
    assert {(e.source, e.target): e.overlap_minutes for e in found.edges if e.source == f0.person} == {
        pair: sum(o.overlap for o in overlaps) // 60 for pair, overlaps in met.items()
    }


def test_a_cluster_of_the_outbreak_is_bounded_and_the_same_every_time(store: Store) -> None:
    cases = first_cases(store, 60)
    found = network(store, cases, RULE, most=300)
    assert len(found.nodes) == 300 and found.left_out > 0
    assert found == network(store, cases, RULE, most=300)
    drawn = {n.person_id: n.generation for n in found.nodes}
    assert all(drawn[e.target] == drawn[e.source] + 1 or drawn[e.target] == 0 for e in found.edges)
    reached = {e.target for e in found.edges}
    assert all(n.generation == 0 or n.person_id in reached for n in found.nodes)


def test_the_window_of_onward_days_bounds_the_second_generation(small: Store) -> None:
    late = [*CHAIN[:2], *(Visit(3, person, at(12, 3), at(13, 3)) for person in (2, 3))]
    fill(small, late, [F0])
    assert {n.generation for n in network(small, [0], replace(RULE, onward_days=3)).nodes} == {0, 1}
    assert {n.generation for n in network(small, [0], replace(RULE, onward_days=4)).nodes} == {0, 1, 2}
