"""What stands behind a figure is told by the ledger: real sources by name, simulated rows as such."""

from __future__ import annotations

from pathlib import Path

from data.ledger import FileRecord, Tally, write_file
from data.origins import Origin, load_origins
from tests.data.intake.tiny import SOURCES, case_row, open_tiny, push


def test_a_subject_nobody_reported_has_no_origin(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    with intake.reading() as connection:
        assert set(load_origins(connection, SOURCES).values()) == {Origin()}


def test_a_source_is_named_as_long_as_a_file_of_it_stands(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    receipt = push(intake, "an-toan-covid-cases", [case_row("Việt Yên", "Nếnh", "2021-05-08", "3")])
    with intake.reading() as connection:
        assert load_origins(connection, SOURCES)["case_counts"] == Origin(("an-toan-covid-cases",))
    intake.withdraw(receipt.file_id or 0, "Lan", "wrong")
    with intake.reading() as connection:
        assert load_origins(connection, SOURCES)["case_counts"] == Origin()


def test_a_file_of_which_every_row_is_held_stands_behind_nothing(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    push(intake, "an-toan-covid-cases", [case_row("Ba Đồn", "Quảng Châu", "2021-05-08", "3")])
    with intake.reading() as connection:
        assert load_origins(connection, SOURCES)["case_counts"] == Origin()


def test_simulated_rows_make_their_subject_simulated_whatever_else_there_is(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    record = FileRecord(
        "simulated_declaration", "simulation", "0" * 64, Tally(1), None, None, is_simulated=True
    )
    with intake.engine.begin() as connection:
        write_file(connection, record)
    with intake.reading() as connection:
        found = load_origins(connection, SOURCES)
    assert found["declarations"] == Origin((), True)
    assert not found["checkins"].is_simulated
