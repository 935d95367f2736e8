"""How much a request may bring: little, unless its address counts for itself what comes in."""

from __future__ import annotations

from dash import Dash
from flask import request

from callbacks.access.demands import BY_KEY, ENDPOINTS

MEGABYTE = 2**20
MOST_BYTES = 2 * MEGABYTE
"""Of a callback or a form; the largest that a page of ours sends is some kilobytes."""

MOST_PARTS = 100
COUNTS_ITSELF = ("receive_file",)
"""The data desk streams a file and stops at DICHTE_UPLOAD_MB; the push API asks for a length and has its own limit."""


def register(app: Dash) -> None:
    config = app.server.config
    config["MAX_CONTENT_LENGTH"], config["MAX_FORM_PARTS"] = MOST_BYTES, MOST_PARTS
    config["MAX_FORM_MEMORY_SIZE"] = MOST_BYTES // 4
    app.server.before_request(let_files_be_larger)


def let_files_be_larger() -> None:
    """Flask's own limit does not hold where the address has one."""
    endpoint = request.endpoint or ""
    if endpoint in COUNTS_ITSELF or ENDPOINTS.get(endpoint) == BY_KEY:
        request.max_content_length = None
