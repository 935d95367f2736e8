"""Holding a server to its own OpenAPI document."""

from __future__ import annotations

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode


def hold_to_document(
    server: Flask, token: str, operation: tuple[str, str], mode: GenerationMode, examples: int
) -> None:
    """Send requests that the document allows, or ones that it forbids, and hold the answers to it."""
    path, method = operation
    # The client that checks the answers can't read every encoding that it says it accepts.
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    served = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", server)
    one = served[path][method]
    if mode is GenerationMode.NEGATIVE and not (one.body or one.headers or one.path_parameters):
        return

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(one.as_strategy(generation_mode=mode))
    def hold(case) -> None:
        case.call_and_validate(headers=headers)

    hold()
