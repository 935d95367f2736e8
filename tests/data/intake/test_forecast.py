"""What is foretold of a file is what its commit then does."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.data.intake.rows import (
    DECLARED,
    FEED,
    INSTALLS,
    MAY_9,
    NENH,
    STAYS,
    VENUES,
    declared,
    installs,
    pushed,
    venue,
    visit,
)
from tests.data.intake.tiny import Cells, case_row, open_tiny, rows_of

FEW = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)

ROWS: dict[str, st.SearchStrategy[Cells]] = {
    FEED: st.builds(
        lambda commune, day, cases: case_row("Việt Yên", commune, day, cases),
        st.sampled_from(("Nếnh", "Nowhere")),
        st.sampled_from(("2021-05-08", "2021-05-09")),
        st.sampled_from(("1", "2", "many")),
    ),
    DECLARED: st.builds(
        lambda number, commune, version, cough: declared(number, commune, updated_at=version, cough=cough),
        st.sampled_from(("A", "B")),
        st.sampled_from(("Nếnh", "Nowhere")),
        st.sampled_from((None, "09/05/2021 08:00:00", "09/05/2021 09:00:00")),
        st.sampled_from(("Có", "Không", "maybe")),
    ),
    INSTALLS: st.builds(
        lambda number, commune: installs(number, commune=commune),
        st.sampled_from(("5", "6")),
        st.sampled_from(("Nếnh", "Nowhere")),
    ),
    STAYS: st.builds(
        lambda number, code, out: visit(number, code, t_out=out),
        st.sampled_from(("1", "2")),
        st.sampled_from(("V1", "V2")),
        st.sampled_from((None, "08/05/2021 06:00:00", "08/05/2021 20:00:00")),
    ),
}


@pytest.mark.parametrize("source", ROWS)
def test_a_forecast_is_what_the_commit_then_does(source: str) -> None:
    @FEW
    @given(
        st.lists(st.lists(ROWS[source], min_size=1, max_size=4), max_size=2),
        st.lists(ROWS[source], min_size=1, max_size=5),
    )
    def check(there: list[list[Cells]], coming: list[Cells]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            intake = open_tiny(Path(folder))
            pushed(intake, VENUES, venue())
            for n, rows in enumerate(there):
                pushed(intake, source, *rows, name=f"{n}", received_at=MAY_9)
            judged = intake.judge_rows(coming, source, "coming", "c" * 64)
            told, done = intake.forecast(judged), intake.commit(judged, "Lan", refresh=False)
            assert told.rows == done.rows
            assert (told.weights.held, told.weights.received >= done.weights.received) == (
                done.weights.held,
                True,
            )
            held = intake.held(done.file_id)
            assert sum(told.by_reason.values()) == len(held)
            assert told.by_reason == {r: sum(h.reason == r for h in held) for r in {h.reason for h in held}}
            assert told.adjusted == intake.entry(done.file_id or 0).adjusted

    check()


def test_a_forecast_writes_nothing(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    judged = intake.judge_rows([installs()], INSTALLS, "x", "c" * 64)
    intake.forecast(judged)
    assert (rows_of(intake, "import_file"), rows_of(intake, "install_count")) == ([], [])


def test_the_very_same_file_is_known(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    judged = intake.judge_rows([installs(), installs("6", "09/05/2021")], INSTALLS, "x", "c" * 64)
    intake.commit(judged, "Lan")
    told = intake.forecast(judged)
    assert (told.is_known, told.rows.duplicate, told.rows.received) == (True, 2, 2)


def test_a_forecast_names_days_communes_and_the_columns_that_failed(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    rows = [installs(), installs("6", "10/05/2021", "Quang Châu"), installs("x"), installs("y", "11/05/2021")]
    told = intake.forecast(intake.judge_rows(rows, INSTALLS, "x", "c" * 64))
    assert (f"{told.first_day:%d/%m}", f"{told.last_day:%d/%m}", told.communes) == ("08/05", "10/05", 2)
    assert told.by_column == {("count_unreadable", "installs"): 2}


def test_a_place_decided_between_two_looks_changes_the_forecast(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, case_row("Việt Yên", "Nowhere", "2021-05-08", "1"))
    coming = [case_row("Việt Yên", "Nowhere", "2021-05-09", "1")]
    before = intake.forecast(intake.judge_rows(coming, FEED, "x", "c" * 64))
    intake.place(1, 1, NENH, "Lan", "its old name")
    after = intake.forecast(intake.judge_rows(coming, FEED, "x", "c" * 64))
    assert (before.rows.held, after.rows.accepted) == (1, 1)
