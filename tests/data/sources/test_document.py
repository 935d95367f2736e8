"""docs/sources.md says what the mappings say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.sources.document import BEGIN, DOCUMENT, END, sources_table, write_table
from data.sources.grammar import FIELD, FILE, MAPPING, RULES
from data.sources.load import load_source, load_sources
from data.subjects import SUBJECTS

TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_the_table_in_the_document_is_the_one_that_the_mappings_give() -> None:
    there = TEXT.partition(BEGIN)[2].partition(END)[0].strip("\n")
    assert there == sources_table(load_sources()), "Run: .venv/bin/python -m data.sources.document"


def test_the_table_names_every_source_with_both_titles() -> None:
    table = sources_table(load_sources())
    for source in load_sources():
        assert f"`{source.key}`<br>{source.title_vi}<br>{source.title_en}" in table
    assert len(table.splitlines()) == len(load_sources()) + 2


def test_writing_the_table_leaves_the_rest_of_the_document_alone(tmp_path: Path) -> None:
    document = tmp_path / "sources.md"
    document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write_table(document, load_sources()[:1])
    lines = document.read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[1], lines[-2], lines[-1]) == ("before", BEGIN, END, "after")
    assert "old" not in lines


def test_every_key_of_a_mapping_is_documented() -> None:
    for key in (*MAPPING, *FILE, *FIELD, *RULES):
        assert f"`{key}" in TEXT or f"[{key}" in TEXT, key


def test_every_subject_is_documented() -> None:
    for subject in SUBJECTS:
        assert subject.key in TEXT.partition(BEGIN)[0]


def test_the_mapping_that_the_document_shows_loads(tmp_path: Path) -> None:
    shown = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert shown is not None
    path = tmp_path / "hospital-cases.toml"
    path.write_text(shown[1], encoding="utf-8")
    source = load_source(path)
    headings = re.search(r"```\n(Mã;.*?)\n", TEXT)
    assert headings is not None
    assert {m.column for m in source.fields} | set(source.ignored) == set(headings[1].split(";"))


@pytest.mark.parametrize("word", ["boundaries", "template", "DICHTE_SOURCES", "Frictionless"])
def test_the_document_says_where_to_go_on(word: str) -> None:
    assert word in TEXT
