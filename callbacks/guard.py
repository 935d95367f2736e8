"""Refusals before anything is computed: unknown paths get 404, what no page of ours sends gets 400, and who may not
gets 401 or 403. Deny by default: an address or a callback that callbacks/access/demands.py does not list is nobody's.
"""

from __future__ import annotations

from typing import Any

from dash import Dash
from dash.exceptions import DependencyException
from flask import abort, current_app, g, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from callbacks.access.demands import (
    BY_KEY,
    BY_PAGE,
    ENDPOINTS,
    OPEN,
    PAGES,
    SIGNED_IN,
    Demand,
    demand_of_callback,
    demand_of_page,
)
from callbacks.access.exact_looks import note_exact_look
from callbacks.access.reader import recognise
from callbacks.well_made import is_well_made
from data.access.rights import Right

CALLBACKS = "dichte-callbacks"


def register(app: Dash) -> None:
    app.server.extensions[CALLBACKS] = app.callback_map
    app.server.before_request(refuse_what_is_unknown)
    app.server.before_request(refuse_who_may_not)
    app.server.register_error_handler(DependencyException, refuse_unknown_package)


def refuse_what_is_unknown() -> None:
    """Dash answers any path with the page, and a malformed callback with a failure of its own; here both are told so."""
    if request.endpoint == "/<path:path>" and request.path not in PAGES:
        abort(404)
    if request.endpoint == "/_dash-update-component":
        known = current_app.extensions[CALLBACKS]
        if not is_well_made(request.get_json(silent=True), known):
            abort(400)


def refuse_unknown_package(_failed: Exception) -> Response:
    """Browser code that no component brings: Dash raises an error of its own, which is no failure of the server."""
    return NotFound().get_response()


def refuse_who_may_not() -> None:
    """401 to a stranger, 403 to a reader without the right; what is not listed is refused to everybody."""
    if request.endpoint is None:
        return  # No such address, or no such method: Flask says so itself.
    demand = g.demand = _demand()
    if demand in (OPEN, BY_KEY):
        return
    who = recognise()
    if isinstance(demand, Right) and who.may(demand):
        note_exact_look(who, demand)
        return
    if demand == SIGNED_IN and who.is_signed_in:
        return
    abort(403 if who.is_signed_in or who.is_demonstration else 401)


def _demand() -> Demand | None:
    """What this request asks of its reader; None where nothing is listed."""
    demand = ENDPOINTS.get(request.endpoint or "")
    if request.endpoint == "/_dash-update-component":
        return _demand_of_callback(request.get_json(silent=True))
    return demand_of_page(request.path) if demand == BY_PAGE else demand


def _demand_of_callback(asked: Any) -> Demand | None:
    """`asked` is known to be well made; the page's callback has its path as its one input."""
    inputs = asked["inputs"]
    return demand_of_callback(asked["output"], inputs[0].get("value") if inputs else None)
