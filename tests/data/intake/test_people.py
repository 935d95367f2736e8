"""Who is one person: by their own telephone in every writing, else by a number of identity, else nobody's."""

from __future__ import annotations

from pathlib import Path

from data.intake.intake import Intake
from data.pseudonyms import PERSON_BIT
from tests.data.intake.rows import (
    DECLARED,
    LINES,
    NOTICES,
    STAYS,
    VENUES,
    case_line,
    declared,
    pushed,
    venue,
    visit,
)
from tests.data.intake.tiny import Cells, open_tiny, rows_of


def people(intake: Intake, *rows: Cells) -> list[int]:
    """The persons of declarations A, B, C …, in that order."""
    pushed(intake, DECLARED, *rows)
    by_record = {row["record"]: row["person_id"] for row in rows_of(intake, "declaration")}
    return [by_record[name] for name in sorted(by_record)]


def test_one_telephone_is_one_person_in_every_writing(tmp_path: Path) -> None:
    # 0123 456 7890 is what 083 456 7890 was until 2018.
    numbers = ("+84834567890", "0084834567890", "0834567890", "01234567890", "083 456 7890", "834567890")
    found = people(open_tiny(tmp_path), *(declared("ABCDEF"[n], phone=p) for n, p in enumerate(numbers)))
    assert (len(found), len(set(found))) == (6, 1)


def test_two_telephones_are_two_people(tmp_path: Path) -> None:
    found = people(open_tiny(tmp_path), declared("A", phone="0912000001"), declared("B", phone="0912000002"))
    assert len(set(found)) == 2


def test_nobody_without_telephone_and_number_is_linked_to_anybody(tmp_path: Path) -> None:
    found = people(open_tiny(tmp_path), *(declared(name, phone=None) for name in "ABC"))
    assert len(set(found)) == 3


def test_a_person_may_be_known_by_a_number_of_identity_alone(tmp_path: Path) -> None:
    numbers = ("001200000017", "001 200 000 017", "001200000018")
    rows = [declared("ABC"[n], phone=None, id_number=text) for n, text in enumerate(numbers)]
    a, b, c = people(open_tiny(tmp_path), *rows)
    assert a == b != c


def test_the_telephone_comes_first(tmp_path: Path) -> None:
    a, b = people(
        open_tiny(tmp_path), declared("A", id_number="001200000017"), declared("B", id_number="001200000018")
    )
    assert a == b


def test_who_declares_for_somebody_else_is_not_that_person(tmp_path: Path) -> None:
    own, other, another = people(
        open_tiny(tmp_path),
        declared("A", for_other="Không"),
        declared("B", for_other="Có"),
        declared("C", for_other="Có"),
    )
    assert len({own, other, another}) == 3


def test_somebody_declared_for_is_known_by_their_own_number(tmp_path: Path) -> None:
    rows = [
        declared("AB"[n], for_other="Có", phone=p, id_number="001200000017")
        for n, p in enumerate(("0912000001", "0912000002"))
    ]
    a, b = people(open_tiny(tmp_path), *rows)
    assert a == b


def test_one_person_is_one_in_every_source(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, VENUES, venue())
    pushed(intake, STAYS, visit())
    pushed(intake, DECLARED, declared())
    pushed(intake, LINES, case_line(phone="0912000001"))
    notice = {
        "notice_id": "1",
        "phone": "+84912000001",
        "level": "F1",
        "contact_day": "08/05/2021",
        "notified_at": "09/05/2021 07:00:00",
    }
    pushed(intake, NOTICES, notice)
    tables = ("checkin", "declaration", "case_line", "proximity_notice")
    assert len({row["person_id"] for table in tables for row in rows_of(intake, table)}) == 1
    (person,) = rows_of(intake, "person")
    assert (person["person_id"] & PERSON_BIT, person["key_id"], person["birth_year"]) == (
        PERSON_BIT,
        "p-test",
        None,
    )


def test_an_unreadable_telephone_holds_its_row_and_is_not_repeated(tmp_path: Path) -> None:
    intake = open_tiny(tmp_path)
    pushed(intake, DECLARED, declared(phone="09120000"))
    (held,) = intake.held()
    assert (held.reason, held.column, held.got) == ("phone_unreadable", "phone", "8 digits")
