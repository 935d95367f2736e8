"""Numbers of people in columns that nobody calls personal."""

from __future__ import annotations

import pytest

from callbacks.desk.mask import masked


@pytest.mark.parametrize(
    "number", ["0900000123", "+84900000123", "090 000 0123", "0900.000.123", "024012345678", "121234567"]
)
def test_a_number_as_long_as_a_telephone_or_an_identity_card_is_blanked(number) -> None:
    assert masked(f"got '{number}' in row 2") == "got '•••' in row 2"


@pytest.mark.parametrize(
    "words",
    [
        "25/05/2021 08:00:30",
        "2021-05-25 17:00:00",
        "2021-05-25T17:30:00+07:00",
        "1.234.567",
        "07807",
        "21.2731",
        "Xã 12",
    ],
)
def test_days_times_counts_codes_and_coordinates_stay(words) -> None:
    assert masked(words) == words


@pytest.mark.parametrize("field", ["record", "venue", "enterprise"])
def test_numbers_of_records_venues_and_firms_stay(field) -> None:
    assert masked("2400123456", field) == "2400123456"
