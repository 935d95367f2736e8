import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.data.checks.asked import problem, read, read_one


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20))
def test_text_is_kept_in_canonical_unicode(text):
    assert read_one("text", unicodedata.normalize("NFD", text)) == unicodedata.normalize("NFC", text)


@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=30))
def test_a_column_of_text_is_judged_as_its_cells_are(texts):
    assert read("text", texts) == [read_one("text", text) for text in texts]


def test_outer_blanks_that_show_and_that_do_not_are_taken_off():
    assert read("text", ["\u00a0 KCN Mẫu\u200b", "\ufeffBZ1\t", "\u200b"]) == ["KCN Mẫu", "BZ1", None]


def test_line_breaks_inside_a_text_stay():
    assert read_one("text", "dòng một\ndòng hai\r\n") == "dòng một\ndòng hai"


@pytest.mark.parametrize("character", ["\0", "\x1b", "\x7f", "\x85x", "\u202e"])
def test_text_with_characters_that_nobody_can_read_is_held(character):
    expected = "text without control characters"
    got = f"character U+{ord(character[0]):04X}"
    assert problem("text", f"a{character}b") == ("cell_unreadable", expected, got)


def test_a_letter_that_the_publisher_lost_costs_no_row():
    assert read_one("text", "Caf\ufffd") == "Caf\ufffd"


@pytest.mark.parametrize("text", ["x" * 11, "ề" * 11])
def test_a_text_longer_than_its_column_is_held_and_only_counted(text):
    found = problem("text", text, max_length=10)
    assert found == ("text_too_long", "at most 10 characters", "11 characters")


def test_length_is_counted_in_letters_not_in_the_marks_they_are_made_of():
    assert read_one("text", unicodedata.normalize("NFD", "ề" * 10), max_length=10) == "ề" * 10


def test_one_long_text_holds_its_own_row_only():
    assert read("text", ["a", "x" * 11, None], max_length=10) == ["a", "text_too_long", None]


def test_a_number_kept_as_text_gets_back_its_zeros():
    texts = ["101000001", "0101000001", "0101000001-001", "DN-7"]
    expected = ["0101000001", "0101000001", "0101000001-001", "DN-7"]
    assert read("text", texts, width=10) == expected


def test_a_name_of_a_place_stands_on_one_line_as_written():
    assert read("commune", ["Xã\nTân  Mỹ", "TT. NẾNH", "x" * 81], max_length=80) == [
        "Xã Tân Mỹ",
        "TT. NẾNH",
        "text_too_long",
    ]


def test_a_code_of_a_commune_gets_back_the_zero_that_a_spreadsheet_took():
    assert read("commune_code", ["7795", "07795"], width=5) == ["07795", "07795"]


@pytest.mark.parametrize("text", ["077951", "Nếnh", "7795a", "07 795", "-7795", "０７７９５"])
def test_what_is_no_code_of_a_commune_is_held(text):
    assert problem("commune_code", text, width=5) == ("commune_code_unknown", "a code of 5 digits", text)


@pytest.mark.parametrize("unseen", ["\u200b", "\u200f", "\u00ad", "\u2060", "\ufeff", "\u061c"])
def test_what_can_not_be_seen_is_let_fall_wherever_it_stands(unseen):
    assert read_one("text", f"Chợ{unseen} Nếnh") == "Chợ Nếnh"
