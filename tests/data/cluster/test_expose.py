"""Partitions side by side give the answer of one piece, under every definition, F2 included."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.cluster import part
from data.cluster.expose import expose
from data.cluster.files import read_all
from data.cluster.merge import Totals, by_whomever, checksum, merge, split, totals
from data.cluster.write import write_partitions
from data.errors import ClusterError
from geo.copresence import Contacts, Pairs
from geo.exposure_rule import PRESETS, ExposureRule, rule_text
from tests.data.cluster.world import Province, in_one_piece, onward_in_one_piece, rows_of

PROVINCE = Province(30_000)
RULE = ExposureRule()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_partitions(PROVINCE, tmp_path_factory.mktemp("partitions"), 20)


@pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)
def test_the_totals_are_those_of_one_piece(folder: Path, rule: ExposureRule) -> None:
    whole = in_one_piece(PROVINCE, rule)
    answer = expose(folder, PROVINCE.periods, PROVINCE.limits(rule), rule)
    assert answer.exposed == totals(whole.pairs, len(whole.contacts))
    assert answer.exposed.pairs > answer.exposed.people > 200
    assert answer.onward is None


@pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)
def test_pairs_and_contacts_written_are_those_of_one_piece(
    folder: Path, rule: ExposureRule, tmp_path: Path
) -> None:
    whole = in_one_piece(PROVINCE, rule)
    expose(folder, PROVINCE.periods, PROVINCE.limits(rule), rule, out=tmp_path)
    assert rows_of(read_all(tmp_path / "pairs", Pairs)) == rows_of(whole.pairs)
    assert rows_of(read_all(tmp_path / "contacts", Contacts)) == rows_of(whole.contacts)
    facts = json.loads((tmp_path / "answer.json").read_text())
    assert facts["rule"] == rule_text(rule)
    assert facts["exposed"] == asdict(totals(whole.pairs, len(whole.contacts)))


@pytest.mark.parametrize("days", [0, 1, 21])
def test_f2_are_those_of_one_piece(folder: Path, tmp_path: Path, days: int) -> None:
    rule = ExposureRule(onward_days=days)
    whole = onward_in_one_piece(PROVINCE, rule)
    answer = expose(folder, PROVINCE.periods, PROVINCE.limits(rule), rule, has_onward=True, out=tmp_path)
    people = by_whomever(whole.pairs)
    assert answer.onward == totals(people, len(whole.contacts))
    assert rows_of(read_all(tmp_path / "onward-contacts", Contacts)) == rows_of(whole.contacts)
    written = pq.read_table(tmp_path / "onward-people").sort_by("person").to_pydict()
    assert written == {name: c.tolist() for name, c in vars(people).items() if name != "person_f0"}
    assert (answer.onward.people >= 50) == (days > 0)


@pytest.mark.parametrize("rule", [RULE, PRESETS["place"]], ids=["overlap", "place"])
def test_visits_held_against_stays_a_few_at_a_time_give_the_same(
    folder: Path, rule: ExposureRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = expose(folder, PROVINCE.periods, PROVINCE.limits(rule), rule)
    pieces = []
    cut = part.pieces
    monkeypatch.setattr(part, "CANDIDATES", 10 if rule == RULE else 500)
    monkeypatch.setattr(part, "pieces", lambda *a: pieces.append(found := list(cut(*a))) or iter(found))
    assert expose(folder, PROVINCE.periods, PROVINCE.limits(rule), rule).exposed == whole.exposed
    assert max(map(len, pieces)) >= 6


@pytest.mark.parametrize("partitions", [1, 2, 100])
def test_the_number_of_partitions_does_not_show(folder: Path, tmp_path: Path, partitions: int) -> None:
    other = write_partitions(PROVINCE, tmp_path, partitions)
    limits = PROVINCE.limits(RULE)
    assert (
        expose(other, PROVINCE.periods, limits, RULE).exposed
        == expose(folder, PROVINCE.periods, limits, RULE).exposed
    )


def test_without_visits_or_cases_nobody_is_exposed(folder: Path, tmp_path: Path) -> None:
    empty, nobody = Province(0), Province(0, cases=0).periods
    nowhere = write_partitions(empty, tmp_path, 3)
    for where, periods in ((nowhere, PROVINCE.periods), (folder, nobody)):
        answer = expose(where, periods, PROVINCE.limits(RULE), RULE, has_onward=True)
        assert (answer.exposed, answer.onward) == (Totals(), Totals())


def test_the_memory_of_this_process_is_in_the_answer(folder: Path) -> None:
    answer = expose(folder, PROVINCE.periods, PROVINCE.limits(RULE), RULE)
    (peak,) = answer.peaks.values()
    assert 50 << 20 < peak < 64 << 30


def test_an_answer_is_not_written_over_another_one(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(ClusterError, match="new or empty folder"):
        expose(folder, PROVINCE.periods, PROVINCE.limits(RULE), RULE, out=tmp_path)


small = st.integers(0, 4)
pair_rows = st.lists(
    st.tuples(small, small, st.integers(1, 9), st.integers(1, 9), small, small, st.booleans()), max_size=30
)


def pairs_of(rows: list[tuple[int, ...]]) -> Pairs:
    columns = list(zip(*rows, strict=True)) if rows else [()] * 7
    kinds = [np.int64] * 6 + [np.bool_]
    return Pairs(*(np.array(c, k) for c, k in zip(columns, kinds, strict=True)))


@settings(max_examples=100, deadline=None)
@given(pair_rows, st.integers(0, 30))
def test_merging_in_any_order_and_in_steps_gives_the_same(rows: list[tuple[int, ...]], at: int) -> None:
    at_once = merge([pairs_of(rows)])
    in_steps = merge([merge([pairs_of(rows[at:])]), merge([pairs_of(rows[:at])])])
    assert rows_of(in_steps) == rows_of(at_once)
    expected: dict[tuple[int, int], list[tuple[int, ...]]] = {}
    for row in rows:
        expected.setdefault(row[:2], []).append(row[2:])
    assert rows_of(at_once) == sorted(
        (*key, sum(c[0]), max(c[1]), min(c[2]), max(c[3]), all(c[4]))
        for key, found in expected.items()
        if (c := list(zip(*found, strict=True)))
    )


@settings(max_examples=50, deadline=None)
@given(pair_rows, st.integers(1, 5))
def test_the_totals_of_buckets_add_up(rows: list[tuple[int, ...]], buckets: int) -> None:
    whole = merge([pairs_of(rows)])
    parts = split(whole, buckets)
    assert sum(map(totals, parts), Totals()) == totals(whole)
    assert checksum(pairs_of(rows[::-1])) == checksum(pairs_of(rows))


def test_the_checksum_tells_one_second_and_one_person_apart() -> None:
    one = [(1, 2, 600, 600, 0, 0, False), (1, 3, 600, 600, 0, 0, False)]
    other = [(1, 2, 601, 600, 0, 0, False), (1, 3, 599, 600, 0, 0, False)]
    swapped = [(2, 1, 600, 600, 0, 0, False), (1, 3, 600, 600, 0, 0, False)]
    assert len({checksum(pairs_of(rows)) for rows in (one, other, swapped)}) == 3
