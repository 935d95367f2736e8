"""Templates and table schemas of the sources, as files to keep."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Response, abort, jsonify, request

from callbacks.context import query_of
from callbacks.desk.desk import desk
from callbacks.desk.expects import template_formats
from data.sources.source import Source
from data.sources.table_schema import table_schema
from data.sources.template import write_template

MIME_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "json": "application/json",
}


def serve_template(key: str, ext: str) -> Response:
    """An empty file with the headings of a source."""
    source = desk().source(key)
    if source is None or ext not in template_formats(source):
        abort(404)
    lang = "en" if query_of(request.query_string.decode("utf-8", "replace")).get("lang") == "en" else "vi"
    answer = Response(_template(source, ext, lang), content_type=MIME_TYPES[ext])
    answer.headers["Content-Disposition"] = f'attachment; filename="{source.key}.{ext}"'
    return answer


def _template(source: Source, ext: str, lang: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{source.key}.{ext}"
        write_template(source, path, lang)
        return path.read_bytes()


def serve_schema(key: str) -> Response:
    """The Frictionless table schema of a source."""
    source = desk().source(key)
    if source is None:
        abort(404)
    answer: Response = jsonify(table_schema(source))
    return answer
