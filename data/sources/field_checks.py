"""One mapped field, checked for sense against the canonical field it stands for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from itertools import combinations

from data.checks.formats import format_fault
from data.sources.flaws import Flaw, near, one_of, shown
from data.sources.formats import ISO_DAY, fits, overlap
from data.sources.source import FieldMapping, Source
from data.subjects import Field

ANSWERS = {"yes_no": ("yes", "no"), "sex": ("f", "m", "x")}
_DATED = ("day", "moment")
_CODED = ("yes_no", "sex", "code")
_PADDED = ("code", "commune_code", "text", "id_number")
_NEVER_CONSTANT = ("moment", "phone", "id_number", "outline", "lon", "lat", "birth_year")


def answers(field: Field) -> tuple[str, ...]:
    """Canonical answers of a field with a fixed set of them, else none."""
    return ANSWERS.get(field.kind, field.codes)


def flaws_of_field(source: Source, mapping: FieldMapping) -> Iterator[Flaw]:
    """Every mistake of one mapped field."""
    field = source.subject.field(mapping.field)
    for check in _CHECKS:
        yield from check(source, mapping, field)


def _origin(_source: Source, mapping: FieldMapping, field: Field) -> Iterator[Flaw]:
    key = f"fields.{mapping.field}"
    if mapping.column and mapping.constant:
        got = f"column {shown(mapping.column)} and constant {shown(mapping.constant)}"
        yield Flaw(key, "a column or a constant", got, "Take one of them out.")
    if not mapping.column and not mapping.constant:
        remedy = 'Write column = "its heading", or constant = "what stands for every row".'
        yield Flaw(key, "a column or a constant", "nothing", remedy)
    if mapping.also and not mapping.column:
        yield Flaw(f"{key}.also", "a column first", shown(list(mapping.also)), "Add column.")
    if mapping.constant and (field.kind in _NEVER_CONSTANT or field.name in ("record", "version")):
        remedy = "Write column, for each row has its own."
        yield Flaw(f"{key}.constant", "nothing", shown(mapping.constant), remedy)


def _constant(source: Source, mapping: FieldMapping, field: Field) -> Iterator[Flaw]:
    if not mapping.constant:
        return
    known, key = answers(field), f"fields.{mapping.field}.constant"
    if known and mapping.constant not in known:
        remedy = near(mapping.constant, known, "Choose one of them.")
        yield Flaw(key, one_of(known), shown(mapping.constant), remedy)
    if field.kind == "day" and not fits(mapping.constant, [ISO_DAY]):
        yield Flaw(key, "a day as 2021-05-25", shown(mapping.constant), "Write year, month, day.")


def _codes(source: Source, mapping: FieldMapping, field: Field) -> Iterator[Flaw]:
    key, known = f"fields.{mapping.field}.codes", answers(field)
    if field.kind not in _CODED:
        if mapping.codes:
            got = shown(dict(mapping.codes))
            yield Flaw(key, f"nothing, for {field.name} is no code", got, "Leave codes out.")
        return
    if mapping.column and not mapping.codes:
        remedy = 'Write codes = { "answer as written" = "meaning" }, or name a list.'
        yield Flaw(key, f"what each answer means ({one_of(known)})", "nothing", remedy)
    yield from _meanings(source, mapping, known, key)


def _meanings(source: Source, mapping: FieldMapping, known: tuple[str, ...], key: str) -> Iterator[Flaw]:
    meant: dict[str, str] = {}
    for answer, meaning in mapping.codes.items():
        at = f"{key}.{shown(answer)}"
        if known and meaning not in (*known, ""):
            yield Flaw(at, one_of(known), shown(meaning), near(meaning, known, "Choose one of them."))
        if answer.strip() in source.missing:
            remedy = "Take it out of file.missing, or out of the codes."
            yield Flaw(at, "an answer; file.missing says it is none", shown(answer), remedy)
        before = meant.setdefault(_folded(answer), meaning)
        if before != meaning:
            yield Flaw(at, f"{shown(before)}, as the same answer before", shown(meaning), "Keep one of them.")


def _folded(answer: str) -> str:
    return unicodedata.normalize("NFC", answer).strip().casefold()


def _formats(_source: Source, mapping: FieldMapping, field: Field) -> Iterator[Flaw]:
    key = f"fields.{mapping.field}.formats"
    if mapping.formats and field.kind not in (*_DATED, "birth_year"):
        got = shown(list(mapping.formats))
        yield Flaw(key, f"nothing, for {field.name} is no day and no moment", got, "Leave formats out.")
        return
    if mapping.column and not mapping.formats and field.kind in _DATED:
        remedy = f'Write formats = ["%d/%m/%Y"], or {field.kind}s = [...] in [file] for all of them.'
        yield Flaw(key, f"how a {field.kind} is written", "nothing", remedy)
    mistakes = [
        Flaw(
            key, "a format of strptime words", f"{shown(format)}: {fault}", "docs/sources.md lists the words."
        )
        for format in mapping.formats
        if (fault := format_fault(format))
    ]
    yield from mistakes or _sets_of_formats(mapping, key)


def _sets_of_formats(mapping: FieldMapping, key: str) -> Iterator[Flaw]:
    for first, second in combinations(mapping.formats, 2):
        if first == second:
            yield Flaw(key, "each format once", shown(first), "Take one of them out.")
        elif text := overlap(first, second):
            got = f"{shown(first)} and {shown(second)}, which read {shown(text)} differently"
            yield Flaw(key, "formats that no text fits twice", got, "Keep the one that the source writes.")


def _width(_source: Source, mapping: FieldMapping, field: Field) -> Iterator[Flaw]:
    key, got = f"fields.{mapping.field}.width", shown(mapping.width)
    if mapping.width and field.kind not in _PADDED:
        yield Flaw(key, f"nothing, for {field.name} is no code of digits", got, "Leave width out.")
    elif not 0 <= mapping.width <= 20:
        yield Flaw(key, "1 to 20 digits", got, "Write how many digits the code has.")


_CHECKS: tuple[Callable[[Source, FieldMapping, Field], Iterator[Flaw]], ...] = (
    _origin, _constant, _codes, _formats, _width,
)  # fmt: skip
