"""Another key for pseudonyms: every person stays one person, under another number."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import pytest

from data import schema
from data.commands.rotate import carry_people, run_rotate
from data.engine import writing
from data.errors import SettingError, StoreError
from data.intake.intake import Intake, open_intake
from data.pseudonyms import Keys, SecretKey, load_keys, new_key, save_keys
from tests.data.intake.rows import (
    DECLARED,
    LINES,
    STAYS,
    VENUES,
    case_line,
    declared,
    pushed,
    standing,
    venue,
    visit,
)
from tests.data.intake.tiny import SOURCES, open_tiny, rows_of


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    """A tiny store with a key file, as a province has it."""
    made = open_tiny(tmp_path)
    return replace(made, keys=load_keys(made.settings.keys_path))


def rotated(intake: Intake) -> Intake:
    """The intake of a program started after a rotation."""
    key = new_key("person")
    with writing(intake.engine) as connection:
        carry_people(connection, key)
    keys = replace(intake.keys, person=(*intake.keys.person, key))
    save_keys(intake.settings.keys_path, keys)
    return replace(intake, keys=keys)


def people(intake: Intake, table: str = "declaration") -> set[int]:
    return {row["person_id"] for row in rows_of(intake, table)}


def test_one_telephone_before_and_after_is_one_person(intake: Intake) -> None:
    pushed(intake, DECLARED, declared("A"))
    before = people(intake)
    after = rotated(intake)
    pushed(after, DECLARED, declared("B"))
    assert (len(people(after)), people(after) & before) == (1, set())
    assert len(rows_of(after, "person")) == 1


def test_rows_of_before_are_repetitions_after_a_rotation(intake: Intake) -> None:
    pushed(intake, DECLARED, declared("A"), declared("B", phone=None), name="one")
    again = pushed(rotated(intake), DECLARED, declared("A"), declared("B", phone=None), name="two")
    assert (again.rows.duplicate, again.rows.accepted) == (2, 0)


def test_rows_kept_aside_come_back_under_the_new_number(intake: Intake) -> None:
    old = declared("A", phone="0912000007", updated_at="09/05/2021 07:00:00")
    pushed(intake, DECLARED, old, declared("B", phone="0912000007"))
    pushed(intake, DECLARED, declared("A", phone="0912000008", updated_at="09/05/2021 08:00:00"))
    after = rotated(intake)
    after.withdraw(2, "Lan", "wrong")
    assert (len(people(after)), len(rows_of(after, "person"))) == (1, 1)
    assert standing(after)[0] == (2, 2, 0, 0)


def test_visits_cases_and_contacts_are_carried_over(intake: Intake) -> None:
    pushed(intake, VENUES, venue())
    pushed(intake, LINES, case_line(phone="0912000002"))
    pushed(intake, STAYS, visit("1"), visit("2", phone="0912000002"))
    contacts = len(rows_of(intake, "exposure_contact"))
    after = rotated(intake)
    assert (
        people(after, "case_line")
        < people(after, "checkin")
        == {row["person_id"] for row in rows_of(after, "person")}
    )
    assert people(after, "exposure_contact") < people(after, "checkin")
    assert (contacts, len(rows_of(after, "exposure_contact"))) == (1, 1)


def test_simulated_people_keep_their_numbers(intake: Intake) -> None:
    with writing(intake.engine) as connection:
        connection.execute(
            schema.person.insert(), [{"person_id": 7, "unit_id": 5, "birth_year": 1990, "sex": "f"}]
        )
    pushed(intake, DECLARED, declared())
    after = rotated(intake)
    simulated = [row for row in rows_of(after, "person") if row["key_id"] is None]
    assert [(row["person_id"], row["birth_year"]) for row in simulated] == [(7, 1990)]


def test_the_snapshot_stays_the_same(intake: Intake) -> None:
    pushed(intake, DECLARED, declared())
    before, after = intake.refresh(), rotated(intake).refresh()
    assert before == after


def test_a_rotation_cut_off_after_the_key_file_was_written_harms_nothing(intake: Intake) -> None:
    pushed(intake, DECLARED, declared("A"))
    before = people(intake)
    ahead = replace(intake.keys, person=(*intake.keys.person, new_key("person")))
    save_keys(intake.settings.keys_path, ahead)
    started = replace(intake, keys=ahead.as_used(rows_of(intake, "person")[0]["key_id"]))
    pushed(started, DECLARED, declared("B"))
    assert people(started) == before
    assert len(people(rotated(started))) == 1


def test_a_program_that_still_holds_the_old_key_may_not_write(intake: Intake) -> None:
    pushed(intake, DECLARED, declared("A"))
    after = rotated(intake)
    before = rows_of(after, "person")
    with pytest.raises(StoreError, match="the keys were rotated meanwhile"):
        pushed(intake, DECLARED, declared("B", phone="0912000009"))
    assert (rows_of(after, "person"), len(standing(after))) == (before, 1)


def test_the_command_writes_the_key_file_and_says_how_many(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("data.commands.rotate.require_store", lambda settings: None)
    pushed(intake, DECLARED, declared("A"), declared("B", phone="0912000009"))
    run_rotate(intake.settings, argparse.Namespace(by="Quản trị"))
    keys = load_keys(intake.settings.keys_path)
    assert (len(keys.person), keys.held) == (2, intake.keys.held)
    assert capsys.readouterr().out == (
        f"2 people carried over to the key {keys.person_key_id}. Back up {intake.settings.keys_path} now.\n"
    )
    started = replace(open_intake(intake.settings), sources=SOURCES, profile=intake.profile)
    assert pushed(started, DECLARED, declared("A"), name="again").rows.duplicate == 1


def test_a_store_does_not_open_with_the_keys_of_another(intake: Intake) -> None:
    pushed(intake, DECLARED, declared("A"))
    save_keys(intake.settings.keys_path, Keys((SecretKey("p-other", b"x" * 32),), intake.keys.held))
    with pytest.raises(SettingError, match="with another one nobody would be recognised"):
        open_intake(intake.settings)
