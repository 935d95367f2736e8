"""What each column of a source means and how it is written, in words: for templates, schemas and documents."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.checks.columns import max_length
from data.checks.formats import examples
from data.sources.source import FieldMapping, Source
from data.subjects import Field

_WORDS = Path(__file__).with_name("words")


@dataclass(frozen=True)
class Explained:
    """One column: its heading, what it means, whether it must be filled, how it is written."""

    heading: str
    meaning: str
    is_required: bool
    writing: str


@cache
def words(lang: str) -> Mapping[str, Any]:
    """Words of the templates, in one language."""
    return tomllib.loads((_WORDS / f"{lang}.toml").read_text(encoding="utf-8"))


def columns(source: Source) -> tuple[tuple[FieldMapping, Field], ...]:
    """The mapped columns, in the order of the mapping; constants are none."""
    return tuple((m, source.subject.field(m.field)) for m in source.fields if m.column)


def explain(source: Source, lang: str) -> tuple[Explained, ...]:
    """Every column of the source, explained."""
    return tuple(
        Explained(m.column, meaning(source, f, lang), f.is_required, writing(source, m, f, lang))
        for m, f in columns(source)
    )


def meaning(source: Source, field: Field, lang: str) -> str:
    """What a canonical field means; "" in no language."""
    known = words(lang).get("fields", {})
    return str(known.get(f"{source.subject.key}.{field.name}") or known.get(field.name) or field.description)


def writing(source: Source, mapping: FieldMapping, field: Field, lang: str) -> str:
    """How a cell of the column is written."""
    said = words(lang)
    if mapping.codes:
        return str(said["answers"]).format(answers=_some(answers_written(mapping)))
    if mapping.formats:
        key = "moments" if field.kind == "moment" else "days"
        return str(said[key]).format(examples=examples(mapping.formats[:2]))
    key, values = _way(source, mapping, field)
    return str(said[key]).format(**values)


def _way(source: Source, mapping: FieldMapping, field: Field) -> tuple[str, dict[str, object]]:
    """Key of the words for this kind of cell, and what is filled in."""
    if field.kind in ("phone", "id_number", "birth_year", "outline"):
        return field.kind, {}
    if field.kind in ("lon", "lat", "decimal"):
        return "degrees", {"decimal": source.decimal}
    if field.kind == "count":
        return "counts", {"low": field.low, "high": field.high}
    if mapping.width:
        return "digits", {"width": mapping.width}
    return "text", {"longest": max_length(source.subject, field)}


def answers_written(mapping: FieldMapping) -> tuple[str, ...]:
    """The answers to use, one or more for each meaning, those first that the mapping names first."""
    return tuple(mapping.codes)


def answer_for(mapping: FieldMapping, meaning: str) -> str:
    """How the source writes a canonical answer: the first that leads there; "" where none does."""
    return next((answer for answer, meant in mapping.codes.items() if meant == meaning), "")


def _some(answers: tuple[str, ...], most: int = 12) -> str:
    return ", ".join(answers[:most]) + (f" … ({len(answers)})" if len(answers) > most else "")
