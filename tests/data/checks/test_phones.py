import phonenumbers
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from data.checks.columns import check
from data.checks.phone_number import RENUMBERED, e164
from data.checks.rule import ColumnRule
from tests.data.checks.asked import problem, read, read_one

LEADS = ("", "0", "+84", "84", "0084", "+84 0", "840", "+84 (0)", "(+84)", "00", "+", "+8484", "8400", "+64")
SIGNS = (" ", ".", "-", "(", ")", " - ", "/", "\u00a0", "x")


@st.composite
def written(draw):
    """A number as somebody might write it: mobile, landline, of before 2018, or digits at random."""
    mobile = st.from_regex(r"[35789][0-9]{8}", fullmatch=True)
    landline = st.from_regex(r"2[0-9]{9}", fullmatch=True)
    old = st.tuples(st.sampled_from(sorted(RENUMBERED)), st.from_regex(r"[0-9]{7}", fullmatch=True)).map(
        "".join
    )
    any_digits = st.from_regex(r"[0-9]{1,13}", fullmatch=True)
    text = draw(st.sampled_from(LEADS)) + draw(st.one_of(mobile, landline, old, any_digits))
    for sign in draw(st.lists(st.sampled_from(SIGNS), max_size=3)):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + sign + text[at:]
    return text


def by_phonenumbers(text):
    """The reference: parse, change of 2018, valid, E.164; a text with a letter is no single number."""
    if any(c.isalpha() for c in text):
        return None
    try:
        number = phonenumbers.parse(text, "VN")
    except NumberParseException:
        return None
    national = str(number.national_number)
    if number.country_code == 84 and len(national) == 10 and national[:3] in RENUMBERED:
        number = PhoneNumber(84, int(RENUMBERED[national[:3]] + national[3:]))
    is_valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if is_valid else None


@settings(max_examples=60, deadline=None)
@given(st.lists(written(), min_size=1, max_size=20))
@example(["84002060977288", "", "0", "+", "912345678", "8412345678"])
def test_many_numbers_at_once_become_what_phonenumbers_makes_of_each(texts):
    made = check("phone", pa.array(texts), ColumnRule("phone", "Phone", "phone"))
    expected = [by_phonenumbers(text) for text in texts]
    assert [
        value if known else None for value, known in zip(made.values, made.known, strict=True)
    ] == expected


@pytest.mark.parametrize("first", range(10))
def test_every_prefix_of_four_digits_is_judged_as_phonenumbers_judges_it(first):
    texts = [f"0{first}{n:03d}{tail}" for n in range(1000) for tail in ("24680", "246801")]
    made = check("phone", pa.array(texts), ColumnRule("phone", "Phone", "phone"))
    expected = [by_phonenumbers(text) is not None for text in texts]
    assert made.known.tolist() == expected


@pytest.mark.parametrize(("old", "new"), sorted(RENUMBERED.items()))
def test_a_mobile_number_of_before_2018_is_the_one_it_became(old, new):
    writings = [f"0{old}0000001", f"+84 {old} 000 0001", f"{old}0000001", f"0{new}0000001"]
    assert read("phone", writings) == [f"+84{new}0000001"] * 4


def test_the_change_of_2018_is_whole():
    assert len(RENUMBERED) == 21
    assert len(set(RENUMBERED.values())) == 21


@pytest.mark.parametrize(
    "text",
    [
        "0912000001", "0912 000 001", "0912.000.001", "0912-000-001", "+84912000001", "+84 912 000 001",
        "84912000001", "0084912000001", "+840912000001", "+84 (0) 912 000 001", "(+84) 912000001",
        "(0912) 000 001", "912000001", " 0912000001\u00a0", "０９１２０００００１",
    ],
)  # fmt: skip
def test_one_number_is_one_however_it_is_written(text):
    assert read_one("phone", text) == "+84912000001"


@pytest.mark.parametrize(
    "text",
    [
        "0912", "09120000012", "0912 000 001 / 0912 000 002", "0912000001 - 0912000002", "0912000001 (vợ)",
        "0912 ABC DEF", "không có số", "0000000000", "0400000001", "9.12E+08", "0912000001;0912000002", "+84",
        "0204 3856 789 ext 12",
    ],
)  # fmt: skip
def test_what_is_no_single_valid_number_is_held(text):
    assert read_one("phone", text) == "phone_unreadable"


def test_a_landline_of_the_province_is_a_number():
    assert read_one("phone", "(0204) 3000 001") == "+842043000001"


def test_a_number_of_another_country_keeps_its_code():
    assert read_one("phone", "+64 21 000 001") == e164("021 000 001", "NZ")


def test_a_number_without_code_is_read_in_the_profile_s_country():
    assert read_one("phone", "021 000 001", phone_region="NZ") == "+6421000001"


def test_a_vietnamese_number_of_before_2018_is_known_abroad_too():
    assert read_one("phone", "+84 168 0000001", phone_region="NZ") == "+84380000001"


def test_the_problem_of_a_telephone_tells_its_shape_only():
    expected = "a telephone number, such as 0912 345 678 or +84 912 345 678"
    found = problem("phone", "04 00 00 00 01", is_personal=True)
    assert found == ("phone_unreadable", expected, "14 characters, 10 of them digits")
