"""What becomes of answers: symptoms, stays, scores, days. What was not said is not zero."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.days import VIET_NAM
from data.intake.rows.assessments import band_of, index_percent
from tests.data.intake.rows import (
    ASSESSMENTS,
    DECLARED,
    ENTERPRISES,
    LINES,
    STAYS,
    TOKHAIYTE,
    VENUES,
    assessed,
    case_line,
    declared,
    fifteen,
    judged_rows,
    pushed,
    reasons,
    venue,
    visit,
)
from tests.data.intake.tiny import Cells, open_tiny, rows_of

ALL_NO = dict.fromkeys(("fever", "cough", "breathlessness", "pneumonia", "sore_throat", "fatigue"), "Không")


def declaration(tmp_path: Path, row: Cells, source: str = DECLARED) -> dict[str, Any]:
    intake = open_tiny(tmp_path)
    pushed(intake, source, row)
    (found,) = rows_of(intake, "declaration")
    return found


@pytest.mark.parametrize(
    ("answers", "bits"),
    [
        ({}, None),
        ({"cough": "Không"}, None),
        ({"cough": "Có"}, 2),
        ({"fever": "Có", "fatigue": "Có"}, 33),
        (ALL_NO, 0),
        (ALL_NO | {"fever": ""}, None),
        ({"has_symptoms": "Không"}, 0),
        ({"has_symptoms": "Có"}, 64),
        ({"has_symptoms": "Có", "cough": "Có"}, 2),
        ({"has_symptoms": ""}, None),
    ],
)
def test_symptoms_are_unknown_until_every_question_is_answered(
    tmp_path: Path, answers: dict[str, str], bits: int | None
) -> None:
    assert declaration(tmp_path, declared(**answers))["symptoms"] == bits


@pytest.mark.parametrize(("answer", "kept"), [("Có", True), ("Không", False), ("", None), ("Không rõ", None)])
def test_a_contact_not_answered_is_neither_yes_nor_no(tmp_path: Path, answer: str, kept: bool | None) -> None:
    assert declaration(tmp_path, declared(has_contact=answer))["has_contact"] is kept


def tokhaiyte(**cells: str) -> Cells:
    row = {
        "id": "1",
        "createdDate": "08/05/2021 07:00:00",
        "phone": "0912000001",
        "wardId": "07795",
        "type": "HDLocal",
    }
    return row | cells


@pytest.mark.parametrize(("answer", "bits"), [("1", 64), ("0", 0), ("", None)])
def test_show_is_one_for_yes_and_zero_for_no(tmp_path: Path, answer: str, bits: int | None) -> None:
    assert declaration(tmp_path, tokhaiyte(showSignal=answer), TOKHAIYTE)["symptoms"] == bits


@pytest.mark.parametrize(("answer", "kept"), [("1", True), ("2", False), ("", None)])
def test_has_is_one_for_yes_and_two_for_no(tmp_path: Path, answer: str, kept: bool | None) -> None:
    assert declaration(tmp_path, tokhaiyte(hasPatient=answer), TOKHAIYTE)["has_contact"] is kept


@pytest.mark.parametrize(("column", "answer"), [("showSignal", "2"), ("hasPatient", "0")])
def test_the_other_way_of_saying_no_is_held(tmp_path: Path, column: str, answer: str) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, TOKHAIYTE, tokhaiyte(**{column: answer}))
    (held,) = intake.held()
    assert (held.reason, held.column, held.got) == ("code_unknown", column, answer)


def test_form_channel_and_missing_birth_year_are_kept_as_told(tmp_path: Path) -> None:
    found = declaration(tmp_path, tokhaiyte(gender="Nu"), TOKHAIYTE)
    assert (found["form"], found["channel"], found["birth_year"], found["sex"]) == (
        "local",
        "tokhaiyte",
        None,
        "f",
    )


def stay(tmp_path: Path, **cells: str | None):  # type: ignore[no-untyped-def]
    intake = open_tiny(tmp_path)
    pushed(intake, VENUES, venue())
    pushed(intake, STAYS, visit(**cells))  # type: ignore[arg-type]
    return intake


def test_a_stay_beyond_the_longest_is_cut_and_counted(tmp_path: Path) -> None:
    intake = stay(tmp_path, t_out="08/05/2021 20:00:00")
    (found,) = rows_of(intake, "checkin")
    assert found["t_out"] - found["t_in"] == 240 * 60
    assert (intake.entry(2).adjusted, rows_of(intake, "file_rule")[0]["rule"]) == (
        {"stay_cut": 1},
        "stay_cut",
    )


def test_a_stay_of_just_the_longest_is_left_alone(tmp_path: Path) -> None:
    assert stay(tmp_path, t_out="08/05/2021 11:00:00").entry(2).adjusted == {}


def test_a_stay_that_ends_before_it_begins_is_held(tmp_path: Path) -> None:
    (held,) = stay(tmp_path, t_out="08/05/2021 06:30:00").held()
    assert (held.reason, held.column, held.got) == ("stay_negative", "t_out", "30 minutes before it")


def test_a_check_out_that_was_not_told_stays_unknown(tmp_path: Path) -> None:
    assert [row["t_out"] for row in rows_of(stay(tmp_path, t_out=""), "checkin")] == [None]


def test_a_row_that_is_held_is_not_counted_as_cut(tmp_path: Path) -> None:
    intake = stay(tmp_path, t_out="08/05/2021 20:00:00", phone="12")
    assert (intake.entry(2).rows.held, intake.entry(2).adjusted) == (1, {})


def test_a_venue_of_no_register_is_held_without_its_code(tmp_path: Path) -> None:
    (held,) = stay(tmp_path, code="V9").held()
    assert (held.reason, held.got) == ("venue_unknown", "a code that no register holds")


def test_an_hour_ahead_is_held_and_a_clock_a_little_fast_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Before some midnights an hour ahead is a day that with day and month exchanged would be over.
    noon = datetime(2021, 6, 15, 12, tzinfo=VIET_NAM)
    monkeypatch.setattr("data.intake.world.now", lambda: noon)
    soon, later = ((noon + timedelta(minutes=m)).strftime("%d/%m/%Y %H:%M:%S") for m in (5, 60))
    intake = open_tiny(tmp_path)
    pushed(intake, DECLARED, declared("A", declared_at=soon), declared("B", declared_at=later))
    assert reasons(intake) == [(1, 2, "time_in_future")]


def test_a_day_before_the_epidemic_is_held(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, DECLARED, declared(declared_at="08/05/2019 07:00:00"))
    assert [h.reason for h in intake.held()] == ["day_implausible"]


def test_day_and_month_exchanged_are_told_by_a_day_that_is_still_to_come(tmp_path: Path) -> None:
    judged = judged_rows(
        open_tiny(tmp_path),
        LINES,
        [case_line(first_positive_day="05/12/2021")],
        now=datetime(2021, 6, 1, tzinfo=UTC),
    )
    (held,) = judged.held
    assert (held.problem.reason, held.column) == ("day_month_swapped", "first_positive_day")
    assert held.problem.got == "05/12/2021, which exchanged is 12/05/2021"


@pytest.mark.parametrize(
    ("total", "percent", "band"),
    [
        (0, 0, "very_low"), (45, 15, "very_low"), (46, 15, "very_low"), (47, 16, "low"), (90, 30, "low"),
        (91, 30, "low"), (92, 31, "medium"), (150, 50, "medium"), (152, 51, "high"), (241, 80, "high"),
        (242, 81, "very_high"), (300, 100, "very_high"),
    ],
)  # fmt: skip
def test_the_index_is_rounded_and_falls_into_its_band(
    tmp_path: Path, total: int, percent: int, band: str
) -> None:
    assert (int(index_percent(np.int64(total))), band_of(percent)) == (percent, band)


def test_a_half_is_rounded_up() -> None:
    assert index_percent(np.array([1.5, 4.5, 4.4])).tolist() == [1.0, 2.0, 1.0]


def assessment(tmp_path: Path, row: Cells):  # type: ignore[no-untyped-def]
    intake = open_tiny(tmp_path)
    pushed(intake, ASSESSMENTS, row)
    return intake


def test_a_total_alone_is_enough(tmp_path: Path) -> None:
    (found,) = rows_of(assessment(tmp_path, assessed("90")), "assessment")
    assert (found["total"], found["index_percent"], found["band"], found["scores"]) == (90, 30, "low", "")


def test_fifteen_scores_are_enough(tmp_path: Path) -> None:
    (found,) = rows_of(assessment(tmp_path, assessed(None, **fifteen("4"))), "assessment")
    assert (found["total"], found["index_percent"], found["scores"]) == (60, 20, ",".join(["4"] * 15))


def test_a_total_that_differs_from_the_sum_is_held(tmp_path: Path) -> None:
    (held,) = assessment(tmp_path, assessed("61", **fifteen("4"))).held()
    assert (held.reason, held.expected, held.got) == ("total_differs", "60, the sum of the scores", "61")


def test_fourteen_scores_and_no_total_are_held(tmp_path: Path) -> None:
    (held,) = assessment(tmp_path, assessed(None, **(fifteen("4") | {"CS3": ""}))).held()
    assert (held.reason, held.got) == ("missing_value", "neither")


def test_scores_that_add_up_to_more_than_there_is_are_held(tmp_path: Path) -> None:
    (held,) = assessment(tmp_path, assessed(None, **fifteen("30"))).held()
    assert (held.reason, held.expected, held.got) == (
        "count_unreadable",
        "scores that add up to 300 at most",
        "450",
    )


def test_an_assessment_names_its_enterprise_whichever_comes_first(tmp_path: Path) -> None:
    intake = assessment(tmp_path, assessed())
    pushed(
        intake,
        ENTERPRISES,
        {"tax_code": "100109106", "name": "Công ty A", "district": "Việt Yên", "commune": "Nếnh"},
    )
    (enterprise,), (found,) = rows_of(intake, "enterprise"), rows_of(intake, "assessment")
    assert enterprise["enterprise_id"] == found["enterprise_id"]


def test_a_required_answer_that_is_missing_is_named(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, DECLARED, declared(declared_at="  "))
    (held,) = intake.held()
    assert (held.reason, held.column, held.expected, held.got) == (
        "missing_value",
        "declared_at",
        "when it was declared",
        "(empty)",
    )
