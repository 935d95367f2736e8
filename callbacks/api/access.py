"""What a request brings beside its rows: a key of its source, the kind and length of its body, an Idempotency-Key."""

from __future__ import annotations

import re
from typing import cast

from flask import g, request
from sqlalchemy import Engine

from callbacks.api.problems import (
    MEDIA_TYPE,
    NO_IDEMPOTENCY_KEY,
    NO_LENGTH,
    OTHER_SOURCE,
    TOO_LARGE,
    UNKNOWN_KEY,
    Refusal,
)
from data.api_keys import ApiKey, find_key

MAX_BYTES = 8_000_000
IDEMPOTENCY_KEY = "^[!-~][ -~]{6,78}[!-~]$"
"""8 to 80 printable ASCII characters, no blank at either end."""


def require_key(engine: Engine, source: str = "") -> ApiKey:
    """The working key in the request, of `source` if given; raises Refusal."""
    key = key_of_request(engine)
    if key is None:
        expected, remedy = (
            "Authorization: Bearer with a key that works",
            "Ask the province for a key of your source.",
        )
        raise Refusal(UNKNOWN_KEY, expected, "none", remedy, WWW_Authenticate='Bearer realm="Dichte"')
    if source and key.source != source:
        got = f"one of {key.source}"
        raise Refusal(
            OTHER_SOURCE, f"a key of {source}", got, "Push to your own source, or ask for a key of it."
        )
    return key


def key_of_request(engine: Engine) -> ApiKey | None:
    """The working key in the request, looked up once; None where there is none."""
    if "api_key" not in g:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        with engine.connect() as connection:
            g.api_key = find_key(connection, token.strip()) if scheme.lower() == "bearer" else None
    return cast(ApiKey | None, g.api_key)


def require_idempotency_key() -> str:
    """The pusher's name for this request; raises Refusal."""
    given = request.headers.get("Idempotency-Key", "")
    if not re.fullmatch(IDEMPOTENCY_KEY, given):
        raise Refusal(
            NO_IDEMPOTENCY_KEY,
            "an Idempotency-Key of 8 to 80 printable ASCII characters",
            f"one of {len(given)}" if given else "none",
            "Send a new UUID with every new request, and the same one when you repeat it.",
        )
    return given


def require_json() -> bytes:
    """The bytes of the body, which is said to be JSON and not too large; raises Refusal."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if (
        request.mimetype != "application/json"
        or charset != "utf-8"
        or request.headers.get("Content-Encoding")
    ):
        remedy = "Send Content-Type: application/json, not compressed."
        raise Refusal(MEDIA_TYPE, "JSON in UTF-8", "another kind of body", remedy, Accept="application/json")
    size = request.content_length
    if size is None:
        raise Refusal(NO_LENGTH, "a Content-Length", "none", "Send the body in one piece, not in chunks.")
    if size > MAX_BYTES:
        remedy = "Send fewer rows at a time."
        raise Refusal(TOO_LARGE, f"at most {MAX_BYTES:,} bytes", f"{size:,}", remedy)
    return request.get_data(cache=False)
