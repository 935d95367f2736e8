"""Refusals before anything is computed: unknown paths get 404, requests that no page of ours sends get 400."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Dash
from flask import abort, current_app, request

from callbacks.desk.page import PATH
from callbacks.trace import links

CALLBACKS = "dichte-callbacks"


def register(app: Dash) -> None:
    app.server.extensions[CALLBACKS] = app.callback_map
    app.server.before_request(refuse_what_is_unknown)


def refuse_what_is_unknown() -> None:
    """Dash answers any path with the page, and a malformed callback with a failure of its own; here both are told so."""
    if request.endpoint == "/<path:path>" and request.path not in (PATH, links.PATH):
        abort(404)
    if request.endpoint == "/_dash-update-component" and not is_known_callback(request.get_json(silent=True)):
        abort(400)


def is_known_callback(asked: object) -> bool:
    """Whether the body names a server callback of this app with exactly its inputs and state, in order."""
    if not isinstance(asked, dict) or not isinstance(asked.get("output"), str):
        return False
    known: Mapping[str, Any] = current_app.extensions[CALLBACKS].get(asked["output"], {})
    if "callback" not in known:
        return False
    return all(_same(asked.get(part, []), known[part]) for part in ("inputs", "state"))


def _same(given: object, expected: list[dict[str, Any]]) -> bool:
    if not isinstance(given, list) or len(given) != len(expected):
        return False
    return all(
        isinstance(one, dict) and (one.get("id"), one.get("property")) == (two["id"], two["property"])
        for one, two in zip(given, expected, strict=True)
    )
