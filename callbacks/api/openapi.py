"""The OpenAPI document, made of the sources themselves, so that it can't say anything else than they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from callbacks.api.access import IDEMPOTENCY_KEY, MAX_BYTES
from callbacks.api.bodies import MAX_ROWS, headings_of
from callbacks.api.schemas import ANSWERS, ref
from data.sources.source import Source

Json = dict[str, Any]

REFUSALS_OF_ALL = (404, 405)
REFUSALS_OF_PUSHES = (400, 401, 403, 404, 409, 411, 413, 415, 422, 429, 503)
_WHY = {
    400: "The body is no JSON, or the Idempotency-Key is missing",
    401: "No working key came with the request",
    403: "The key is another source's",
    404: "There is nothing at this address",
    405: "The address takes other methods",
    409: "The Idempotency-Key came with other rows, or the same request is being carried out",
    411: "The length of the body is not told",
    413: f"More than {MAX_BYTES:,} bytes",
    415: "The body is not said to be JSON in UTF-8, not compressed",
    422: "The body holds no rows of this source",
    429: "Too many requests within a minute; send the same one again after Retry-After seconds",
    503: "The store is busy; send the same request again",
}


def document(sources: Sequence[Source]) -> Json:
    """OpenAPI 3.1: every address, with the form of the rows of every source."""
    paths: Json = {}
    for source in sources:
        paths |= _source_paths(source)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dichte: push API",
            "version": "1",
            "summary": "Sources send their rows; each row ends as accepted, duplicate or held.",
        },
        "servers": [{"url": "/api/v1"}],
        "paths": paths | _other_paths(),
        "components": {
            "schemas": ANSWERS | {row_name(source): row_schema(source) for source in sources},
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "bearerFormat": "dichte_<id>_<secret>"}
            },
        },
    }


def row_name(source: Source) -> str:
    return f"Row.{source.key}"


def row_schema(source: Source) -> Json:
    """A row of a source: any of its headings, each with one answer; a heading left out is an answer not given."""
    fields = {m.column: source.subject.field(m.field) for m in source.fields if m.column}
    told = {
        heading: {**ref("Cell"), "description": _heading_text(fields.get(heading))}
        for heading in headings_of(source)
    }
    return {"type": "object", "title": source.title_en, "properties": told, "additionalProperties": False}


def _heading_text(field: Any) -> str:
    if field is None:
        return "Known and let fall: it is not kept."
    need = " Required." if field.is_required else ""
    personal = " Makes the pseudonym and is not kept." if field.is_personal else ""
    return f"{field.description[:1].upper()}{field.description[1:]}.{need}{personal}"


def _source_paths(source: Source) -> Json:
    row = ref(row_name(source))
    rows = {
        "type": "object",
        "properties": {"rows": {"type": "array", "items": row, "minItems": 1, "maxItems": MAX_ROWS}},
        "required": ["rows"],
        "additionalProperties": False,
    }
    key, base = source.key, f"/sources/{source.key}"
    return {
        f"{base}/rows": {"post": _push_operation(f"push_rows.{key}", f"Rows of {source.title_en}", rows)},
        f"{base}/row": {"post": _push_operation(f"push_row.{key}", f"One row of {source.title_en}", row)},
        base: {"get": _get(f"source.{key}", f"Columns of {source.title_en}", "TableSchema", ())},
    }


def _push_operation(name: str, summary: str, body: Json) -> Json:
    held = ref("Answer")
    return {
        "operationId": name,
        "summary": summary,
        "security": [{"key": []}],
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "A new one with every new request, the same one when it is repeated",
                "schema": {"type": "string", "pattern": IDEMPOTENCY_KEY},
            }
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "201": _answer("The rows came in, or are held", held),
            "200": _answer("These very rows were here already; nothing changed", held),
            **_refusals((*REFUSALS_OF_PUSHES, 405)),
        },
    }


def _other_paths() -> Json:
    number = {"name": "file", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
    line = _get("import", "The ledger's line of a file of your source", "Line", (401, 429, 503))
    return {
        "/imports/{file}": {"get": line | {"parameters": [number], "security": [{"key": []}]}},
        "/health": {"get": _get("health", "What the map shows, and how old it is", "Health", (503,))},
        "/openapi.json": {"get": _get("document", "This document", "Document", ())},
    }


def _get(name: str, summary: str, schema: str, refusals: tuple[int, ...]) -> Json:
    responses = {"200": _answer(summary, ref(schema)), **_refusals((*REFUSALS_OF_ALL, *refusals))}
    return {"operationId": name, "summary": summary, "responses": responses}


def _answer(description: str, schema: Mapping[str, str]) -> Json:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _refusals(statuses: Sequence[int]) -> Json:
    problem = {"application/problem+json": {"schema": ref("Problem")}}
    return {str(status): {"description": _WHY[status], "content": problem} for status in sorted(statuses)}
