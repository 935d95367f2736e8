"""Pages of acts that need two people: what waits for the second one, and where the first one asks."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from dash import Dash
from flask import Blueprint, Flask, Response, abort, request

from callbacks.access.asking_page import is_own_form
from callbacks.access.reader import reader
from callbacks.context import current
from callbacks.desk.mask import masked
from callbacks.frame import framed_page, framed_style
from data.access.approvals import EXPORT, MOST_HOURS, MOST_WHY, WITHDRAW, ask, decide, requests
from data.days import now
from data.errors import ApprovalRefused, StoreBusy
from layers.text import moment_text, number

STYLE = Path(__file__).parent / "approvals.css"
HOURS = (1, 4, 24, MOST_HOURS)
DECISIONS = {"grant": True, "refuse": False}
LARGEST = 2**31 - 1


def register(app: Dash) -> None:
    """Hang the pages into an app, under one name: approvals."""
    server: Flask = app.server
    pages = Blueprint("approvals", __name__, template_folder="templates")
    pages.add_url_rule("/approvals", view_func=show_requests)
    pages.add_url_rule("/approvals", view_func=decide_request, methods=["POST"])
    for path, view in (("/trace/ask", ask_to_export), ("/desk/ask", ask_to_withdraw)):
        pages.add_url_rule(path, view_func=view, methods=["GET", "POST"])
    pages.add_url_rule("/approvals.css", view_func=serve_style)
    server.register_blueprint(pages)


def show_requests() -> Response:
    """Requests that wait, and those decided before them."""
    return _requests()


def decide_request() -> Response:
    """Grant or refuse one, in the name of who signed in; never one's own."""
    _require_own_form()
    chosen, given = request.form.get("decision", ""), request.form.get("request", "")
    if chosen not in DECISIONS or not (given.isascii() and given.isdigit() and int(given) <= LARGEST):
        return _requests("approval.malformed", status=400)
    try:
        decide(current().store.audit, int(given), reader().name, DECISIONS[chosen])
    except ApprovalRefused as error:
        return _requests("approval.not_decided", masked(str(error)), status=409)
    except StoreBusy:
        return _requests("approval.busy", status=503)
    return _requests(f"approval.done.{chosen}")


def ask_to_export() -> Response:
    """Ask for a list of contacts."""
    return _ask(EXPORT)


def ask_to_withdraw() -> Response:
    """Ask for taking a file of cases or notices back."""
    return _ask(WITHDRAW)


def serve_style() -> Response:
    return framed_style(STYLE)


def _ask(act: str) -> Response:
    key, people = request.values.get("key", "")[:200], _number(request.values.get("people", ""))
    about: dict[str, Any] = {"act": act, "key": key, "people": people}
    if not key or not 0 < people <= LARGEST:
        return _page("ask", "approval.malformed", status=400, **about)
    if request.method != "POST":
        return _page("ask", **about)
    _require_own_form()
    why, hours = request.form.get("why", ""), _number(request.form.get("hours", ""))
    try:
        number_ = ask(current().store.audit, act, key, people, reader().name, why, hours)
    except ApprovalRefused as error:
        return _page("ask", "approval.not_asked", masked(str(error)), 400, why=why[:MOST_WHY], **about)
    except StoreBusy:
        return _page("ask", "approval.busy", status=503, why=why[:MOST_WHY], **about)
    return _page("ask", "approval.asked", str(number_), is_done=True, **about)


def _require_own_form() -> None:
    """Another site's page can't decide in a reader's name; nor can who did not sign in."""
    if not (is_own_form() and reader().is_signed_in):
        abort(403)


def _requests(said: str = "", more: str = "", status: int = 200) -> Response:
    with current().store.read() as connection:
        found = requests(connection)
    moment = now().replace(tzinfo=None)
    waiting = [each for each in found if each.state(moment) == "open"]
    before = [(each, each.state(moment)) for each in found if each.state(moment) != "open"][:50]
    return _page("requests", said, more, status, waiting=waiting, before=before)


def _page(template: str, said: str = "", more: str = "", status: int = 200, **values: Any) -> Response:
    lang = "en" if request.values.get("lang") == "en" else "vi"
    return framed_page(
        f"approvals/{template}.html",
        lang,
        current().store.settings.title(lang),
        status,
        number=partial(number, lang=lang),
        moment=moment_text,
        who=reader(),
        said=said,
        more=more,
        is_bad=status != 200,
        hours=HOURS,
        **values,
    )


def _number(given: str) -> int:
    """A whole number; 0 where it is none."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
