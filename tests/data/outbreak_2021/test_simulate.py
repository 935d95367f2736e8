"""The whole simulation: repeatable, scalable, and every number in it refers to something."""

from dataclasses import replace

import numpy as np
import pytest

from data import schema
from data.outbreak_2021.simulate import Base, Outbreak, digest, simulate

from .conftest import SCALE, SEED


def run(base: Base, seed: int = SEED, scale: float = SCALE) -> Outbreak:
    return simulate(base, seed, scale, lambda table, share: None)


def test_the_same_seed_gives_the_same_rows(base, outbreak):
    assert digest(run(base)) == digest(outbreak)


def test_another_seed_gives_other_rows(base, outbreak):
    assert digest(run(base, seed=SEED + 1)) != digest(outbreak)


def test_one_case_more_gives_other_rows(base, outbreak):
    cases = base.cases.copy()
    cases[30, 0] += 1
    assert digest(run(replace(base, cases=cases))) != digest(outbreak)


@pytest.mark.parametrize("table", ["checkins", "declarations", "people", "venues"])
def test_four_times_the_scale_grows_about_four_times_the_rows(base, table):
    small, large = run(base, scale=0.5), run(base, scale=2.0)
    assert len(getattr(large, table)) / len(getattr(small, table)) == pytest.approx(4, rel=0.2)


@pytest.mark.parametrize("table", ["case_lines", "installs"])
def test_scale_leaves_what_is_counted_alone(base, outbreak, table):
    assert len(getattr(run(base, scale=3 * SCALE), table)) == len(getattr(outbreak, table))


def test_rows_are_two_million_declarations_and_one_and_a_half_million_visits_at_full_size(base, outbreak):
    share_of_bac_giang = SCALE * base.population.sum() / 1_803_950
    assert len(outbreak.declarations) == pytest.approx(2_000_000 * share_of_bac_giang, rel=0.05)
    assert len(outbreak.checkins) == pytest.approx(1_500_000 * share_of_bac_giang, rel=0.1)


def test_the_tiniest_scale_still_works(base):
    assert len(run(base, scale=1e-6).case_lines) == base.cases.sum()


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan")])
def test_a_scale_that_is_not_above_zero_is_refused(base, scale):
    with pytest.raises(ValueError, match="expected a scale above 0"):
        run(base, scale=scale)


def test_a_province_without_cases_has_an_empty_line_list(base):
    assert len(run(replace(base, cases=np.zeros_like(base.cases))).case_lines) == 0


def test_cases_of_another_shape_are_refused(base):
    with pytest.raises(ValueError, match=r"expected .* days and communes"):
        replace(base, cases=base.cases[:-1])


def test_progress_rises_to_one(base):
    told = []
    simulate(base, SEED, SCALE, lambda table, share: told.append(share))
    assert told == sorted(told) and told[-1] == 1.0


def test_columns_are_those_of_the_schema(outbreak):
    for table in outbreak.tables:
        expected = schema.metadata.tables[table.name].columns
        assert set(table.columns) <= set(expected.keys()), table.name
        assert {c.name for c in expected if not c.nullable} - set(table.columns) <= {"file_id"}, table.name


def test_simulated_rows_come_from_no_row_of_a_file(outbreak):
    origin = {"row_number", "record", "content_key", "version", "key_id"}
    assert [table.name for table in outbreak.tables if origin & set(table.columns)] == []


def test_only_columns_that_the_schema_lets_be_null_are_null(outbreak):
    for table in outbreak.tables:
        columns = schema.metadata.tables[table.name].columns
        assert all(columns[name].nullable for name in table.nulls), table.name
        assert all((table[name] >= 0).all() for name in table.columns if _is_whole(table, name)), table.name


def _is_whole(table, name):
    return name not in table.nulls and table[name].dtype.kind == "i"


def test_ids_are_numbered_from_one(outbreak):
    for table in (outbreak.people, outbreak.venues, outbreak.checkins, outbreak.declarations):
        values = table[f"{table.name}_id"]
        assert np.array_equal(values, np.arange(1, len(values) + 1))


def test_people_and_venues_that_are_spoken_of_exist(outbreak):
    for table in (outbreak.checkins, outbreak.declarations, outbreak.case_lines):
        assert table["person_id"].max() <= len(outbreak.people)
    assert outbreak.checkins["venue_id"].max() <= len(outbreak.venues)
