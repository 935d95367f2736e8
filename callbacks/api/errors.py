"""Every failure under /api becomes a problem, whoever noticed it: we, the store, or Flask on the way to us."""

from __future__ import annotations

from flask import Flask, Response, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException

from callbacks.access.refusals import refusal
from callbacks.api.problems import BUSY, FAILED, KINDS, NOT_ROWS, Kind, Refusal, problem
from data.errors import ImportRefused, StoreError

PREFIX = "/api"
DOCUMENT = f"{PREFIX}/v1/openapi.json"
BUSY_SECONDS = 5


def register(server: Flask) -> None:
    server.register_error_handler(Refusal, answer_refusal)
    server.register_error_handler(HTTPException, answer_http)
    for busy in (OperationalError, NoConnection, StoreError):
        server.register_error_handler(busy, answer_busy)
    server.register_error_handler(ImportRefused, answer_unreadable_rows)


def is_ours(path: str) -> bool:
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def answer_refusal(refusal: Refusal) -> Response:
    return problem(refusal.kind, str(refusal), **refusal.headers)


def answer_unreadable_rows(refused: ImportRefused) -> Response:
    """Rows that can't be judged as a whole; the sentence is the intake's own."""
    return problem(NOT_ROWS, str(refused))


def answer_busy(error: OperationalError | NoConnection | StoreError) -> Response:
    """A long import has the store, or it can't be reached."""
    if not is_ours(request.path):
        raise error
    detail = (
        "Expected the store to be free within some seconds, got no turn. Send the same request again in "
        f"{BUSY_SECONDS} seconds, with the same Idempotency-Key; nothing is taken in twice."
    )
    return problem(BUSY, detail, **{"Retry-After": str(BUSY_SECONDS)})


def answer_http(error: HTTPException) -> Response:
    """What Flask itself refuses, or fails at: under /api a problem, elsewhere a sentence."""
    if not is_ours(request.path):
        return refusal(error)
    status = error.code or 500
    kind = next((k for k in KINDS if k.status == status), Kind(f"http-{status}", status, error.name))
    again = "Tell the province the instance; sent again under the same key, nothing is taken in twice"
    remedy = again if kind is FAILED else f"Compare it with {DOCUMENT}"
    return problem(kind, f"Expected a request that can be carried out, got {error.name}. {remedy}.")
