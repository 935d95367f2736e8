import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.data.checks.asked import problem, read, read_one

MARKS = st.sampled_from([(".", ","), (",", ".")])


@given(st.integers(0, 2**31 - 1), MARKS)
def test_every_count_is_read_back_however_its_thousands_are_grouped(count, marks):
    decimal, group = marks
    writings = [str(count), f"{count:,}".replace(",", group), f"{count:,}".replace(",", " "), f"{count}.0"]
    assert read("count", writings, decimal=decimal) == [count] * 4


@given(st.text("0123456789.,- e", max_size=12), MARKS)
def test_a_count_is_never_read_from_digits_that_are_not_all_in_it(text, marks):
    made = read_one("count", text, decimal=marks[0])
    if isinstance(made, int):
        wholes = {re.sub(r"\D", "", text.strip().partition(mark)[0]) for mark in (marks[0], ".")}
        assert str(made) in {whole.lstrip("0") or "0" for whole in wholes}


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("1.210", ",", 1210), ("1.210", ".", "count_unreadable"), ("1,210", ".", 1210), ("1,210", ",", "count_unreadable"),
        ("1.000", ".", 1), ("12.0", ".", 12), ("12.0", ",", 12), ("12,0", ",", 12), ("12,0", ".", "count_unreadable"),
        ("1.210.000", ",", 1_210_000), ("1 210", ".", 1210), ("1\u202f210", ",", 1210), ("1.210,0", ",", 1210),
        ("007", ".", 7), ("0", ".", 0), ("0.500", ",", "count_unreadable"),
    ],
)  # fmt: skip
def test_a_count_is_read_by_the_declared_decimal_mark(text, decimal, expected):
    assert read_one("count", text, decimal=decimal) == expected


@pytest.mark.parametrize(
    "text",
    [
        "-3",
        "+3",
        "1.5",
        "1e3",
        "1.2100",
        "12.10.000",
        "1.210 000",
        "1,21,000",
        "hai",
        "1２",
        "½",
        "12 ca",
        "NaN",
        "9" * 30,
    ],
)
def test_what_is_no_whole_number_is_held(text):
    assert read("count", [text, text], decimal=",") == ["count_unreadable"] * 2


def test_a_count_beyond_its_bounds_is_held():
    assert problem("count", "31", high=30) == ("count_unreadable", "a whole number from 0 to 30", "31")


@given(st.floats(-180, 180).map(lambda x: round(x, 8)), MARKS)
def test_every_coordinate_is_read_back_with_its_decimal_mark(degrees, marks):
    text = f"{degrees:.8f}".replace(".", marks[0])
    assert read_one("lon", text, decimal=marks[0]) == degrees


@pytest.mark.parametrize(
    "text", ["106.2", "106,2.1", "1.106,2", "106°12'", "E106", "nan", "inf", "1e2", "1_0", ""]
)
def test_what_is_no_number_with_the_declared_mark_is_no_coordinate(text):
    assert read_one("lat", text, decimal=",") in ("number_unreadable", None)


def test_a_message_shows_the_declared_decimal_mark():
    assert problem("lon", "106.2", decimal=",") == ("number_unreadable", "a number like 21,25", "106.2")


@pytest.mark.parametrize("text", ["1900", "1985", "2021", "1985.0"])
def test_a_year_in_which_a_living_person_may_be_born_is_read(text):
    assert read_one("birth_year", text, high=2021) == int(text[:4])


@pytest.mark.parametrize("text", ["1899", "2022", "85", "0", "19850", "1985-05-25", "36 tuổi", "１９８５"])
def test_a_year_in_which_nobody_alive_was_born_is_held(text):
    assert read_one("birth_year", text, high=2021) == "year_implausible"


def test_a_whole_date_of_birth_gives_its_year_where_its_format_is_declared():
    rule = {"formats": ("%d/%m/%Y",), "high": 2021}
    texts = ["31/12/1969", "01/01/2021", "01/01/2022", "1985", None]
    assert read("birth_year", texts, **rule) == [1969, 2021, "year_implausible", "day_unreadable", None]
