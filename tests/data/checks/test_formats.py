import pytest

from data.checks.formats import example, examples, format_fault, templates


@pytest.mark.parametrize(
    "format_",
    [
        "%d/%m/%Y", "%Y%m%d", "%-d/%-m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y, %I:%M %p", "%Y-%m-%d %H:%M:%S %Z",
        "%Y-%m-%dT%H:%M:%S.%f%z", "%H giờ %M, ngày %d/%m/%Y", "%d/%m/%Y %%",
    ],
)  # fmt: skip
def test_a_format_that_says_a_whole_date_can_be_used(format_):
    assert format_fault(format_) == ""


@pytest.mark.parametrize(
    ("format_", "fault"),
    [
        (
            "%d/%m/%y",
            "%y is not among %H, %I, %M, %S, %Y, %Z, %d, %f, %m, %p, %z (years need four digits: %Y)",
        ),
        ("%d %b %Y", "%b is not among %H, %I, %M, %S, %Y, %Z, %d, %f, %m, %p, %z"),
        ("%d/%m", "%Y is missing"),
        ("dd/mm/yyyy", "%Y is missing"),
        ("", "%Y is missing"),
        ("%d/%d/%m/%Y", "%d stands there twice"),
        ("%d/%m/%Y %I:%M", "hours are %H, or %I together with %p"),
        ("%d/%m/%Y %H:%M %p", "hours are %H, or %I together with %p"),
        ("%d/%m/%Y :%M", "%M needs the words for what it is a part of"),
        ("%d/%m/%Y %z", "%z needs the words for what it is a part of"),
        ("%d/%m/%Y %H:%M %z %Z", "%z and %Z say the same"),
        ("%Y-%m-%dT%H:%M:%SZ", "a Z behind a time is a time zone: write %z"),
        ("%d/%m/%Y %", "a % at the end says nothing"),
    ],
)
def test_a_format_that_can_not_be_used_says_why(format_, fault):
    assert format_fault(format_) == fault


def test_numbers_beside_a_sign_take_one_digit_or_two():
    assert sorted(t.length for t in templates("%d/%m/%Y")) == [8, 9, 9, 10]


def test_numbers_that_touch_each_other_have_one_width():
    assert [t.length for t in templates("%Y%m%d")] == [8]


def test_a_message_shows_a_date_that_can_not_be_read_the_other_way_round():
    assert examples(("%d/%m/%Y", "%m/%d/%Y")) == "25/05/2021 or 05/25/2021"


def test_a_message_shows_times_with_their_zone():
    assert example("%Y-%m-%dT%H:%M:%S%z") == "2021-05-25T17:30:00+07:00"
    assert example("%-d/%m/%Y, %I:%M %p") == "25/05/2021, 05:30 PM"
