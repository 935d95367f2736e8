"""The same rows give the same store: twice, in any order, in any number of files, and after a file was taken back."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.intake.intake import Intake
from tests.data.intake.tiny import Cells, case_row, open_tiny, push, rows_of, state

FEED = "an-toan-covid-cases"
DECLARED = "bluezone-declarations"

PLACES = (
    ("Việt Yên", "Nếnh"),
    ("Việt Yên", "Quang Châu"),
    ("Lạng Giang", "Phi Mô"),
    ("Ba Đồn", "Quảng Châu"),
)
DAYS = ("2021-05-08", "2021-05-09", "2021-05-12")


LOOKED_AT = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
"""Each example builds two stores: a failing one is small enough as it comes, and shrinking it takes minutes."""


def counts() -> st.SearchStrategy[Cells]:
    """Few places, days and counts, so that rows repeat and contradict each other."""
    return st.builds(
        lambda place, day, cases: case_row(*place, day, cases),
        st.sampled_from(PLACES),
        st.sampled_from(DAYS),
        st.sampled_from(("1", "2", "many")),
    )


def declarations() -> st.SearchStrategy[Cells]:
    """Versions of a few declarations, told apart by when they were changed."""
    return st.builds(
        lambda number, hour, cough, commune: {
            "declaration_id": number,
            "declared_at": "08/05/2021 07:00:00",
            "updated_at": f"09/05/2021 {hour}:00:00",
            "phone": "0912000001",
            "district": "Việt Yên",
            "commune": commune,
            "cough": cough,
        },
        st.sampled_from(("A", "B", "C")),
        st.sampled_from(("08", "09", "10")),
        st.sampled_from(("Có", "Không")),
        st.sampled_from(("Nếnh", "Quang Châu", "Nowhere")),
    )


def fresh(folder: Path, source: str, files: Sequence[Sequence[Cells]]) -> Intake:
    intake = open_tiny(folder)
    for n, rows in enumerate(files):
        if rows:
            push(intake, source, rows, f"file {n} of {len(files)}")
    return intake


@pytest.mark.parametrize(
    ("source", "rows"), [(FEED, counts()), (DECLARED, declarations())], ids=[FEED, DECLARED]
)
def test_files_in_any_order_give_the_same_store(source: str, rows: st.SearchStrategy[Cells]) -> None:
    @LOOKED_AT
    @given(st.lists(st.lists(rows, min_size=1, max_size=5), min_size=1, max_size=3), st.randoms())
    def check(files: list[list[Cells]], random: st.Random) -> None:
        shuffled = random.sample(files, len(files))
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            assert state(fresh(Path(one), source, files)) == state(fresh(Path(two), source, shuffled))

    check()


@pytest.mark.parametrize(
    ("source", "rows"), [(FEED, counts()), (DECLARED, declarations())], ids=[FEED, DECLARED]
)
def test_a_file_that_was_taken_back_leaves_no_trace_in_the_data(
    source: str, rows: st.SearchStrategy[Cells]
) -> None:
    @LOOKED_AT
    @given(
        st.lists(st.lists(rows, min_size=1, max_size=5), min_size=1, max_size=2),
        st.lists(rows, min_size=1, max_size=5),
    )
    def check(others: list[list[Cells]], taken: list[Cells]) -> None:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            intake = open_tiny(Path(one))
            receipts = [
                push(intake, source, rows, f"{n}") for n, rows in enumerate([others[0], taken, *others[1:]])
            ]
            intake.withdraw(receipts[1].file_id or 0, "Lan", "sent by mistake")
            plain = open_tiny(Path(two))
            for n, each in enumerate(others):
                push(plain, source, each, f"{n}")
            assert state(intake) == state(plain)

    check()


def test_one_file_split_in_two_gives_the_same_store(tmp_path: Path) -> None:
    rows = [case_row(*place, day, "3") for place in PLACES for day in DAYS]
    whole, halves = open_tiny(tmp_path / "one"), open_tiny(tmp_path / "two")
    push(whole, FEED, rows)
    push(halves, FEED, rows[:5], "first half")
    push(halves, FEED, rows[5:], "second half")
    assert state(whole) == state(halves)


def test_the_same_file_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    rows = [case_row("Việt Yên", "Nếnh", "2021-05-08", "3")]
    push(intake, FEED, rows)
    before, files = state(intake), rows_of(intake, "import_file")
    receipt = push(intake, FEED, rows)
    assert (receipt.file_id, receipt.rows.duplicate) == (None, 1)
    assert (state(intake), rows_of(intake, "import_file")) == (before, files)


def test_a_file_may_come_again_after_it_was_taken_back(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    rows = [case_row("Việt Yên", "Nếnh", "2021-05-08", "3")]
    first = push(intake, FEED, rows)
    before = state(intake)
    intake.withdraw(first.file_id or 0, "Lan", "wrong file")
    again = push(intake, FEED, rows)
    assert again.rows.accepted == 1
    assert state(intake) == before
