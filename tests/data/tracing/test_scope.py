"""A tracer sees what lies within their communes, and of the rest that there is some."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from data import schema
from data.access.sight import PUBLIC
from data.store import Store
from data.tracing.actions import decide
from data.tracing.answers import Withheld
from data.tracing.case import trace_case
from data.tracing.cases import find_cases, one_case, search_cases
from data.tracing.exports import list_sheet
from data.tracing.listed import listed_venues
from data.tracing.network import network
from data.tracing.onward import trace_onward
from data.tracing.person import trace_person
from data.tracing.refused import TracingRefused
from data.tracing.scope import WHOLE_PROVINCE, scope_of
from data.tracing.venue import trace_venue
from data.tracing.what_if import what_if
from data.tracing.world import world_of
from geo.exposure_rule import ExposureRule
from tests.data.tracing.two_districts import (
    BINH,
    CASE_BINH,
    CASE_LAN,
    GAM,
    HOA,
    HUNG,
    ICH,
    KIM,
    LAN,
    MAI,
    MAY_20,
    MAY_23,
    NO_CASE,
    NO_VENUE,
    NOBODY,
    TUAN,
    eyes,
    two_districts,
)
from tests.world import FACTORY, MARKET_NENH, MARKET_VOI, NENH, QUANG_CHAU, TAN_DINH, TIEN_SON, VOI

RULE = ExposureRule()
EVERYBODY = (LAN, HUNG, MAI, TUAN, HOA, BINH, KIM, GAM, ICH)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return two_districts(tmp_path_factory.mktemp("two"))


def cases_in(store: Store) -> tuple[set[int], int]:
    lines, total = find_cases(store, None, date(2021, 5, 1), date(2021, 5, 31), 50, 0, RULE)
    return {line.case_id for line in lines}, total


def people_in(store: Store) -> set[int]:
    return {person for person in EVERYBODY if trace_person(store, person, RULE) is not None}


def met_by(store: Store, case_id: int) -> dict[int, tuple[int, ...]]:
    trace = trace_case(store, case_id, RULE)
    assert trace is not None
    return {met.person_id: met.venues for met in trace.met}


def test_whoever_sees_the_province_has_no_scope_to_ask(world: Store) -> None:
    assert scope_of(world, RULE) is WHOLE_PROVINCE
    assert cases_in(world) == ({CASE_LAN, CASE_BINH}, 2)
    assert people_in(world) == set(EVERYBODY)


@pytest.mark.parametrize(
    ("units", "cases"),
    [
        ((QUANG_CHAU,), {CASE_LAN}),  # lives there
        ((VOI,), {CASE_LAN, CASE_BINH}),  # both were at its market
        ((TAN_DINH,), {CASE_BINH}),  # lives there, was never at a venue of it
        ((NENH,), set()),  # Tuấn was there, who is no case
        ((NENH, TIEN_SON), set()),
    ],
)
def test_a_case_is_within_scope_by_its_home_or_by_where_it_infected(world: Store, units, cases) -> None:
    seen = eyes(world, *units)
    assert cases_in(seen) == (cases, len(cases))
    for case_id in (CASE_LAN, CASE_BINH):
        assert (one_case(seen, case_id, RULE) is not None) == (case_id in cases)
        assert (trace_case(seen, case_id, RULE) is not None) == (case_id in cases)
        assert (trace_onward(seen, case_id, RULE) is not None) == (case_id in cases)
        assert bool(search_cases(seen, f"BN{case_id}", 5, RULE)) == (case_id in cases)


@pytest.mark.parametrize(
    ("units", "people"),
    [
        (
            (QUANG_CHAU,),
            {LAN, KIM, HUNG, MAI, TUAN, GAM},
        ),  # two who live there, and all whom Lan met anywhere
        ((VOI,), {MAI, TUAN, KIM, GAM}),  # those met at its market, and one who lives there
        ((TAN_DINH,), {BINH, KIM}),  # Bình lives there, and met Kim
        ((NENH,), set()),
    ],
)
def test_a_person_is_within_scope_by_home_by_place_or_by_who_exposed_them(
    world: Store, units, people
) -> None:
    assert people_in(eyes(world, *units)) == people


@pytest.mark.parametrize(
    ("units", "venues"), [((QUANG_CHAU,), {FACTORY}), ((VOI, NENH), {MARKET_VOI, MARKET_NENH})]
)
def test_a_venue_is_within_scope_by_its_commune(world: Store, units, venues) -> None:
    seen = eyes(world, *units)
    numbers = (FACTORY, MARKET_NENH, MARKET_VOI)
    assert {n for n in numbers if trace_venue(seen, n, MAY_23, RULE, True)} == venues
    assert {each.venue.venue_id for each in listed_venues(seen, MAY_23, RULE, None)} == venues - {MARKET_NENH}


def test_what_is_outside_answers_as_what_is_nowhere(world: Store) -> None:
    seen = eyes(world, TAN_DINH)
    for outside, nowhere in ((CASE_LAN, NO_CASE), (MARKET_VOI, NO_VENUE), (HUNG, NOBODY)):
        for number in (outside, nowhere):
            assert trace_case(seen, number, RULE) is None
            assert trace_venue(seen, number, MAY_23, RULE, True) is None
            assert trace_person(seen, number, RULE) is None


def test_other_venues_of_a_case_and_whom_it_met_there_are_counted_alone(world: Store) -> None:
    trace = trace_case(eyes(world, VOI), CASE_LAN, RULE)
    assert trace is not None
    assert [stay.venue.venue_id for stay in trace.stays] == [MARKET_VOI]
    assert {met.person_id: met.venues for met in trace.met} == {
        MAI: (MARKET_VOI,),
        TUAN: (MARKET_VOI,),
        GAM: (),
    }
    assert trace.withheld == Withheld(people=1, venues=1)
    assert trace.case.visits == 1


def test_whom_a_case_of_ours_met_elsewhere_is_shown_without_the_place(world: Store) -> None:
    assert met_by(eyes(world, QUANG_CHAU), CASE_LAN) == {HUNG: (FACTORY,), GAM: (FACTORY,), MAI: (), TUAN: ()}
    assert met_by(eyes(world, TAN_DINH), CASE_BINH) == {KIM: ()}


def test_a_line_of_the_list_counts_visits_within_scope_alone(world: Store) -> None:
    line = one_case(eyes(world, QUANG_CHAU), CASE_LAN, RULE)
    assert line is not None and line.visits == 1
    whole = one_case(world, CASE_LAN, RULE)
    assert whole is not None and whole.visits == 2


def test_a_person_who_lives_here_and_was_exposed_elsewhere_shows_no_place_and_no_case_of_others(
    world: Store,
) -> None:
    trace = trace_person(eyes(world, QUANG_CHAU), KIM, RULE)
    assert trace is not None
    assert trace.exposures == ()
    assert trace.withheld == Withheld(venues=1)


def test_where_a_person_went_since_is_shown_within_scope_alone(world: Store) -> None:
    narrow, wide = (trace_person(eyes(world, *units), TUAN, RULE) for units in ((VOI,), (VOI, NENH)))
    assert narrow is not None and wide is not None
    assert MARKET_NENH not in {stay.venue.venue_id for stay in narrow.since}
    assert MARKET_NENH in {stay.venue.venue_id for stay in wide.since}
    assert (narrow.withheld, wide.withheld) == (Withheld(venues=1), Withheld())


def test_where_people_of_a_venue_went_next_is_shown_within_scope_alone(world: Store) -> None:
    narrow, wide = (
        trace_venue(eyes(world, *units), MARKET_VOI, MAY_23, RULE, True) for units in ((VOI,), (VOI, NENH))
    )
    assert narrow is not None and wide is not None
    assert (narrow.onward, narrow.withheld) == ((), Withheld(venues=1))
    assert [each.venue.venue_id for each in wide.onward] == [MARKET_NENH]


def test_those_met_onward_are_shown_where_they_were_met_or_where_they_live(world: Store) -> None:
    narrow, wide = (trace_onward(eyes(world, *units), CASE_LAN, RULE) for units in ((VOI,), (VOI, NENH)))
    assert narrow is not None and wide is not None
    assert ([met.person_id for met in narrow.met], narrow.withheld) == ([], Withheld(people=1))
    assert ([met.person_id for met in wide.met], wide.withheld) == ([HOA], Withheld())


def test_whom_somebody_outside_met_onward_is_not_looked_for(world: Store) -> None:
    ours, whole = trace_onward(eyes(world, VOI, NENH), CASE_LAN, RULE), trace_onward(world, CASE_LAN, RULE)
    assert ours is not None and whole is not None
    assert {met.person_id for met in whole.met} == {HOA, ICH}
    assert ({met.person_id for met in ours.met}, ours.asked) == ({HOA}, 3)  # Hùng, who met Ích, lies outside


def test_a_network_leaves_out_who_is_outside_and_says_how_many(world: Store) -> None:
    found = network(eyes(world, VOI), [CASE_LAN, CASE_BINH], RULE)
    assert {node.person_id for node in found.nodes} == {LAN, BINH, MAI, TUAN, KIM, GAM}
    assert found.withheld == Withheld(people=2)  # Hùng at the factory, Hòa in Nếnh
    assert {(edge.source, edge.target) for edge in found.edges} == {
        (LAN, MAI),
        (LAN, TUAN),
        (LAN, GAM),
        (BINH, KIM),
    }


def test_a_network_does_not_begin_with_a_case_outside(world: Store) -> None:
    assert network(eyes(world, TAN_DINH), [CASE_LAN], RULE).nodes == ()


def test_what_if_counts_within_scope_alone_whatever_place_is_asked_for(world: Store) -> None:
    assert what_if(world, MAY_23, RULE, None, 2).people_exposed == 5
    assert what_if(eyes(world, VOI), MAY_23, RULE, None, 2).people_exposed == 3
    assert what_if(eyes(world, VOI), MAY_23, RULE, frozenset([QUANG_CHAU]), 2).people_exposed == 0


def test_a_list_that_is_taken_away_holds_venues_within_scope_alone(world: Store) -> None:
    sheet = list_sheet(listed_venues(eyes(world, VOI), MAY_23, RULE, None), MAY_23, RULE, str)
    assert [row[0] for row in sheet.rows] == ["Chợ Vôi"]


def test_a_decision_on_a_venue_outside_is_refused_as_on_one_that_is_nowhere(world: Store) -> None:
    seen = eyes(world, QUANG_CHAU)
    said = []
    for number in (MARKET_VOI, NO_VENUE):
        with pytest.raises(TracingRefused) as refused:
            decide(seen, number, "test", "Người Thử", "vì", RULE)
        said.append(str(refused.value).replace(str(number), "N"))
    assert said[0] == said[1]
    with world.read() as connection:
        assert connection.execute(select(func.count()).select_from(schema.venue_action)).scalar_one() == 0


def test_who_has_no_communes_sees_nothing(world: Store) -> None:
    seen = world.seen_by(PUBLIC)
    assert cases_in(seen) == (set(), 0)
    assert people_in(seen) == set()
    assert listed_venues(seen, MAY_23, RULE, None) == ()
    assert network(seen, [CASE_LAN, CASE_BINH], RULE).nodes == ()
    assert what_if(seen, MAY_20, RULE, None, 2).people_exposed == 0


def test_all_readers_share_the_meetings_and_each_scope_is_found_once(world: Store) -> None:
    assert world_of(eyes(world, VOI), RULE) is world_of(world, RULE)
    assert scope_of(eyes(world, VOI), RULE) is scope_of(eyes(world, VOI), RULE)
    assert scope_of(eyes(world, VOI), RULE) is not scope_of(eyes(world, NENH), RULE)
