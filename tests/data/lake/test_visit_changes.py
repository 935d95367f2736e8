"""Whoever changes check-ins says where and when, in the same transaction."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import visit_changes
from data.commands.rotate import carry_people
from data.engine import writing
from data.intake.intake import Intake
from data.pseudonyms import new_key
from data.store_marks import read_mark
from data.visit_changes import mark_anew, note_everything, note_rows
from tests.data.intake.rows import DECLARED, LINES, STAYS, VENUES, case_line, declared, pushed, venue, visit
from tests.data.intake.tiny import open_tiny, rows_of
from tests.data.lake.lakes import changes

LATE = {"t_in": "09/05/2021 23:59:59", "t_out": None}


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    """A store with two venues and no check-in."""
    made = open_tiny(tmp_path)
    pushed(made, VENUES, venue("V1"), venue("V2"))
    return made


def noted(intake: Intake) -> list[tuple[str, str]]:
    """Venue and day of every entry, by the venue's code."""
    codes = {row["venue_id"]: row["record"] for row in rows_of(intake, "venue")}
    with intake.reading() as connection:
        return sorted((codes[venue], day) for _, venue, day in changes(connection))


def mark(intake: Intake, name: str) -> str | None:
    with intake.reading() as connection:
        return read_mark(connection, name)


def test_an_import_names_each_venue_and_local_day_once(intake: Intake) -> None:
    pushed(intake, STAYS, visit("1"), visit("2", phone="0912000002"), visit("3", "V2"), visit("4", **LATE))
    assert noted(intake) == [("V1", "2021-05-08"), ("V1", "2021-05-09"), ("V2", "2021-05-08")]


def test_rows_that_repeat_what_is_there_change_nothing(intake: Intake) -> None:
    pushed(intake, STAYS, visit("1"), name="one")
    before = noted(intake), mark(intake, "visits")
    pushed(intake, STAYS, visit("1"), name="two")
    assert (noted(intake), mark(intake, "visits")) == before


def test_a_withdrawal_names_where_its_check_ins_were(intake: Intake) -> None:
    pushed(intake, STAYS, visit("1", "V2"))
    before = mark(intake, "visits")
    intake.withdraw(2, "Lan", "wrong")
    assert noted(intake) == [("V2", "2021-05-08")] * 2
    assert mark(intake, "visits") != before


def test_a_row_that_is_contradicted_leaves_and_comes_back(intake: Intake) -> None:
    pushed(intake, STAYS, visit("1"), name="one")
    pushed(intake, STAYS, visit("1", "V2", **LATE), name="two")
    assert (rows_of(intake, "checkin"), noted(intake)) == ([], [("V1", "2021-05-08")] * 2)
    intake.withdraw(3, "Lan", "wrong")
    assert noted(intake) == [("V1", "2021-05-08")] * 3


def test_a_row_that_speaks_of_another_visit_names_both(intake: Intake) -> None:
    row = {"venue_id": 1, "person_id": 1, "t_in": 0, "t_out": None}
    with writing(intake.engine) as connection:
        visit_changes.note_replaced(connection, {7: row}, {7: row | {"venue_id": 2, "t_in": 61_200}})
        visit_changes.note_replaced(connection, {7: row}, {7: row | {"file_id": 9, "row_number": 3}})
        assert [entry[1:] for entry in changes(connection)] == [(1, "1970-01-01"), (2, "1970-01-02")]


def test_a_rotation_of_pseudonyms_is_one_entry_of_everything(intake: Intake) -> None:
    pushed(intake, STAYS, visit("1"))
    with writing(intake.engine) as connection:
        carry_people(connection, new_key("person"))
        assert [entry[1:] for entry in changes(connection)] == [(None, None)]


def test_a_write_of_too_many_places_is_one_entry_of_everything(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit_changes, "MOST_PAIRS", 2)
    pushed(intake, STAYS, visit("1"), visit("2", "V2"))
    assert len(noted(intake)) == 2
    pushed(intake, STAYS, visit("3"), visit("4", "V2"), visit("5", **LATE), name="more")
    with intake.reading() as connection:
        assert changes(connection) == [(3, None, None)]


def test_the_list_is_bounded_and_its_numbers_never_come_again(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit_changes, "KEPT", 3)
    with writing(intake.engine) as connection:
        for moment in range(5):
            note_rows(connection, [{"venue_id": 1, "t_in": moment * 86_400}])
        assert [number for number, *_ in changes(connection)] == [3, 4, 5]
        note_everything(connection)
        note_everything(connection)
        assert changes(connection) == [(7, None, None)]


def test_other_subjects_are_no_change_of_visits(intake: Intake) -> None:
    pushed(intake, DECLARED, declared())
    pushed(intake, LINES, case_line())
    assert (noted(intake), mark(intake, "visits")) == ([], None)


@pytest.mark.parametrize(("source", "row"), [(LINES, case_line()), (VENUES, venue("V3"))])
def test_cases_and_venues_that_come_and_go_are_another_world(
    intake: Intake, source: str, row: dict[str, str | None]
) -> None:
    marks = [mark(intake, "world")]
    pushed(intake, source, row)
    marks.append(mark(intake, "world"))
    pushed(intake, source, row, name="again")
    assert mark(intake, "world") == marks[-1]
    intake.withdraw(2, "Lan", "wrong")
    marks.append(mark(intake, "world"))
    assert len(set(marks)) == 3


def test_a_refused_import_leaves_no_entry(intake: Intake) -> None:
    with pytest.raises(RuntimeError), writing(intake.engine) as connection:
        note_rows(connection, [{"venue_id": 1, "t_in": 0}])
        raise RuntimeError
    assert (noted(intake), mark(intake, "store")) == ([], None)


def test_a_store_keeps_who_it_is(intake: Intake) -> None:
    with writing(intake.engine) as connection:
        mark_anew(connection)
        store, visits = read_mark(connection, "store"), read_mark(connection, "visits")
        note_everything(connection)
        assert (read_mark(connection, "store"), read_mark(connection, "visits") == visits) == (store, False)

