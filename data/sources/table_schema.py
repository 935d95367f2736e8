"""A source as a Frictionless Table Schema (https://specs.frictionlessdata.io/table-schema/).

It describes the files that a source should write: one heading and one format a column. What else the import takes,
other headings and other formats, stands in the mapping.
"""

from __future__ import annotations

from typing import Any

from data.checks.columns import max_length
from data.sources.explain import columns, meaning, writing
from data.sources.source import FieldMapping, Source
from data.subjects import Field

Descriptor = dict[str, Any]

_PHONE = r"[+0-9 .()-]{8,20}"
_ID_NUMBER = r"[0-9A-Za-z .-]{6,20}"
_DEGREES = {"lon": 180, "lat": 90}


def table_schema(source: Source, lang: str = "vi") -> Descriptor:
    """The schema, ready for json.dumps; titles and descriptions in `lang`."""
    schema: Descriptor = {
        "name": source.key,
        "title": source.title(lang),
        "description": source.note(lang),
        "fields": [_field(source, mapping, field, lang) for mapping, field in columns(source)],
        "missingValues": list(source.missing),
    }
    key = _primary_key(source)
    return schema | ({"primaryKey": key} if key else {})


def _field(source: Source, mapping: FieldMapping, field: Field, lang: str) -> Descriptor:
    told = f"{meaning(source, field, lang)}; {writing(source, mapping, field, lang)}"
    made: Descriptor = {"name": mapping.column, "title": mapping.column, "description": told}
    made |= _type(source, mapping, field)
    required = {"required": True} if field.is_required else {}
    constraints = required | _constraints(source, mapping, field)
    return made | ({"constraints": constraints} if constraints else {})


def _type(source: Source, mapping: FieldMapping, field: Field) -> Descriptor:
    if field.kind == "yes_no":
        return {
            "type": "boolean",
            "trueValues": _answers(mapping, "yes"),
            "falseValues": _answers(mapping, "no"),
        }
    if field.kind in ("day", "moment"):
        return {"type": "date" if field.kind == "day" else "datetime", "format": mapping.formats[0]}
    if field.kind in ("lon", "lat", "decimal"):
        mark = {"decimalChar": source.decimal} if source.decimal != "." else {}
        return {"type": "number", **mark}
    if field.kind == "birth_year":
        return {"type": "date", "format": mapping.formats[0]} if mapping.formats else {"type": "integer"}
    return {"type": {"count": "integer", "outline": "geojson"}.get(field.kind, "string")}


def _constraints(source: Source, mapping: FieldMapping, field: Field) -> Descriptor:
    """Beside `required`."""
    if field.kind in ("code", "sex"):
        return {"enum": [answer for answer, meant in mapping.codes.items() if meant]}
    if field.kind == "count":
        return {"minimum": field.low, "maximum": field.high}
    if field.kind in _DEGREES:
        return {"minimum": -_DEGREES[field.kind], "maximum": _DEGREES[field.kind]}
    if field.kind == "birth_year":
        return {} if mapping.formats else {"minimum": 1900}
    if field.kind == "phone":
        return {"pattern": _PHONE}
    if field.kind == "id_number":
        return {"pattern": _ID_NUMBER}
    if field.kind == "commune_code":
        return {"pattern": rf"[0-9]{{{mapping.width}}}" if mapping.width else "[0-9]+"}
    return {"maxLength": max_length(source.subject, field)} if field.kind in _TEXTS else {}


_TEXTS = ("text", "district", "commune")


def _answers(mapping: FieldMapping, meant: str) -> list[str]:
    return [answer for answer, meaning in mapping.codes.items() if meaning == meant]


def _primary_key(source: Source) -> list[str]:
    """Headings that number a record together; none where the source itself may number it or not."""
    names = [n for key in source.subject.natural_key for n in (_place(source) if key == "place" else [key])]
    mapped = [source.mapping(name) for name in names]
    return [mapping.column for mapping in mapped if mapping is not None and mapping.column]


def _place(source: Source) -> list[str]:
    return ["district", "commune"] if source.mapping("commune") else ["commune_code"]
