"""Refusals as problem+json (RFC 9457): what was expected, what came, what to do. Nothing of a body is repeated."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from uuid import uuid4

from flask import Response, jsonify

from data.errors import DichteError

MIME_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """One kind of refusal; `key` ends its type."""

    key: str
    status: int
    title: str


MALFORMED = Kind("malformed", 400, "The body is no JSON")
NO_IDEMPOTENCY_KEY = Kind("idempotency-key", 400, "The Idempotency-Key is missing or of another form")
UNKNOWN_KEY = Kind("unknown-key", 401, "No working key came with the request")
OTHER_SOURCE = Kind("other-source", 403, "The key is another source's")
NOT_FOUND = Kind("not-found", 404, "There is nothing at this address")
METHOD = Kind("method", 405, "The address takes other methods")
KEY_REUSED = Kind("key-reused", 409, "The Idempotency-Key came with other rows before")
STILL_RUNNING = Kind("still-running", 409, "The same request is being carried out")
NO_LENGTH = Kind("no-length", 411, "The length of the body is not told")
TOO_LARGE = Kind("too-large", 413, "The body is too large")
MEDIA_TYPE = Kind("media-type", 415, "The body is of another kind")
NOT_ROWS = Kind("not-rows", 422, "The body holds no rows of this source")
TOO_MANY = Kind("too-many", 429, "Too many requests within a minute")
FAILED = Kind("failed", 500, "We failed; the request may have been right")
BUSY = Kind("busy", 503, "The store is busy")

KINDS = (
    MALFORMED, NO_IDEMPOTENCY_KEY, UNKNOWN_KEY, OTHER_SOURCE, NOT_FOUND, METHOD, KEY_REUSED, STILL_RUNNING,
    NO_LENGTH, TOO_LARGE, MEDIA_TYPE, NOT_ROWS, TOO_MANY, FAILED, BUSY,
)  # fmt: skip


class Refusal(DichteError):
    """A request that is not carried out, and why; nothing in it repeats what the body said."""

    def __init__(self, kind: Kind, expected: str, got: str, remedy: str, **headers: str) -> None:
        super().__init__(f"Expected {expected}, got {got}. {remedy}")
        self.kind = kind
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def problem(kind: Kind, detail: str, **headers: str) -> Response:
    """A problem of that kind; its instance stands in the log too, so that a pusher can point at it."""
    instance = f"urn:uuid:{uuid4()}"
    said = {"type": f"urn:dichte:problem:{kind.key}", "title": kind.title, "status": kind.status}
    answer = jsonify(said | {"detail": detail, "instance": instance})
    answer.status_code, answer.mimetype = kind.status, MIME_TYPE
    answer.headers.update(headers)
    logging.info("Push API: %d %s, %s", kind.status, kind.key, instance)
    return answer
