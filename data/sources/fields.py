"""The [fields.…] of a mapping: which are known, and what each says."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from data import schema
from data.sources.flaws import Flaw, near, one_of, shown
from data.sources.formats import ISO_DAY
from data.sources.grammar import Document
from data.sources.source import FieldMapping
from data.subjects import Field, Subject, subject_of

Codes = Mapping[str, str]


def flaws_of_fields(document: Document, lists: Mapping[str, Codes]) -> Iterator[Flaw]:
    """Fields that the subject lacks, and lists of answers that are named but not there."""
    subject = subject_of(document["subject"])
    known = [field.name for field in subject.fields]
    for name, given in document["fields"].items():
        key = f"fields.{name}"
        if name not in known:
            expected = f"a field of {subject.key} ({', '.join(known)})"
            yield Flaw(
                key, expected, shown(name), near(name, known, "Leave it out, or list its column as ignored.")
            )
        codes = given.get("codes")
        if isinstance(codes, str) and codes not in lists:
            remedy = near(codes, lists, f"Add [codes.{codes}] to the file.")
            yield Flaw(f"{key}.codes", f"a list of answers ({one_of(sorted(lists))})", shown(codes), remedy)


def read_fields(document: Document, lists: Mapping[str, Codes]) -> tuple[FieldMapping, ...]:
    """Every mapped field, in the order of the file."""
    subject = subject_of(document["subject"])
    file = document.get("file", {})
    return tuple(_read_field(subject.field(n), given, file, lists) for n, given in document["fields"].items())


def _read_field(
    field: Field, given: Mapping[str, Any], file: Document, lists: Mapping[str, Codes]
) -> FieldMapping:
    codes = given.get("codes", {})
    return FieldMapping(
        field=field.name,
        column=_nfc(given.get("column", "")),
        also=tuple(_nfc(heading) for heading in given.get("also", ())),
        constant=_nfc(given.get("constant", "")),
        formats=tuple(given.get("formats") or _usual_formats(field, given, file)),
        codes=MappingProxyType(dict(lists[codes] if isinstance(codes, str) else codes)),
        width=given.get("width", 0),
    )


def _nfc(written: str) -> str:
    """As the readers give headings, whatever the editor that wrote the mapping makes of a letter with marks."""
    return unicodedata.normalize("NFC", written).strip()


def _usual_formats(field: Field, given: Mapping[str, Any], file: Document) -> list[str]:
    """The formats that [file] declares once for all its days, or all its moments; a constant day is ISO."""
    if "column" not in given:
        return [ISO_DAY] if field.kind == "day" else []
    return list(file.get({"day": "days", "moment": "moments"}.get(field.kind, ""), []))


def is_placed(subject: Subject, mapped: set[str]) -> bool:
    """Whether the mapped fields tell the commune, by code, by both names or by a point, if each row needs one."""
    unit = schema.metadata.tables[subject.table].c.get("unit_id")
    if not subject.is_placed or unit is None or unit.nullable:
        return True
    return any(ways <= mapped for ways in ({"commune_code"}, {"district", "commune"}, {"lon", "lat"}))
