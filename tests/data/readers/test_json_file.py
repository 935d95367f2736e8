"""JSON and JSON Lines: flat objects, exact numbers, keys once, and no depth that could harm."""

import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.readers.batch import ReadOptions
from data.readers.numbers import plain_number
from data.readers.reader import open_file
from data.readers.vietnamese_codes import encode_vni
from tests.data.readers.corpus import message, read, rows_read, write

ARRAY = '[{"mã": "D1", "ca": 3, "đúng": true}, {"mã": "D2", "ca": null, "ghi chú": ""}]'


def test_an_array_of_objects_is_a_table(tmp_path):
    numbers, columns, broken = read(write(tmp_path, "a.json", ARRAY))
    assert (numbers, broken) == ([1, 2], [])
    assert columns == {"mã": ["D1", "D2"], "ca": ["3", None], "đúng": ["true", None], "ghi chú": [None, ""]}


def test_an_array_under_rows_is_the_same(tmp_path):
    assert read(write(tmp_path, "a.json", f' {{"rows": {ARRAY}}} ')) == read(write(tmp_path, "b.json", ARRAY))


def test_lines_of_objects_are_the_same_and_numbered_by_line(tmp_path):
    lines = "\r\n".join(json.dumps(row, ensure_ascii=False) for row in json.loads(ARRAY)).replace(
        "\r\n", "\r\n\r\n"
    )
    numbers, columns, _ = read(write(tmp_path, "a.jsonl", lines))
    assert (numbers, columns) == ([1, 3], read(write(tmp_path, "b.json", ARRAY))[1])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_encodings_are_read(encoding, tmp_path):
    assert read(write(tmp_path, "a.json", ARRAY.encode(encoding))) == read(write(tmp_path, "b.json", ARRAY))


@pytest.mark.parametrize(
    ("written", "text"),
    [("912345678", "912345678"), ("21.250", "21.25"), ("1.0", "1"), ("9.12e2", "912"), ("-0.5", "-0.5"), ("0", "0"),
     ("123456789012345678901234567890", "123456789012345678901234567890"), ("1e999", "1e999"), ("2E-3", "0.002"),
     ("100", "100"), ("0.1234567890123456789", "0.1234567890123456789"), ("0e99999999999", "0"), ("0e-99999999999", "0"),
        ("1e9999999999999999999999", "1e9999999999999999999999")],
)  # fmt: skip
def test_numbers_come_as_their_shortest_exact_text(written, text, tmp_path):
    assert rows_read(write(tmp_path, "a.json", f'[{{"n": {written}}}]')) == [(text,)]


def test_nested_values_break_their_row_alone(tmp_path):
    path = write(tmp_path, "a.json", '[{"a": 1}, {"a": [1]}, {"a": {"b": 1}}, 7, {"a": 2}]')
    numbers, _, broken = read(path)
    assert numbers == [1, 5]
    assert [(b.row_number, b.reason, b.expected, b.got) for b in broken] == [
        (2, "cell_unreadable", "a value in a", "a list within the row"),
        (3, "cell_unreadable", "a value in a", "an object within the row"),
        (4, "ragged_row", "an object", "a number"),
    ]


def test_a_line_that_is_no_json_breaks_its_row_alone(tmp_path):
    numbers, _, broken = read(write(tmp_path, "a.jsonl", '{"a": 1}\n{"a": \n{"a": 2}\n'))
    assert (numbers, [(b.row_number, b.reason, b.got) for b in broken]) == (
        [1, 3], [(2, "ragged_row", "text that is no JSON")],
    )  # fmt: skip


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800"])
def test_characters_that_are_no_text_break_their_row(text, tmp_path):
    _, _, broken = read(write(tmp_path, "a.json", f'[{{"a": "{text}"}}]'))
    assert [(b.reason, b.got, b.cells) for b in broken] == [
        ("cell_unreadable", "a character that is no text", ("",))
    ]


