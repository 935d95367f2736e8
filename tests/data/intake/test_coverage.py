"""What a file reports on: zero where it says so, unknown everywhere else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.intake.intake import Intake
from tests.data.intake.rows import (
    FEED,
    INSTALLS,
    MAY_9,
    NENH,
    STAYS,
    VENUES,
    declared,
    installs,
    judged_rows,
    pushed,
    venue,
    visit,
)
from tests.data.intake.tiny import case_row, open_tiny, rows_of

ROWS = (case_row("Việt Yên", "Nếnh", "2021-05-08", "3"), case_row("Lạng Giang", "Vôi", "2021-05-10", "1"))


def covered(intake: Intake) -> set[tuple[int, int]]:
    """Day of May and commune."""
    return {(row["day"].day, row["unit_id"]) for row in rows_of(intake, "coverage")}


def test_a_feed_reports_on_every_commune_and_every_day_of_its_span(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    intake.commit(judged_rows(intake, FEED, ROWS), "Lan", received_at=MAY_9)
    assert covered(intake) == {(day, unit) for day in (8, 9, 10) for unit in range(1, 7)}
    cells = {
        (r["day"].day, r["unit_id"]): r["value"]
        for r in rows_of(intake, "rollup_cell")
        if r["measure"] == "new_cases"
    }
    assert (cells[8, 5], cells[8, 1], cells[9, 5]) == (3.0, 0.0, 0.0)


def test_a_file_that_says_for_which_days_it_speaks_covers_them_all(tmp_path: Path) -> None:
    intake, path = open_tiny(tmp_path / "store"), tmp_path / "feed.csv"
    path.write_text(
        "district,commune,date,new_cases\nViệt Yên,Nếnh,2021-05-08,3\nViệt Yên,Nếnh,2021-05-12,3\n", "utf-8"
    )
    judged = intake.judge(path, FEED, covers=(date(2021, 5, 7), date(2021, 5, 9)))
    intake.commit(judged, "Lan")
    assert {day for day, _ in covered(intake)} == {7, 8, 9}
    assert [h.reason for h in intake.held()] == ["day_not_published"]


def test_rows_pushed_without_a_file_report_on_what_they_name_and_nothing_else(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, *ROWS)
    assert covered(intake) == {(8, 5), (10, 1)}
    cells = {
        (r["day"].day, r["unit_id"]): r["value"]
        for r in rows_of(intake, "rollup_cell")
        if r["measure"] == "new_cases"
    }
    assert (cells[8, 5], cells[8, 1], cells[9, 5]) == (3.0, None, None)


def test_a_pushed_check_in_reports_on_the_commune_of_its_venue(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, VENUES, venue(), venue("V2", "Quang Châu"))
    pushed(intake, STAYS, visit("1"), visit("2"), visit("3", "V2", t_in="09/05/2021 07:00:00", t_out=None))
    assert covered(intake) == {(8, 5), (9, 6)}


def test_a_pushed_check_in_that_waited_for_its_register_is_reported_once_it_came(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, STAYS, visit(), received_at=MAY_9)
    assert covered(intake) == set()
    pushed(intake, VENUES, venue())
    assert covered(intake) == {(8, 5)}
    assert rows_of(intake, "coverage")[0]["received_at"] == MAY_9


def test_installs_are_known_only_where_a_commune_and_a_day_are_named_together(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    rows = [installs("5", "08/05/2021", "Nếnh"), installs("6", "09/05/2021", "Quang Châu")]
    intake.commit(judged_rows(intake, INSTALLS, rows), "Lan")
    assert covered(intake) == {(8, 5), (9, 6)}


def test_a_day_that_is_not_believed_is_not_reported_on(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    rows = [installs(), installs("6", "08/05/2012")]
    intake.commit(judged_rows(intake, INSTALLS, rows), "Lan")
    assert covered(intake) == {(8, 5)}


def test_a_row_held_for_its_place_alone_is_of_a_day_that_is_reported_on(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    rows = [ROWS[0], case_row("Việt Yên", "Nowhere", "2021-05-09", "2")]
    judged = judged_rows(intake, FEED, rows)
    intake.commit(judged, "Lan")
    assert judged.last_day == date(2021, 5, 9)
    assert {day for day, _ in covered(intake)} == {8, 9}
    assert [(row["day"].day, row["value"]) for row in rows_of(intake, "rollup_unplaced")] == [(9, 2.0)]


def test_check_ins_of_unknown_venues_are_of_days_that_are_reported_on(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    judged = judged_rows(intake, STAYS, [visit()])
    assert (judged.first_day, judged.held[0].problem.reason) == (date(2021, 5, 8), "venue_unknown")


def test_what_a_withdrawn_file_reported_on_is_unknown_again(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, FEED, ROWS[0])
    pushed(intake, FEED, ROWS[1])
    intake.withdraw(2, "Lan", "wrong")
    assert covered(intake) == {(8, 5)}
    assert {row["day"].day for row in rows_of(intake, "report")} == {8}


def test_a_file_without_measures_reports_on_nothing(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, VENUES, venue())
    assert covered(intake) == set()


def test_a_row_placed_by_a_person_is_reported_once_however_often(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    rows = [case_row("Việt Yên", place, "2021-05-08", "3") for place in ("Nếnh", "Nowhere")]
    intake.commit(judged_rows(intake, FEED, rows), "Lan")
    before = covered(intake)
    intake.place(1, 2, NENH, "Lan", "its old name")
    assert covered(intake) == before


def test_a_corrected_row_reports_on_its_day(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, "bluezone-declarations", declared("A"), declared("B", declared_at="noon"))
    intake.correct(1, 2, {"declared_at": "10/05/2021 12:00:00"}, "Lan")
    assert covered(intake) == {(8, 5), (10, 5)}
