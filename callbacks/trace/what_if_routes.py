"""Numbers for a rule that is tried out: an address like the desk's own, answered as data. No person is in it.

No Dash callback: the numbers follow the hand, and the way through Dash takes as long again as counting them.
"""

from __future__ import annotations

import json

from flask import Flask, Response, abort, request

from callbacks.context import current
from callbacks.trace.view import read_trace
from callbacks.trace.what_if_chart import curve_figure, curve_table
from callbacks.trace.what_if_numbers import numbers
from callbacks.trace.what_if_result import result


def register(server: Flask) -> None:
    server.add_url_rule("/trace/what-if", view_func=serve_numbers)


def serve_numbers() -> Response:
    """Result and table as the trees of still parts, and the figure of the curve."""
    context = current()
    view, bad = read_trace(request.query_string.decode("utf-8", "replace"), context.choices())
    if bad:
        abort(400)
    counted = numbers(context, view)
    parts = {
        "result": tree(result(counted, view)),
        "table": tree(curve_table(counted, view.lang)),
        "figure": curve_figure(counted, view.lang),
    }
    answer = Response(json.dumps(parts, ensure_ascii=False), mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def tree(part: object) -> str:
    """What assets/still.js builds a part of."""
    found: str = getattr(part, "data-still")
    return found
