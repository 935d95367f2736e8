"""Counts of people that are imported: the newest is what rates are a share of."""

from __future__ import annotations

from pathlib import Path

from data.intake.intake import Intake
from data.units import load_units
from tests.data.intake.rows import FEED, MAY_9, MAY_10, NENH, pushed
from tests.data.intake.tiny import Cells, case_row, open_tiny

POPULATION = "population"


def counted(people: str, day: str = "01/04/2021", code: str = NENH) -> Cells:
    return {"commune_code": code, "day": day, "people": people}


def people(intake: Intake, code: str = NENH) -> int | None:
    with intake.reading() as connection:
        return load_units(connection).commune(code).population


def test_an_imported_count_replaces_the_census(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    assert people(intake) == 30_025
    pushed(intake, POPULATION, counted("31000"))
    assert (people(intake), people(intake, "07405"), people(intake, "07375")) == (31_000, None, 17_359)


def test_the_newest_day_counts_whichever_comes_last(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, POPULATION, counted("32000", "01/05/2021"))
    pushed(intake, POPULATION, counted("31000", "01/04/2021"))
    assert people(intake) == 32_000


def test_a_corrected_count_of_one_day_is_that_of_the_file_received_last(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, POPULATION, counted("32000"), received_at=MAY_10)
    pushed(intake, POPULATION, counted("31000"), received_at=MAY_9)
    assert people(intake) == 32_000


def test_nobody_at_all_is_a_count_too(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, POPULATION, counted("0"))
    assert people(intake) == 0


def test_a_withdrawn_count_leaves_the_census(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, POPULATION, counted("31000"))
    intake.withdraw(1, "Lan", "wrong")
    assert people(intake) == 30_025


def test_a_count_makes_another_snapshot_and_its_withdrawal_the_same_again(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    before = pushed(intake, FEED, case_row("Việt Yên", "Nếnh", "2021-05-08", "3")).snapshot_id
    after = pushed(intake, POPULATION, counted("31000")).snapshot_id
    assert before != after
    assert intake.withdraw(2, "Lan", "wrong").snapshot_id == before
