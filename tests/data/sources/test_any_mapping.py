"""Whatever somebody writes into a mapping: it loads, or it is refused in sentences."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import SourceError
from data.sources.grammar import COVERAGE, FIELD, FILE, MAPPING, RULES
from data.sources.load import load_source
from data.sources.source import Source
from data.subjects import SUBJECTS

WORDS = st.sampled_from(
    [
        "",
        "Xã",
        "csv",
        "yes",
        "no",
        "yes_no",
        "hold",
        "newest_row",
        "named",
        ".",
        "qr",
        "%d/%m/%Y",
        "%H:%M %d/%m/%Y",
    ]
)
TEXTS = st.one_of(WORDS, st.text(max_size=8), st.sampled_from([s.key for s in SUBJECTS]))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        TEXTS, st.integers(-(2**40), 2**40), st.booleans(), st.floats(allow_nan=False, allow_infinity=False)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=5,
)


def table(keys: dict[str, str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.one_of(st.sampled_from(sorted(keys)), TEXTS), VALUES, max_size=4)


@st.composite
def mappings(draw: st.DrawFn) -> dict[str, Any]:
    """A mapping that is nearly right, with things in it that are not."""
    subject = draw(st.sampled_from(SUBJECTS))
    names = st.one_of(st.sampled_from([f.name for f in subject.fields]), TEXTS)
    made = {"subject": subject.key, "title_vi": "Tên", "title_en": "Name", "channel": "a", "registry": "b"}
    made["fields"] = draw(st.dictionaries(names, st.one_of(table(FIELD), VALUES), min_size=1, max_size=6))
    for name, keys in (("file", FILE), ("rules", RULES), ("coverage", COVERAGE)):
        if draw(st.booleans()):
            made[name] = draw(table(keys))
    return made | draw(table(MAPPING))


def as_toml(value: Any) -> str:
    """A value as TOML writes it on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {as_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return json.dumps(value)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mappings())
def test_any_mapping_loads_or_is_refused_in_sentences(mapping: dict[str, Any]) -> None:
    text = "".join(f"{json.dumps(key)} = {as_toml(value)}\n" for key, value in mapping.items())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some-source.toml"
        path.write_text(text, encoding="utf-8", errors="replace")
        try:
            assert isinstance(load_source(path), Source)
        except SourceError as refused:
            for line in str(refused).split(f"{path}: ")[1:]:
                assert ": expected " in line or line.startswith("expected "), line
                assert ", got " in line and line.strip().endswith((".", "?", "]")), line
