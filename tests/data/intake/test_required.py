"""Answers that must be there, days that can be, and the one reason that a row is held for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from data.checks.checked import Checked, Problem
from data.intake.canon import Canon
from data.intake.required import check_days, require_answers
from data.sources.load import find_source
from tests.data.intake.rows import DECLARED, FEED, LINES, case_line, declared, judged_rows
from tests.data.intake.tiny import SOURCES, open_tiny

NOON = datetime(2021, 6, 1, 12, tzinfo=UTC)
FIRST, SECOND = Problem("a", "x", "y"), Problem("b", "x", "y")


def canon(source: str, **columns: tuple[list[int], list[bool]]) -> Canon:
    checked = {n: Checked(np.array(v), np.array(known), {}) for n, (v, known) in columns.items()}
    return Canon(find_source(SOURCES, source), None, 2, checked)  # type: ignore[arg-type]


def test_a_field_that_the_source_lacks_is_known_nowhere_and_null() -> None:
    made = canon(FEED)
    assert (made.has("new_cases"), made.known("new_cases").tolist()) == (False, [False, False])
    assert made.column("new_cases").to_pylist() == [None, None]
    assert made.values("new_cases", 9).tolist() == [9, 9]


def test_an_answer_that_is_missing_is_null_and_not_zero() -> None:
    made = canon(FEED, new_cases=([0, 0], [True, False]))
    assert made.column("new_cases").to_pylist() == [0, None]


def test_the_first_problem_of_a_row_stands() -> None:
    made = canon(FEED)
    made.fail(1, "day", FIRST)
    made.fail_where(np.array([True, True]), "commune", SECOND)
    assert made.problems == {1: ("day", FIRST), 0: ("commune", SECOND)}
    assert made.is_good().tolist() == [False, False]


def test_only_what_is_required_must_be_answered() -> None:
    made = canon(FEED, new_cases=([3, 0], [True, False]), record=([1, 1], [False, False]))
    require_answers(made)
    assert {row: (name, p.reason) for row, (name, p) in made.problems.items()} == {
        1: ("new_cases", "missing_value")
    }


def test_a_row_outside_the_days_of_its_file_is_held() -> None:
    made = canon(FEED, day=([18_755, 18_760], [True, True]))
    check_days(made, (date(2021, 5, 8), date(2021, 5, 9)))
    assert {row: p.expected for row, (_, p) in made.problems.items()} == {
        1: "a day from 08/05/2021 to 09/05/2021"
    }


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"declared_at": "01/06/2021 19:05:00"}, None),
        ({"declared_at": "01/06/2021 19:11:00"}, "time_in_future"),
        ({"declared_at": "01/06/2020 19:11:00"}, None),
        ({"declared_at": "31/12/2019 23:59:00"}, "day_implausible"),
        ({"updated_at": "30/06/2021 07:00:00"}, "time_in_future"),
        ({"declared_at": "31/02/2021 07:00:00"}, "moment_unreadable"),
    ],
)
def test_a_moment_has_to_be_possible(tmp_path: Path, cells: dict[str, str], reason: str | None) -> None:
    judged = judged_rows(open_tiny(tmp_path), DECLARED, [declared(**cells)], now=NOON)
    assert [h.problem.reason for h in judged.held] == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("day", "reason"),
    [("01/06/2021", None), ("02/06/2021", "day_month_swapped"), ("30/06/2021", "day_implausible")],
)
def test_a_day_has_to_be_possible(tmp_path: Path, day: str, reason: str | None) -> None:
    rows = [case_line(confirmed_day=day)]
    judged = judged_rows(open_tiny(tmp_path), LINES, rows, now=NOON)
    assert [h.problem.reason for h in judged.held] == ([reason] if reason else [])


def test_a_zone_may_end_in_the_future(tmp_path: Path) -> None:
    source = find_source(SOURCES, "lockdown-zones")
    cells = {m.column: "" for m in source.fields if m.column}
    kinds = source.mapping("kind")
    assert kinds is not None
    told = {
        "record": "1",
        "name": "Z",
        "kind": next(text for text, code in kinds.codes.items() if code == "lockdown"),
        "starts_on": "08/05/2021",
        "ends_on": "08/05/2031",
        "outline": "POLYGON((106.4 21.2,106.6 21.2,106.6 21.4,106.4 21.4,106.4 21.2))",
    }
    for name, text in told.items():
        mapping = source.mapping(name)
        assert mapping is not None
        cells[mapping.column] = text
    judged = judged_rows(open_tiny(tmp_path), "lockdown-zones", [cells])
    assert ([h.problem for h in judged.held], len(judged.rows)) == ([], 1)
