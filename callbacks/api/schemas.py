"""The forms of cells and answers, as JSON Schema; made where the answers are made, from the same types."""

from __future__ import annotations

from typing import Any, get_args, get_origin, get_type_hints

from callbacks.api.bodies import MAX_EXACT
from data.push_answers import HELD_SHOWN, Answer, Health, HeldRow, Line

Json = dict[str, Any]

_TYPES = {str: "string", int: "integer", bool: "boolean", type(None): "null"}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def object_schema(kind: type) -> Json:
    """The schema of a TypedDict; nothing else may be in it.

    >>> object_schema(HeldRow)["properties"]["row"]
    {'type': 'integer'}
    """
    hints = get_type_hints(kind)
    return {
        "type": "object",
        "description": (kind.__doc__ or "").strip(),
        "properties": {name: _value(hint) for name, hint in hints.items()},
        "required": sorted(hints),
        "additionalProperties": False,
    }


def _value(hint: Any) -> Json:
    if get_origin(hint) is list:
        return {"type": "array", "items": ref(get_args(hint)[0].__name__), "maxItems": HELD_SHOWN}
    if get_args(hint):
        return {"type": [_TYPES[part] for part in get_args(hint)]}
    return {"type": _TYPES[hint]}


CELL: Json = {
    "description": "One answer. null, or a heading left out: not answered. Numbers and yes or no become text.",
    "type": ["string", "number", "boolean", "null"],
    "pattern": "^[^\\u0000]*$",
    "minimum": -MAX_EXACT,
    "maximum": MAX_EXACT,
}

PROBLEM: Json = {
    "type": "object",
    "description": "Why a request was not carried out (RFC 9457); `detail` says expected, got, remedy",
    "properties": {
        "type": {"type": "string", "pattern": "^urn:dichte:problem:[a-z0-9-]+$"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "pattern": "^urn:uuid:[0-9a-f-]{36}$"},
    },
    "required": ["type", "title", "status", "detail", "instance"],
    "additionalProperties": False,
}

TABLE_SCHEMA: Json = {
    "type": "object",
    "description": "A Frictionless Table Schema",
    "properties": {
        "fields": {"type": "array", "items": {"type": "object", "required": ["name", "type"]}, "minItems": 1}
    },
    "required": ["fields"],
}

ANSWERS: Json = {
    "Cell": CELL,
    "Problem": PROBLEM,
    "TableSchema": TABLE_SCHEMA,
    "Document": {"type": "object", "required": ["openapi", "info", "paths"]},
    **{kind.__name__: object_schema(kind) for kind in (HeldRow, Answer, Line, Health)},
}
