"""Several rows of one record: what stands, what is kept aside, and what comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import ImportRefused
from tests.data.intake.rows import (
    DECLARED,
    FEED,
    INSTALLS,
    MAY_9,
    MAY_10,
    MAY_11,
    NENH,
    STAYS,
    VENUES,
    declared,
    installs,
    pushed,
    reasons,
    standing,
    venue,
    visit,
)
from tests.data.intake.tiny import case_row, open_tiny, rows_of, state

ROW = case_row("Việt Yên", "Nếnh", "2021-05-08", "3")
OTHER = case_row("Việt Yên", "Nếnh", "2021-05-08", "4")
THIRD = case_row("Việt Yên", "Nếnh", "2021-05-08", "5")


def test_two_counts_for_one_place_and_day_are_both_held(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, ROW)
    pushed(intake, FEED, OTHER)
    assert reasons(intake) == [(1, 1, "contested"), (2, 1, "contested")]
    assert standing(intake) == [(1, 0, 0, 1), (1, 0, 0, 1)]
    assert rows_of(intake, "case_count") == []


def test_a_contested_row_tells_its_count_and_nothing_else(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, ROW, OTHER)
    held = intake.held()[0]
    assert (held.column, held.expected, held.got) == ("new_cases", "one version of the record", "3")
    assert (held.weight, held.place, held.is_contested) == (3, "Việt Yên / Nếnh", True)


def test_the_version_that_a_person_chose_stands(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, ROW, OTHER)
    intake.choose(1, 2, "Lan", "asked by telephone")
    assert [row["new_cases"] for row in rows_of(intake, "case_count")] == [4]
    assert (reasons(intake), standing(intake)) == ([], [(2, 2, 0, 0)])


def test_a_third_version_does_not_disturb_what_was_chosen_but_is_kept_aside(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, ROW, OTHER)
    intake.choose(1, 2, "Lan", "asked")
    pushed(intake, FEED, THIRD)
    assert [row["new_cases"] for row in rows_of(intake, "case_count")] == [4]
    assert standing(intake) == [(2, 2, 0, 0), (1, 1, 0, 0)]


def test_withdrawing_one_file_brings_the_other_back(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, ROW)
    pushed(intake, FEED, OTHER)
    intake.withdraw(2, "Lan", "wrong file")
    assert [row["new_cases"] for row in rows_of(intake, "case_count")] == [3]
    assert (reasons(intake), standing(intake)) == ([], [(1, 1, 0, 0), (1, 0, 0, 1)])


def test_the_newest_version_stands_in_whatever_order_it_comes(tmp_path: Path) -> None:
    old = declared(updated_at="09/05/2021 08:00:00", has_symptoms="Có")
    new = declared(updated_at="09/05/2021 09:00:00", has_symptoms="Không")
    first, second = open_tiny(tmp_path / "one"), open_tiny(tmp_path / "two")
    pushed(first, DECLARED, old)
    pushed(first, DECLARED, new)
    pushed(second, DECLARED, new)
    pushed(second, DECLARED, old)
    assert [row["symptoms"] for row in rows_of(first, "declaration")] == [0]
    assert state(first) == state(second)
    assert standing(first) == standing(second) == [(1, 1, 0, 0), (1, 1, 0, 0)]


def test_equal_versions_with_different_content_are_contested(tmp_path: Path) -> None:
    intake, when = open_tiny(tmp_path), "09/05/2021 08:00:00"
    pushed(intake, DECLARED, declared(updated_at=when, cough="Có"), declared(updated_at=when, cough="Không"))
    assert reasons(intake) == [(1, 1, "contested"), (1, 2, "contested")]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_file_received_last_stands_whichever_is_imported_first(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    intake, files = open_tiny(tmp_path), ((installs("5"), MAY_9), (installs("6"), MAY_10))
    for n in order:
        pushed(intake, INSTALLS, files[n][0], received_at=files[n][1])
    assert [row["installs"] for row in rows_of(intake, "install_count")] == [6]
    assert standing(intake) == [(1, 1, 0, 0), (1, 1, 0, 0)]


def test_a_register_that_changes_a_visited_venue_changes_it_in_place(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, VENUES, venue(), received_at=MAY_9)
    pushed(intake, STAYS, visit(), received_at=MAY_10)
    pushed(intake, VENUES, venue(name="Chợ mới", commune="Quang Châu"), received_at=MAY_11)
    (found,) = rows_of(intake, "venue")
    assert (found["name"], found["file_id"], found["unit_id"]) == ("Chợ mới", 3, 6)
    assert len(rows_of(intake, "checkin")) == 1


def test_rows_that_contradict_each_other_about_a_visited_venue_are_refused(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, VENUES, venue(), received_at=MAY_9)
    pushed(intake, STAYS, visit(), received_at=MAY_10)
    before = state(intake)
    with pytest.raises(ImportRefused) as refused:
        pushed(intake, VENUES, venue(name="Chợ A"), venue(name="Chợ B"), received_at=MAY_9)
    assert str(refused.value) == (
        "Expected one row for each venue that check-ins refer to, got rows that contradict each other for V1. Leave "
        "one row each and bring the file again; nothing was changed."
    )
    assert (state(intake), len(standing(intake))) == (before, 2)


def test_a_dismissed_contested_row_stays_dismissed_when_its_record_is_settled_again(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, ROW, OTHER)
    intake.dismiss(1, [2], "Lan", "a misprint")
    pushed(intake, FEED, OTHER, name="again")
    assert reasons(intake) == [(1, 1, "contested")]
    (kept,) = [h for h in intake.held(with_dismissed=True) if h.row_number == 2]
    assert (kept.dismissed_by, kept.dismissed_why) == ("Lan", "a misprint")
    assert standing(intake) == [(2, 0, 0, 2), (1, 0, 1, 0)]


def test_a_person_nobody_speaks_of_any_more_is_forgotten(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, DECLARED, declared("A"), declared("B", phone="0912000009"))
    assert len(rows_of(intake, "person")) == 2
    intake.withdraw(1, "Lan", "wrong")
    assert rows_of(intake, "person") == []


def test_placing_one_row_leaves_contested_ones_of_the_same_place_in_balance(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    rows = [
        declared("A", "Nowhere", cough="Có"),
        declared("A", "Nowhere", cough="Không"),
        declared("B", "Nowhere"),
    ]
    pushed(intake, DECLARED, *rows)
    intake.place(1, 3, NENH, "Lan", "the old name")
    assert standing(intake) == [(3, 1, 0, 2)]
    intake.choose(1, 1, "Lan", "asked")
    assert (standing(intake), reasons(intake)) == ([(3, 3, 0, 0)], [])
    assert sorted(row["symptoms"] or 0 for row in rows_of(intake, "declaration")) == [0, 2]
