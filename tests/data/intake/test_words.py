"""What the store keeps of a row that another one keeps out, and gives back as it was."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from data import schema
from data.intake.resolve import Claim, State
from data.intake.settle import completed
from data.intake.words import Word, pack, unpack

CLAIM = Claim(7, None, True, 1, 1)


def test_days_moments_and_bytes_come_back_as_they_were() -> None:
    row = {
        "zone_id": 5,
        "starts_on": date(2021, 5, 8),
        "ends_on": None,
        "outline": b"\x00\xff",
        "name": "Nếnh",
    }
    held = {"day": date(2021, 5, 8), "dismissed_at": datetime(2021, 5, 9, 17), "sealed": b"\x01", "weight": 3}
    assert unpack(pack(row, held), schema.zone) == (row, held)


def test_a_plain_repetition_keeps_nothing() -> None:
    assert unpack(None, schema.zone) == (None, None)
    assert unpack(pack(None, None), schema.zone) == (None, None)


def test_what_can_not_be_kept_is_an_error() -> None:
    with pytest.raises(TypeError, match="expected bytes, a day or a moment, got set"):
        pack({"name": set()}, None)


def test_a_repetition_borrows_the_row_and_keeps_its_own_origin() -> None:
    lender = Word(
        5, CLAIM, {"name": "a", "file_id": 1, "row_number": 1, "version": None}, None, State.CURRENT
    )
    other = Word(5, Claim(7, 9, True, 2, 4), None, None, State.DUPLICATE)
    assert completed(other, [lender, other]).row == {"name": "a", "file_id": 2, "row_number": 4, "version": 9}


def test_a_repetition_of_a_held_row_can_not_be_stored_either() -> None:
    lender = Word(
        5, Claim(7, None, False, 1, 1), None, {"reason": "x", "file_id": 1, "row_number": 1}, State.HELD
    )
    other = Word(5, Claim(7, None, True, 2, 4), None, None, State.DUPLICATE)
    made = completed(other, [lender, other])
    assert made.held is not None
    assert (made.held["file_id"], made.held["reason"], made.claim.is_storable) == (2, "x", False)
