"""Table schemas: valid by Frictionless's rules, and true of the templates."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

import pytest

from data.sources.examples import example_rows
from data.sources.load import load_sources
from data.sources.source import Source
from data.sources.table_schema import table_schema

SOURCES = load_sources()

TYPES: dict[str, set[str]] = {
    "string": {"required", "enum", "pattern", "maxLength"},
    "integer": {"required", "minimum", "maximum"},
    "number": {"required", "minimum", "maximum"},
    "boolean": {"required"},
    "date": {"required"},
    "datetime": {"required"},
    "geojson": {"required"},
}
"""The types used, each with the constraints that the specification allows it and that are used."""

PROPERTIES = {
    "name", "title", "description", "type", "constraints", "format", "trueValues", "falseValues", "decimalChar",
}  # fmt: skip


@pytest.fixture(params=SOURCES, ids=lambda s: s.key)
def source(request: pytest.FixtureRequest) -> Source:
    found: Source = request.param
    return found


def test_a_schema_has_the_properties_of_the_specification(source: Source) -> None:
    schema = table_schema(source)
    assert set(schema) <= {"name", "title", "description", "fields", "missingValues", "primaryKey"}
    assert schema["fields"] and schema["missingValues"][0] == ""
    assert all(isinstance(value, str) for value in schema["missingValues"])


def test_every_field_has_a_type_and_constraints_that_go_together(source: Source) -> None:
    for field in table_schema(source)["fields"]:
        assert set(field) <= PROPERTIES
        assert set(field.get("constraints", {})) <= TYPES[field["type"]], field["name"]
        assert field["description"]
        if field["type"] == "boolean":
            assert field["trueValues"] and field["falseValues"]
            assert not set(field["trueValues"]) & set(field["falseValues"])
        if "format" in field:
            assert field["type"] in ("date", "datetime") and "%Y" in field["format"]


def test_no_two_fields_share_a_name_and_the_primary_key_names_some(source: Source) -> None:
    schema = table_schema(source)
    names = [field["name"] for field in schema["fields"]]
    assert len(names) == len(set(names))
    assert set(schema.get("primaryKey", [])) <= set(names)


def test_a_schema_is_json(source: Source) -> None:
    schema = table_schema(source)
    assert json.loads(json.dumps(schema)) == schema


def test_the_fields_that_must_be_there_are_required(source: Source) -> None:
    required = {f["name"] for f in table_schema(source)["fields"] if f.get("constraints", {}).get("required")}
    wanted = {m.column for m in source.fields if m.column and source.subject.field(m.field).is_required}
    assert required == wanted


def test_the_template_conforms_to_its_schema(source: Source) -> None:
    schema = table_schema(source)
    for row in example_rows(source, "vi"):
        assert list(row) == [field["name"] for field in schema["fields"]]
        for field in schema["fields"]:
            assert_conforms(row[field["name"]], field, schema["missingValues"])


def test_titles_and_descriptions_come_in_both_languages(source: Source) -> None:
    vietnamese, english = table_schema(source, "vi"), table_schema(source, "en")
    assert vietnamese["title"] == source.title_vi and english["title"] == source.title_en
    for here, there in zip(vietnamese["fields"], english["fields"], strict=True):
        assert here["description"] != there["description"]


def test_the_primary_key_of_a_register_is_its_code() -> None:
    keys = {s.key: table_schema(s).get("primaryKey") for s in SOURCES}
    assert keys["qr-venues"] == ["Mã địa điểm"]
    assert keys["an-toan-covid-cases"] == ["date", "district", "commune"]
    assert keys["atalink-assessments"] == ["Mã số thuế", "Ngày đánh giá"]


def assert_conforms(cell: str, field: dict[str, Any], missing: list[str]) -> None:
    """The cell is of the field's type and meets its constraints, as the specification has them."""
    constraints = field.get("constraints", {})
    if cell in missing:
        assert not constraints.get("required"), field["name"]
        return
    READERS[field["type"]](cell, field)
    assert cell in constraints.get("enum", [cell])
    assert re.fullmatch(constraints.get("pattern", ".*"), cell)
    assert len(cell) <= constraints.get("maxLength", len(cell))
    if field["type"] in ("integer", "number"):
        value = float(cell)
        assert constraints.get("minimum", value) <= value <= constraints.get("maximum", value)


READERS = {
    "string": lambda cell, _: cell,
    "integer": lambda cell, _: int(cell),
    "number": lambda cell, _: float(cell),
    "boolean": lambda cell, field: {c: c for c in (*field["trueValues"], *field["falseValues"])}[cell],
    "date": lambda cell, field: datetime.strptime(cell, field["format"]),
    "datetime": lambda cell, field: datetime.strptime(cell, field["format"]),
    "geojson": lambda cell, _: cell.index("POLYGON"),
}
