"""The keys that a mapping may hold, and what kind of value each takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from data.sources.flaws import Flaw, near, one_of, shown
from data.subjects import SUBJECTS

TEXT, TEXTS, NUMBER, FLAG, TABLE, CODES = (
    "a text", "a list of texts", "a whole number", "true or false", "a table", "a table of texts, or the name of one",
)  # fmt: skip

MAPPING = {
    "subject": TEXT,
    "title_vi": TEXT,
    "title_en": TEXT,
    "note_vi": TEXT,
    "note_en": TEXT,
    "published": FLAG,
    "channel": TEXT,
    "profile": TEXT,
    "registry": TEXT,
    "changes": TEXT,
    "file": TABLE,
    "codes": TABLE,
    "fields": TABLE,
    "rules": TABLE,
    "coverage": TABLE,
}
FILE = {
    "formats": TEXTS,
    "encoding": TEXT,
    "delimiter": TEXT,
    "sheet": TEXT,
    "layer": TEXT,
    "header_row": NUMBER,
    "time_zone": TEXT,
    "decimal": TEXT,
    "days": TEXTS,
    "moments": TEXTS,
    "missing": TEXTS,
    "ignored": TEXTS,
}
FIELD = {
    "column": TEXT,
    "also": TEXTS,
    "constant": TEXT,
    "formats": TEXTS,
    "codes": CODES,
    "width": NUMBER,
}
RULES = {"stay_beyond_cap": TEXT, "clock_skew_minutes": NUMBER, "plausible_from": TEXT}
COVERAGE = {"communes": TEXT, "days": TEXT}

CHOICES = {
    "changes": ("hold", "newest_row", "newest_file"),
    "rules.stay_beyond_cap": ("cut", "hold"),
    "coverage.communes": ("all", "named"),
    "coverage.days": ("span", "named"),
    "file.decimal": (".", ","),
}
REQUIRED = ("subject", "title_vi", "title_en", "fields")

Document = Mapping[str, Any]


def flaws_of_form(document: Document) -> Iterator[Flaw]:
    """Unknown keys, values of the wrong kind, keys that every mapping needs, choices that are none."""
    yield from _flaws_of_table(document, MAPPING, "")
    for name, known in (("file", FILE), ("rules", RULES), ("coverage", COVERAGE)):
        yield from _flaws_of_table(_table(document, name), known, f"{name}.")
    for name, field in _table(document, "fields").items():
        yield from _flaws_of_field(name, field)
    for name, codes in _table(document, "codes").items():
        yield from _flaws_of_codes(f"codes.{name}", codes)
    for key in REQUIRED:
        if not document.get(key):
            yield Flaw(key, f"{MAPPING[key]} that is not empty", shown(document.get(key)), f"Add {key}.")
    yield from _flaws_of_choices(document)


def _table(document: Document, name: str) -> dict[str, Any]:
    found = document.get(name, {})
    return found if isinstance(found, dict) else {}


def _flaws_of_table(table: Document, known: Mapping[str, str], prefix: str) -> Iterator[Flaw]:
    for key, value in table.items():
        if key not in known:
            remedy = near(key, known, "Leave it out.")
            yield Flaw(f"{prefix}{key}", f"one of the keys {', '.join(known)}", shown(key), remedy)
        elif known[key] != CODES and not _is_kind(value, known[key]):
            yield Flaw(f"{prefix}{key}", known[key], shown(value), _REMEDIES[known[key]])


def _flaws_of_field(name: str, field: Any) -> Iterator[Flaw]:
    key = f"fields.{name}"
    if not isinstance(field, dict):
        yield Flaw(key, TABLE, shown(field), f"Write [{key}] on its own line, its keys below.")
        return
    yield from _flaws_of_table(field, FIELD, f"{key}.")
    if "codes" in field and not isinstance(field["codes"], str):
        yield from _flaws_of_codes(f"{key}.codes", field["codes"])


def _flaws_of_codes(key: str, codes: Any) -> Iterator[Flaw]:
    if not isinstance(codes, dict) or not codes:
        yield Flaw(key, CODES, shown(codes), _REMEDIES[CODES])
        return
    for answer, meaning in codes.items():
        if not isinstance(meaning, str):
            yield Flaw(f"{key}.{shown(answer)}", TEXT, shown(meaning), _REMEDIES[TEXT])


def _flaws_of_choices(document: Document) -> Iterator[Flaw]:
    subject = document.get("subject")
    choices = {"subject": tuple(s.key for s in SUBJECTS)} if subject else {}
    for key, known in (choices | CHOICES).items():
        *folder, name = key.split(".")
        table = _table(document, folder[0]) if folder else document
        value = table.get(name)
        if isinstance(value, str) and value not in known:
            yield Flaw(key, one_of(known), shown(value), near(value, known, "Choose one of them."))


def _is_kind(value: Any, kind: str) -> bool:
    if kind == TEXTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind == NUMBER:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, {TEXT: str, FLAG: bool, TABLE: dict}[kind])


_REMEDIES = {
    TEXT: "Put it between quotation marks.",
    TEXTS: 'Write ["one", "two"].',
    NUMBER: "Write it without quotation marks.",
    FLAG: "Write true or false, without quotation marks.",
    TABLE: "Write its name between brackets on its own line, its keys below.",
    CODES: 'Write "answer" = "meaning" on lines of their own below [codes.some_name].',
}
