"""Words, numbers and dates: complete in both languages, in the reader's own manner."""

from __future__ import annotations

import ast
import re
import string
from datetime import date
from pathlib import Path

import pytest

from layers.text import MissingText, catalog, day_text, long_day, number, text

ROOT = Path(__file__).parents[2]


def messages(lang: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for message in catalog(lang):
        if message.id:
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            words = message.string if isinstance(message.string, tuple) else (message.string,)
            found[key] = tuple(words)
    return found


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_both_languages_hold_the_same_texts() -> None:
    assert set(messages("vi")) == set(messages("en"))


def test_no_text_is_empty_in_either_language() -> None:
    for lang in ("vi", "en"):
        assert [key for key, words in messages(lang).items() if not all(words)] == []


def test_both_languages_fill_in_the_same_values() -> None:
    vietnamese, english = messages("vi"), messages("en")
    for key, words in vietnamese.items():
        told = set().union(*(fields(w) for w in english[key]))
        assert set().union(*(fields(w) for w in words)) == told, key


def test_every_text_named_in_the_code_exists() -> None:
    known = set(messages("vi"))
    used = set()
    for room in ("layers", "callbacks"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and getattr(node.func, "id", "") in ("text", "Notice")
                    and node.args
                    and isinstance(node.args[0], ast.Constant)
                ):
                    used.add(node.args[0].value)
    assert used - known == set()
    assert len(used) > 40


def test_every_text_named_in_a_template_exists() -> None:
    known, used = set(messages("vi")), set[str]()
    begun = set[str]()
    for path in (ROOT / "callbacks").rglob("*.html"):
        words = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'say\("([a-z_.]+)"[,)]', words))
        begun |= set(re.findall(r'say\("([a-z_.]+\.)" ~', words))
    assert used - known == set() and len(used) > 50
    assert [start for start in begun if not any(key.startswith(start) for key in known)] == []


def test_no_text_of_the_work_list_is_left_unused() -> None:
    """What is built of parts, as a state of a task, counts by its beginning; the link's name is made by the header."""
    files = [p for kind in ("*.py", "*.html") for p in (ROOT / "callbacks").rglob(kind)]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    keys = [key for key in messages("vi") if key.startswith("work.") and key != "work.link"]
    beginnings = [
        start for start in re.findall(r"work\.\w+\.", code) if f"{start}{{" in code or f'{start}" ~' in code
    ]
    unused = [key for key in keys if f'"{key}"' not in code and not key.startswith(tuple(beginnings))]
    assert len(keys) > 30 and unused == []


@pytest.mark.parametrize(
    ("value", "digits", "vi", "en"),
    [
        (1210, 0, "1.210", "1,210"),
        (315.5, 1, "315,5", "315.5"),
        (0, 0, "0", "0"),
        (float("nan"), 1, "–", "–"),
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(value: float, digits: int, vi: str, en: str) -> None:
    assert (number(value, "vi", digits), number(value, "en", digits)) == (vi, en)


def test_a_day_is_written_day_first_in_both_languages() -> None:
    day = date(2021, 5, 25)
    assert day_text(day) == "25/05/2021"
    assert (long_day(day, "vi"), long_day(day, "en")) == ("Thứ Ba 25/05/2021", "Tuesday 25/05/2021")


def test_one_and_many_are_told_apart_in_english() -> None:
    assert text("place.new_cases", "en", 1) == "1 new case"
    assert text("place.new_cases", "en", 1210) == "1,210 new cases"
    assert text("place.new_cases", "vi", 1210) == "1.210 ca mới"


def test_a_missing_text_is_an_error_and_never_its_key_on_screen() -> None:
    with pytest.raises(MissingText, match=re.escape("no.such.text")):
        text("no.such.text", "vi")
