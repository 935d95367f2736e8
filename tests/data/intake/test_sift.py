"""Sifting: what is new, what repeats, and what has to be settled."""

from __future__ import annotations

from pathlib import Path

from data.intake.sift import Sifted, sift
from tests.data.intake.rows import FEED, judged_rows, pushed
from tests.data.intake.tiny import Cells, case_row, open_tiny

ROW, OTHER = (case_row("Việt Yên", "Nếnh", "2021-05-08", cases) for cases in ("3", "4"))
ELSEWHERE = case_row("Lạng Giang", "Vôi", "2021-05-08", "3")
HELD = case_row("Việt Yên", "Nowhere", "2021-05-08", "3")


def sifted(tmp_path: Path, there: list[Cells], *coming: Cells) -> dict[str, list[int]]:
    """Positions of `coming`, by what becomes of them."""
    intake = open_tiny(tmp_path)
    if there:
        pushed(intake, FEED, *there)
    judged = judged_rows(intake, FEED, coming)
    with intake.engine.begin() as connection:
        found: Sifted = sift(connection, judged)
    names = ("fresh", "repeated", "contested", "fresh_held", "contested_held")
    return {name: getattr(found, name).tolist() for name in names if getattr(found, name).size}


def test_a_row_that_nobody_spoke_of_is_fresh(tmp_path: Path) -> None:
    assert sifted(tmp_path, [], ROW, ELSEWHERE) == {"fresh": [0, 1]}


def test_the_first_of_equal_rows_is_fresh(tmp_path: Path) -> None:
    assert sifted(tmp_path, [], ROW, ELSEWHERE, ROW, ROW) == {"fresh": [0, 1], "repeated": [2, 3]}


def test_a_row_that_is_stored_is_repeated(tmp_path: Path) -> None:
    assert sifted(tmp_path, [ROW], ROW, ELSEWHERE) == {"fresh": [1], "repeated": [0]}


def test_a_stored_row_that_was_repeated_before_is_repeated_again(tmp_path: Path) -> None:
    assert sifted(tmp_path, [ROW, ROW], ROW) == {"repeated": [0]}


def test_two_versions_in_one_file_are_settled(tmp_path: Path) -> None:
    assert sifted(tmp_path, [], ROW, OTHER, ELSEWHERE) == {"fresh": [2], "contested": [0, 1]}


def test_another_version_than_the_stored_one_is_settled(tmp_path: Path) -> None:
    assert sifted(tmp_path, [ROW], OTHER) == {"contested": [0]}


def test_a_record_that_is_contested_already_is_settled(tmp_path: Path) -> None:
    assert sifted(tmp_path, [ROW, OTHER], ROW) == {"contested": [0]}


def test_a_held_row_is_fresh_once_and_settled_when_it_comes_again(tmp_path: Path) -> None:
    assert sifted(tmp_path / "a", [], HELD) == {"fresh_held": [0]}
    assert sifted(tmp_path / "b", [], HELD, HELD) == {"contested_held": [0, 1]}
    assert sifted(tmp_path / "c", [HELD], HELD) == {"contested_held": [0]}
