"""The addresses of the push API, and what each answers."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, jsonify, request
from werkzeug.routing import Map, Rule

from callbacks.api.access import require_idempotency_key, require_json, require_key
from callbacks.api.bodies import Row, row_of, rows_of
from callbacks.api.errors import DOCUMENT, is_ours
from callbacks.api.openapi import document
from callbacks.api.problems import KEY_REUSED, METHOD, NOT_FOUND, STILL_RUNNING, Refusal
from callbacks.api.service import current
from data.claims import State
from data.days import now
from data.push import Push, Pushed, push
from data.push_answers import health_of, line_of
from data.sources.source import Source
from data.sources.table_schema import table_schema

LARGEST_FILE = 2**31 - 1
BASE = "/api/v1"

Read = Callable[[bytes, Source], list[Row]]


def push_rows(source: str) -> Response:
    """Rows of a source, up to 10,000."""
    return _push(source, rows_of)


def push_row(source: str) -> Response:
    """One row, a check-in at the moment it is made for instance."""
    return _push(source, row_of)


def show_import(file: int) -> Response:
    """The ledger's line of a file of the key's own source; of another's it is as if it were not there."""
    service = current()
    key = require_key(service.engine)
    with service.engine.connect() as connection:
        line = line_of(connection, key.source, file) if file <= LARGEST_FILE else None
    if line is None:
        raise Refusal(
            NOT_FOUND, "the number of a file of your source", "another", "Take it from a push's answer."
        )
    return jsonify(line)


def show_source(source: str) -> Response:
    """The columns of a source as a Frictionless Table Schema."""
    return jsonify(table_schema(current().source(source)))


def show_health() -> Response:
    with current().engine.connect() as connection:
        return jsonify(health_of(connection, now().replace(tzinfo=None)))


def show_document() -> Response:
    """This interface, described for programs."""
    return jsonify(document(current().sources))


ROUTES: tuple[tuple[str, str, Callable[..., Response]], ...] = (
    ("POST", f"{BASE}/sources/<source>/rows", push_rows),
    ("POST", f"{BASE}/sources/<source>/row", push_row),
    ("GET", f"{BASE}/sources/<source>", show_source),
    ("GET", f"{BASE}/imports/<int:file>", show_import),
    ("GET", f"{BASE}/health", show_health),
    ("GET", f"{BASE}/openapi.json", show_document),
)
OURS = Map(
    [Rule(path, methods=[method], endpoint=show.__name__) for method, path, show in ROUTES],
    merge_slashes=False,
)


def register(server: Flask) -> None:
    for method, path, show in ROUTES:
        server.add_url_rule(
            path, f"api.{show.__name__}", show, methods=[method], provide_automatic_options=False
        )
    server.before_request(refuse_unknown_path)
    server.after_request(keep_out_of_caches)


def refuse_unknown_path() -> None:
    """Dash takes every path for its page, and Flask mends addresses; under /api what isn't ours is refused."""
    if not is_ours(request.path) or (request.endpoint or "").startswith("api."):
        return
    allowed = ", ".join(sorted(OURS.bind("").allowed_methods(request.path)))
    if allowed:
        raise Refusal(METHOD, allowed, "another method", f"See {DOCUMENT}.", Allow=allowed)
    raise Refusal(NOT_FOUND, "an address of the push API", "another", f"They are listed in {DOCUMENT}.")


def keep_out_of_caches(response: Response) -> Response:
    if is_ours(request.path):
        response.headers["Cache-Control"] = "no-store"
    return response


def _push(key: str, read: Read) -> Response:
    service = current()
    source = service.source(key)
    pusher = require_key(service.engine, source.key)
    idempotency_key = require_idempotency_key()
    rows = read(require_json(), source)
    asked = Push(source.key, idempotency_key, rows, f"api key {pusher.key_id}")
    pushed = push(service.intake, service.engine, asked)
    if pushed.is_new:
        service.refresher.wake()
    return _told(pushed)


def _told(pushed: Pushed) -> Response:
    """201 where rows came in, 200 where they were here; raises Refusal where the key stands in the way."""
    if pushed.answer is None:
        raise _in_the_way(pushed)
    response = jsonify(pushed.answer)
    response.status_code = 201 if pushed.is_new else 200
    response.headers["Location"] = f"{BASE}/imports/{pushed.answer['file']}"
    if pushed.is_replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def _in_the_way(pushed: Pushed) -> Refusal:
    if pushed.state is State.REUSED:
        remedy = "Send other rows under a new Idempotency-Key."
        return Refusal(KEY_REUSED, "the rows that came with this Idempotency-Key before", "others", remedy)
    seconds = str(pushed.retry_after_seconds)
    remedy = (
        f"Send it again in {seconds} s, with the same Idempotency-Key; you will get the first one's answer."
    )
    return Refusal(
        STILL_RUNNING, "one request at a time", "the same one twice at once", remedy, Retry_After=seconds
    )
