"""A person's code: short, the same for the same number, and wrong where it is misheard."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.pseudonyms import PERSON_BIT
from data.tracing.person_code import LARGEST, SIGNS, parse_person, person_code

numbers = st.one_of(st.integers(0, LARGEST), st.integers(PERSON_BIT, LARGEST), st.integers(0, 400_000))


def signs_of(code: str) -> str:
    return code.removeprefix("P-").replace("-", "")


@given(numbers)
def test_a_code_leads_back_to_its_number(number: int) -> None:
    assert parse_person(person_code(number)) == number


@given(numbers)
def test_case_separators_and_letters_like_digits_do_not_matter(number: int) -> None:
    spoken = signs_of(person_code(number)).lower().replace("0", "o").replace("1", "l")
    assert parse_person(f" p {spoken[:3]}.{spoken[3:]} ") == number


@given(numbers, st.data())
def test_one_wrong_sign_is_noticed(number: int, data: st.DataObject) -> None:
    signs = signs_of(person_code(number))
    at = data.draw(st.integers(0, len(signs) - 1))
    other = data.draw(st.sampled_from([sign for sign in SIGNS if sign != signs[at]]))
    assert parse_person(f"P-{signs[:at]}{other}{signs[at + 1 :]}") is None


@given(numbers)
def test_two_signs_exchanged_are_noticed(number: int) -> None:
    signs = signs_of(person_code(number))
    for at, (a, b) in enumerate(pairwise(signs)):
        if a != b:
            assert parse_person(f"P-{signs[:at]}{b}{a}{signs[at + 2 :]}") is None


@given(numbers, st.data())
def test_a_sign_left_out_is_noticed_or_leads_to_another_length(number: int, data: st.DataObject) -> None:
    signs = signs_of(person_code(number))
    at = data.draw(st.integers(0, len(signs) - 1))
    assert parse_person(f"P-{signs[:at]}{signs[at + 1 :]}") != number


@pytest.mark.parametrize(
    "text", ["", "P", "P-", "P-0", "47", "P-01FU", "Nguyễn Văn A", "0912345678", "P-" + "Z" * 14, "=1"]
)
def test_what_is_no_code_is_nobody(text: str) -> None:
    assert parse_person(text) is None


def test_a_pseudonym_is_read_aloud_in_four_groups() -> None:
    groups = person_code(PERSON_BIT + 123_456_789).split("-")
    assert [len(group) for group in groups] == [1, 4, 4, 4, 2]


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_a_number_that_no_person_has_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="expected a person's number"):
        person_code(number)
