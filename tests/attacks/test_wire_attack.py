"""The attacker again, who has no cube: only what the app answers to a reader, file by file and card by card."""

from __future__ import annotations

import numpy as np
import pytest

from data.cells import State
from layers.text import text
from tests.attacks.collect import Collector
from tests.attacks.lp import Secret, recovered
from tests.attacks.readers import Attacked
from tests.attacks.test_disclosure_attack import secrets_of
from tests.attacks.told import Told, facts_of


@pytest.fixture(scope="module")
def public(target: Attacked) -> Told:
    return Collector(target, "anybody").told()


@pytest.fixture(scope="module")
def analyst(target: Attacked) -> Told:
    return Collector(target, "analyst").told()


def secrets(target: Attacked, name: str, told: Told) -> list[Secret]:
    whole = target.store.cube()
    inside = np.isin(whole.units.unit_ids, sorted(target.readers[name].sight.units or ()))
    return secrets_of(whole, "new_cases", inside, told.sundays)


def unplaced(target: Attacked):
    return target.store.cube().unplaced["new_cases"].values


def test_the_answers_to_the_public_give_no_small_count_away(target: Attacked, public: Told) -> None:
    found = recovered(facts_of(public, unplaced(target)), secrets(target, "anybody", public))
    assert found == [], f"{len(found)} recovered, the first {found[:5]}"


def test_the_answers_to_a_reader_of_three_communes_give_no_other_away(
    target: Attacked, public: Told, analyst: Told
) -> None:
    facts = facts_of(analyst, unplaced(target)) + facts_of(public, unplaced(target))
    found = recovered(facts, secrets(target, "analyst", analyst))
    assert found == [], f"{len(found)} recovered, the first {found[:5]}"


def test_the_attacker_has_read_much(target: Attacked, public: Told, analyst: Told) -> None:
    """Else it would find nothing for want of reading."""
    whole = target.store.cube().measures["new_cases"].values
    for (area, row), value in public.daily.items():
        if area is not None:
            assert value == np.nansum(whole[row, public.columns(area)])
    assert len([key for key in public.daily if key[0] is None]) > 20
    assert len([key for key in public.weeks if key[0] is not None]) > 300
    assert len(public.hidden_weeks) > 500
    assert np.count_nonzero(public.states == State.SUPPRESSED) > 10_000
    assert np.count_nonzero(analyst.states == State.VALUE) > 100


def test_the_answers_to_the_committee_are_exact_and_give_everything_away(target: Attacked) -> None:
    told = Collector(target, "committee")
    values, states = told._matrix("new_cases")
    whole = target.store.cube().measures["new_cases"]
    assert np.array_equal(states, whole.states)
    assert np.array_equal(np.nan_to_num(values), np.nan_to_num(whole.values))


def test_hidden_communes_stand_in_an_order_that_has_nothing_to_do_with_their_counts(target: Attacked) -> None:
    view = {"layer": "cases_7d_per_100k", "day": "2021-05-23", "lang": "en"}
    rows = Collector(target, "anybody").ranking(view)
    hidden = [code for code, line in rows if text("state.suppressed", "en") in line]
    assert len(hidden) > 20
    assert hidden == sorted(hidden)
