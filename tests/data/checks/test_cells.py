import numpy as np
import pyarrow as pa
import pytest

from data.checks.cells import read_cells
from data.checks.columns import CHECKS, check
from data.checks.rule import ColumnRule, shown
from tests.data.checks.asked import read

KINDS = sorted(CHECKS)
FORMATS = {"day": ("%d/%m/%Y",), "moment": ("%d/%m/%Y %H:%M",)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_answer_is_unknown_and_no_problem(kind):
    texts = [None, "", "  \t", "không rõ", " - "]
    rule = {"missing": ("không rõ", "-"), "formats": FORMATS.get(kind, ())}
    assert read(kind, texts, **rule) == [None] * 5


@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_without_rows_gives_a_column_without_rows(kind):
    made = check(kind, pa.array([], pa.string()), ColumnRule("f", "c", kind, formats=FORMATS.get(kind, ())))
    assert (len(made.values), len(made.known), dict(made.problems)) == (0, 0, {})


@pytest.mark.parametrize("kind", KINDS)
def test_a_slice_of_a_column_is_checked_as_the_column_is(kind):
    texts = pa.array(
        ["x", "0912345678", "25/05/2021", None, "25/05/2021 17:00", "12", "106.2", "yes", "f"] * 3
    )
    rule = ColumnRule("f", "c", kind, formats=FORMATS.get(kind, ()))
    whole, part = check(kind, texts, rule), check(kind, texts[4:20], rule)
    assert part.known.tolist() == whole.known[4:20].tolist()
    assert part.values[part.known].tolist() == whole.values[4:20][part.known].tolist()
    assert part.problems == {row - 4: found for row, found in whole.problems.items() if 4 <= row < 20}


@pytest.mark.parametrize(
    ("kind", "text", "dtype"),
    [
        ("text", "a", "object"), ("day", "25/05/2021", "int32"), ("moment", "25/05/2021 17:00", "int64"),
        ("count", "1", "int64"), ("decimal", "1.5", "float64"), ("lon", "106.2", "float64"),
        ("lat", "21.3", "float64"), ("yes_no", "yes", "int8"), ("code", "a", "object"), ("sex", "f", "object"),
        ("birth_year", "1985", "int16"), ("phone", "0912345678", "object"), ("id_number", "123456789", "object"),
        ("district", "Việt Yên", "object"), ("commune", "Nếnh", "object"), ("commune_code", "07795", "object"),
        ("outline", "POLYGON((1 1,2 1,2 2,1 1))", "object"),
    ],
)  # fmt: skip
def test_the_type_of_the_values_follows_from_the_kind(kind, text, dtype):
    rule = ColumnRule("f", "c", kind, formats=FORMATS.get(kind, ()))
    known = check(kind, pa.array([text, None]), rule)
    nothing = check(kind, pa.array([None, None], pa.string()), rule)
    assert (known.values.dtype, nothing.values.dtype) == (np.dtype(dtype),) * 2
    assert known.known.tolist() == [True, False]


def test_a_missing_answer_is_known_in_either_unicode_form():
    assert not read_cells(pa.array(["kho\u0302ng ro\u0303"]), ("không rõ",)).answered.any()


@pytest.mark.parametrize("kind", ["phone", "id_number", "text", "code", "birth_year", "count"])
def test_no_problem_of_a_personal_column_repeats_its_text(kind):
    texts = ["Nguyễn Văn Thử", "0400 000 000", "000111x", "12345678"]
    made = check(kind, pa.array(texts), ColumnRule("f", "c", kind, canonical=("a",), is_personal=True))
    said = " ".join(p.expected + p.got for p in made.problems.values())
    assert not [part for text in texts for part in text.split() if part in said]


@pytest.mark.parametrize(
    "text", ["0900000001", "0900 000 001", "+84 900.000.001", "(090) 0000-001", "001090000001"]
)
def test_a_number_long_enough_to_be_somebody_s_is_repeated_in_no_column(text):
    digits = sum(c.isdecimal() for c in text)
    assert shown(f"gọi {text} nhé") == f"gọi ({digits} digits) nhé"


@pytest.mark.parametrize(
    "text", ["25/05/2021 17:30:00", "2021-05-25 17:30", "25.05.2021 17:30", "31/02/2021", "1.210.000"]
)
def test_a_date_or_a_count_is_repeated_as_it_is(text):
    assert shown(text) == text


@pytest.mark.parametrize("text", ["Nguyễn Thử", "NGUYỄN THỊ THỬ", "thôn giả số không", "thu@example.org"])
def test_what_looks_like_a_name_is_repeated_in_no_column_of_a_source_that_knows_people(text):
    made = check("sex", pa.array([text]), ColumnRule("sex", "Giới tính", "sex", has_people=True))
    assert not set(text.split()) & set(made.problems[0].got.split())


@pytest.mark.parametrize("text", ["Nữ giới", "không rõ", "3", "Khác"])
def test_an_answer_that_looks_like_no_name_is_repeated_to_be_mapped(text):
    made = check("sex", pa.array([text]), ColumnRule("sex", "Giới tính", "sex", has_people=True))
    assert made.problems[0].got == text


def test_a_long_text_is_repeated_by_its_beginning():
    assert shown("x" * 200) == "x" * 79 + "…"
