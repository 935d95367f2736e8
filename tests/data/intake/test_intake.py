"""The facade: judging reads, committing writes all or nothing, and the ledger accounts for every row."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.errors import DichteError, ImportRefused
from data.intake.options import options_for
from data.readers.batch import ReadOptions
from data.sources.load import find_source
from tests.data.intake.rows import (
    DECLARED,
    FEED,
    MAY_9,
    NENH,
    STAYS,
    VENUES,
    declared,
    pushed,
    standing,
    venue,
    visit,
)
from tests.data.intake.tiny import SOURCES, case_row, open_tiny, rows_of, state

ROW = case_row("Việt Yên", "Nếnh", "2021-05-08", "3")

FEW = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["feed", "stays", "venues", "withdraw", "place", "correct", "dismiss", "choose"]),
        st.integers(0, 3),
        st.integers(0, 2),
    ),
    min_size=3,
    max_size=9,
)


def act(intake, kind: str, a: int, b: int) -> None:  # type: ignore[no-untyped-def]
    """One thing that a person or a file does; most can be refused."""
    held, name = intake.held(), f"{kind} {a} {b}"
    commune = ("Nếnh", "Nowhere", "Quang Châu")[b]
    if kind == "feed":
        rows = [
            case_row("Việt Yên", commune, f"2021-05-0{d}", cases)
            for d, cases in ((1, str(a)), (2, "1"), (3, "x"))
        ]
        pushed(intake, FEED, *rows, name=name)
    elif kind == "stays":
        pushed(intake, STAYS, visit("1", f"V{a}"), visit(str(b)), name=name)
    elif kind == "venues":
        pushed(intake, VENUES, venue(commune=commune), venue(f"V{a}"), name=name)
    elif kind == "withdraw":
        intake.withdraw(a + 1, "Lan", "")
    elif held:
        line = held[(a * 3 + b) % len(held)]
        where = line.file_id, line.row_number
        if kind == "place":
            intake.place(*where, NENH, "Lan", "")
        elif kind == "correct":
            intake.correct(*where, {"new_cases": str(b), "venue_code": "V1"}, "Lan")
        elif kind == "dismiss":
            intake.dismiss(line.file_id, [line.row_number], "Lan", "")
        else:
            intake.choose(*where, "Lan", "")


@FEW
@given(ACTS)
def test_every_row_is_accounted_for_whatever_is_done(acts: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        intake = open_tiny(Path(folder))
        for kind, a, b in acts:
            before = state(intake) if kind == "withdraw" else None
            try:
                act(intake, kind, a, b)
            except DichteError:
                assert before is None or state(intake) == before
            standing(intake)
        lines = {row["file_id"]: row for row in rows_of(intake, "import_file") if row["withdrawn_at"] is None}
        kept = [row for table in ("case_count", "checkin", "venue") for row in rows_of(intake, table)]
        aside = rows_of(intake, "set_aside")
        for number, line in lines.items():
            stored = sum(row["file_id"] == number for row in kept)
            mine = [row["why"] for row in aside if row["file_id"] == number]
            assert stored + mine.count("superseded") == line["accepted"]
            assert mine.count("duplicate") == line["duplicate"]
        assert {row["file_id"] for row in [*kept, *aside]} <= set(lines)


def test_judging_writes_nothing(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    before = state(intake)
    intake.judge_rows([ROW], FEED, "rows", "a" * 64)
    assert (state(intake), rows_of(intake, "import_file")) == (before, [])


def test_a_source_that_nobody_knows_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="an-toan-covid-case"):
        open_tiny(tmp_path).judge_rows([ROW], "an-toan-covid-case", "rows", "a" * 64)


def test_a_source_of_another_profile_is_refused_with_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="DICHTE_PROFILE="):
        open_tiny(tmp_path).source("nz-exposure-events")


def test_a_file_is_read_as_the_caller_says_then_as_its_source_does() -> None:
    source = find_source(SOURCES, DECLARED)
    assert options_for(source, None) == source.options
    assert options_for(source, ReadOptions(encoding="tcvn3", header_row=3)).encoding == "tcvn3"
    assert options_for(source, ReadOptions(header_row=3)).header_row == 3


def test_a_receipt_tells_rows_cases_days_and_the_snapshot(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    receipt = pushed(intake, FEED, ROW, case_row("Việt Yên", "Nowhere", "2021-05-09", "5"), received_at=MAY_9)
    assert (receipt.rows.accepted, receipt.rows.held) == (1, 1)
    assert (receipt.weights.accepted, receipt.weights.held) == (3, 5)
    assert (receipt.first_day and receipt.first_day.day, receipt.last_day and receipt.last_day.day) == (8, 9)
    refreshed = intake.refresh()
    assert refreshed is not None
    assert receipt.snapshot_id == refreshed.id


def test_the_ledger_is_newest_first_and_tells_who_when_and_how_long(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, ROW, name="one")
    pushed(intake, DECLARED, declared(), name="two")
    assert [entry.name for entry in intake.entries()] == ["two", "one"]
    entry = intake.entry(1)
    assert (entry.source, entry.imported_by, entry.is_simulated, len(entry.sha256)) == (
        FEED,
        "Lan",
        False,
        64,
    )
    assert entry.seconds is not None
    assert (entry.first_day and entry.first_day.day, entry.withdrawn_at) == (8, None)


def test_a_push_may_leave_the_rollups_for_later(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    receipt = pushed(intake, FEED, ROW, refresh=False)
    assert (receipt.snapshot_id, rows_of(intake, "rollup_cell")) == (None, [])
    intake.refresh()
    assert rows_of(intake, "touched_day") == []
    assert len(rows_of(intake, "rollup_cell")) > 0


def test_a_commit_that_fails_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    intake = open_tiny(tmp_path)

    def fail(*_: object) -> None:
        raise ImportRefused("the last step fails")

    monkeypatch.setattr("data.intake.write.write_coverage", fail)
    with pytest.raises(ImportRefused):
        pushed(intake, FEED, ROW)
    assert all(
        rows_of(intake, name) == [] for name in ("import_file", "case_count", "held_row", "touched_day")
    )
