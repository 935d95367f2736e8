"""Drawing in bulk."""

import numpy as np
import pytest

from data.outbreak_2021.simulate.draw import (
    choose,
    cumulative_rows,
    distances_km,
    pick,
    pools,
    rank_in_group,
    spread_counts,
)


@pytest.fixture
def generator():
    return np.random.default_rng(1)


def test_spread_counts_hold_the_total(generator):
    expected = generator.random(1000)
    assert abs(spread_counts(expected).sum() - expected.sum()) <= 0.5


def test_spread_counts_stay_within_one_of_what_is_expected(generator):
    expected = 5 * generator.random(1000)
    assert np.abs(spread_counts(expected) - expected).max() < 1


def test_spread_counts_leave_whole_numbers_alone():
    assert spread_counts(np.array([2.0, 0.0, 7.0])).tolist() == [2, 0, 7]


def test_ranks_count_within_groups():
    assert rank_in_group(np.array([3, 3, 5, 5, 5, 9])).tolist() == [0, 1, 0, 1, 2, 0]


def test_picks_follow_the_weights_of_their_row(generator):
    table = cumulative_rows(np.array([[1.0, 3.0], [1.0, 0.0], [0.0, 1.0]]))
    rows = np.repeat([0, 1, 2], 20_000)
    columns = pick(table, rows, generator)
    means = [columns[rows == n].mean() for n in range(3)]
    assert means[0] == pytest.approx(0.75, abs=0.02)
    assert means[1:] == [0.0, 1.0]


def test_choices_follow_their_weights(generator):
    shares = np.bincount(choose((1, 1, 2), 40_000, generator)) / 40_000
    assert shares == pytest.approx([0.25, 0.25, 0.5], abs=0.02)


def test_a_pool_gives_only_its_own_members(generator):
    homes = np.array([0, 1, 0, 2, 1, 0])
    found = pools(homes, np.arange(6), 3).draw(np.repeat([0, 1, 2], 50), generator)
    assert np.array_equal(homes[found], np.repeat([0, 1, 2], 50))


def test_turns_give_every_member_once():
    roll = pools(np.array([0, 1, 0, 0]), np.array([10, 11, 12, 13]), 2)
    found = roll.round_robin(np.zeros(3, dtype=int), np.arange(5, 8))
    assert sorted(found.tolist()) == [10, 12, 13]


def test_a_degree_of_latitude_is_about_111_kilometres():
    apart = distances_km(np.array([106.0, 106.0]), np.array([21.0, 22.0]))
    assert apart[0, 1] == pytest.approx(111.2)
    assert np.array_equal(apart, apart.T)
