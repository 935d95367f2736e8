import unicodedata

import pytest

from tests.data.checks.asked import problem, read, read_one

HAS, SHOW = {"1": "yes", "2": "no"}, {"1": "yes", "0": "no"}


def test_has_answers_of_tokhaiyte_are_1_for_yes_and_2_for_no():
    assert read("yes_no", ["1", "2", "0", ""], codes=HAS) == [1, 0, "code_unknown", None]


def test_show_answers_of_tokhaiyte_are_1_for_yes_and_0_for_no():
    assert read("yes_no", ["1", "0", "2", ""], codes=SHOW) == [1, 0, "code_unknown", None]


@pytest.mark.parametrize("text", ["1", "0", "2", "x", "có", "y"])
def test_without_a_mapping_no_digit_or_foreign_word_is_an_answer(text):
    assert read_one("yes_no", text) == "code_unknown"


def test_without_a_mapping_the_words_of_json_are_answers():
    assert read("yes_no", ["true", "false", "yes", "no", "TRUE"]) == [1, 0, 1, 0, 1]


def test_an_answer_mapped_to_nothing_is_missing():
    assert read("yes_no", ["1", "9"], codes={**HAS, "9": ""}) == [1, None]


def test_an_unknown_answer_says_which_there_are():
    assert problem("yes_no", "3", codes=HAS) == ("code_unknown", "one of 1, 2", "3")


@pytest.mark.parametrize("text", ["Nữ", "nữ", "NỮ", " Nữ ", unicodedata.normalize("NFD", "Nữ")])
def test_an_answer_is_known_in_any_case_and_unicode_form(text):
    assert read_one("sex", text, codes={"Nam": "m", "Nữ": "f"}) == "f"


def test_answers_that_differ_in_case_only_are_kept_apart():
    assert read("code", ["F", "f", "Ｆ"], codes={"F": "a", "f": "b"}) == ["a", "b", "code_unknown"]


def test_an_answer_without_its_marks_is_another_answer():
    assert read_one("sex", "Nu", codes={"Nam": "m", "Nữ": "f"}) == "code_unknown"


def test_sex_without_a_mapping_is_f_m_or_x():
    assert read("sex", ["f", "M", "x", "Nam"]) == ["f", "m", "x", "code_unknown"]


def test_a_code_without_a_mapping_is_one_that_the_field_knows():
    assert read("code", ["F0", "f1", "F3"], canonical=("F0", "F1")) == ["F0", "F1", "code_unknown"]


def test_a_mapping_is_the_whole_list_of_answers():
    assert read_one("code", "F0", canonical=("F0",), codes={"ca bệnh": "F0"}) == "code_unknown"


def test_a_code_gets_back_the_zero_that_a_spreadsheet_took():
    assert read("code", ["1", "01", "24", "123", "HN"], width=2) == [
        "01",
        "01",
        "24",
        "code_unknown",
        "code_unknown",
    ]


def test_a_padded_code_is_looked_up():
    assert read_one("code", "1", width=2, codes={"01": "ha_noi"}) == "ha_noi"


def test_a_code_longer_than_its_column_is_held():
    assert read_one("code", "x" * 21, max_length=20) == "code_unknown"