REFUSED = {
    "key twice": (
        '[{"a": 1}, {"a": 1, "b": 2, "a": 3}]',
        "a.json, row 2: expected objects with every key once, got the key a twice in one. Keep one of the two.",
    ),
    "keys that are the same": (
        '[{"xã": 1}, {" xa\u0303": 2}]',
        "a.json, keys: expected every heading once, got the same one in columns 1 and 2. Rename or remove all but one.",
    ),
    "key without a name": (
        '[{"": 1, "a": 2}]',
        "a.json, keys: expected a name for every column, got an empty one. Name it.",
    ),
    "cut off": (
        '[{"a": 1}, {"a": 2',
        "a.json, row 2: expected JSON, got text that is none. Check that the file is whole; export it again.",
    ),
    "cut off behind a row": (
        '[{"a": 1}',
        "a.json, row 2: expected , or ] in JSON, got its end. Check that the file is whole; export it again.",
    ),
    "text behind": (
        '[{"a": 1}] x',
        "a.json: expected the end of the JSON, got more text behind it. Check that the file is whole; export it again.",
    ),
    "NaN": (
        '[{"a": NaN}]',
        "a.json, row 1: expected JSON, got text that is none. Check that the file is whole; export it again.",
    ),
    "no rows": (
        "[]",
        "a.json: expected at least one row below the headings, got none. Check that the export was complete.",
    ),
    "array of arrays": (
        "[[1, 2]]",
        "a.json, row 1: expected an object, got a list. Write every row as an object of heading and value.",
    ),
    "another object": (
        '{"data": [{"a": 1}]}',
        'a.json: expected an array, or an object with "rows" alone, got the key data. Give the array alone.',
    ),
    "deep": (
        '[{"a": ' + "[" * 100_000,
        "a.json, row 1: expected flat values, got values nested too deep."
        " Check that the file is whole; export it again.",
    ),
    "deep and closed": (
        '[{"a": ' + "[" * 5_000 + "]" * 5_000 + "}]",
        "a.json, row 1: expected flat values, got values nested too deep."
        " Check that the file is whole; export it again.",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_bad_file_gets_its_message(kind, tmp_path):
    content, expected = REFUSED[kind]
    assert message(write(tmp_path, "a.json", content)) == expected


def test_a_key_that_a_line_has_twice_refuses_the_file(tmp_path):
    assert message(write(tmp_path, "a.jsonl", '{"a": 1}\n{"a": 1, "a": 2}\n')) == (
        "a.jsonl, row 2: expected objects with every key once, got the key a twice in one. Keep one of the two."
    )


def test_a_deep_line_refuses_the_file(tmp_path):
    assert message(write(tmp_path, "a.jsonl", '{"a": ' + "[" * 100_000 + "\n")) == (
        "a.jsonl, row 1: expected flat values, got values nested too deep. Export it again as a plain table."
    )


def test_a_first_line_that_is_no_object_refuses_the_file(tmp_path):
    assert message(write(tmp_path, "a.jsonl", '{"a": \n{"a": 1}\n')) == (
        "a.jsonl, row 1: expected an object, got text that is no JSON."
        " Write every row as an object of heading and value."
    )


def test_json_in_another_encoding_is_refused(tmp_path):
    text = message(write(tmp_path, "a.json", encode_vni('[{"xã": "Hoà"}]')))
    assert text.startswith("a.json: expected UTF-8, got the byte 0xF5 at byte 5")


def test_thousands_of_keys_are_refused(tmp_path):
    rows = ", ".join(f'{{"k{n}": 1}}' for n in range(5_000))
    assert message(write(tmp_path, "a.json", f"[{rows}]")) == (
        "a.json, keys: expected at most 1000 columns, got 1001. Check the delimiter and the row of the headings."
    )


def test_a_large_array_on_one_line_is_read_without_holding_it(tmp_path, monkeypatch):
    monkeypatch.setattr("data.readers.rows.BATCH_ROWS", 500)
    path = write(
        tmp_path,
        "a.json",
        "[" + ",".join(f'{{"id": {n}, "text": "{"x" * 600}"}}' for n in range(20_000)) + "]",
    )
    tracemalloc.start()
    try:
        total = sum(batch.rows for batch in open_file(path, ReadOptions()).batches())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert total == 20_000
    assert peak < path.stat().st_size / 2


plain = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"))
)
objects = st.lists(st.dictionaries(st.sampled_from(["a", "b", "xã"]), plain), min_size=1, max_size=20)


def expected_text(value) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


@given(rows=objects, is_ascii=st.booleans(), name=st.sampled_from(["a.json", "a.jsonl"]))
@settings(max_examples=150, deadline=None)
def test_any_flat_objects_come_back(rows, is_ascii, name, tmp_path_factory):
    rows = [{"a": "first", "b": "", "xã": ""}, *rows]
    dumped = [json.dumps(row, ensure_ascii=is_ascii) for row in rows]
    text = "[" + ",\n ".join(dumped) + "]" if name == "a.json" else "\n".join(dumped) + "\n"
    path = write(tmp_path_factory.mktemp("json"), name, text)
    assert rows_read(path) == [tuple(expected_text(row.get(key)) for key in ("a", "b", "xã")) for row in rows]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_shortest_text_of_a_float_is_the_same_number(value):
    assert float(plain_number(repr(value))) == value
