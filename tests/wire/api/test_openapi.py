"""The OpenAPI document: valid, whole, and true of what the server does."""

from __future__ import annotations

import pytest
from openapi_spec_validator import validate
from schemathesis import GenerationMode

from callbacks.api.bodies import headings_of
from callbacks.api.openapi import document
from callbacks.api.routes import BASE, ROUTES
from data.push_answers import Answer
from data.sources.load import load_sources
from tests.wire.api.fake import SOURCES
from tests.wire.api.truth import hold_to_document


@pytest.fixture(scope="module")
def sources():
    return load_sources()


@pytest.fixture(scope="module")
def whole(sources):
    """The document of every source that comes with the product."""
    return document(sources)


def test_the_document_of_every_source_is_valid(whole) -> None:
    assert len(whole["paths"]) > 60
    validate(whole)


def test_every_route_is_in_the_document_and_nothing_else(whole, sources) -> None:
    routed = {
        (
            method.lower(),
            path.removeprefix(BASE).replace("<source>", source.key).replace("<int:file>", "{file}"),
        )
        for method, path, _ in ROUTES
        for source in sources
    }
    told = {(method, path) for path, methods in whole["paths"].items() for method in methods}
    assert told == routed


def test_every_heading_of_a_source_is_in_the_schema_of_its_rows(whole, sources) -> None:
    for source in sources:
        told = whole["components"]["schemas"][f"Row.{source.key}"]
        assert set(told["properties"]) == set(headings_of(source))
        assert told["additionalProperties"] is False


def test_a_personal_heading_says_that_it_is_not_kept(whole, sources) -> None:
    for source in sources:
        told = whole["components"]["schemas"][f"Row.{source.key}"]["properties"]
        for mapping in source.fields:
            if mapping.column and source.subject.field(mapping.field).is_personal:
                assert "not kept" in told[mapping.column]["description"]


def test_an_answer_is_described_by_the_type_that_the_server_answers_with(whole) -> None:
    assert set(whole["components"]["schemas"]["Answer"]["properties"]) == set(Answer.__annotations__)


OPERATIONS = [(path, method) for path, methods in document(SOURCES)["paths"].items() for method in methods]
every_operation = pytest.mark.parametrize(("path", "method"), OPERATIONS)
right_and_wrong = pytest.mark.parametrize("mode", GenerationMode, ids=str)


@every_operation
@right_and_wrong
def test_the_document_is_true(path, method, mode, server, token) -> None:
    hold_to_document(server, token, (path, method), mode, 30)


@pytest.mark.long
@every_operation
@right_and_wrong
def test_the_document_is_true_at_length(path, method, mode, server, token) -> None:
    hold_to_document(server, token, (path, method), mode, 500)
