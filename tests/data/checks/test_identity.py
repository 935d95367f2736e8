import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.data.checks.asked import read, read_one

NUMBERS = st.from_regex(r"[0-9]{9}|[0-9]{12}", fullmatch=True).filter(lambda text: len(set(text)) > 1)


@given(st.lists(st.one_of(NUMBERS, st.from_regex(r"[A-Z][0-9]{7}", fullmatch=True)), max_size=30))
def test_cards_and_passports_stay_what_they_are(texts):
    assert read("id_number", texts) == texts


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("001 090 000 001", "001090000001"), ("121.000.001", "121000001"), ("b1000001", "B1000001"),
        ("B 1000001", "B1000001"), ("GD 4 24 2400000001", "GD4242400000001"), ("2400000001", "2400000001"),
    ],
)  # fmt: skip
def test_one_document_is_one_number_however_it_is_written(text, number):
    assert read_one("id_number", text) == number


def test_a_citizen_card_gets_back_the_zero_that_a_spreadsheet_took():
    assert read_one("id_number", "24090000001") == "024090000001"


@pytest.mark.parametrize(
    "text", ["000000000", "111111111111", "12345678", "1234567", "không", "CMND", "B1", "1.2E+11", "AAAAAA"]
)
def test_what_is_no_number_of_a_document_is_held(text):
    assert read_one("id_number", text, is_personal=True) == "id_unreadable"


def test_rows_that_need_a_closer_look_keep_their_places():
    texts = [None, "121000001", "b 1000001", "x", "001090000001"]
    assert read("id_number", texts) == [None, "121000001", "B1000001", "id_unreadable", "001090000001"]
