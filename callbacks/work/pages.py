"""The commune's work list: what was decided and has to be done, which reports are missing, and saying that it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from dash import Dash
from flask import Blueprint, Flask, Response, abort, request

from callbacks.access.asking_page import is_own_form
from callbacks.access.demands import WORK_PATH
from callbacks.access.names import name_of
from callbacks.access.reader import reader
from callbacks.context import Context, current
from callbacks.desk.mask import masked
from callbacks.frame import framed_page, framed_style
from callbacks.trace.view import read_trace
from callbacks.work.words import Words
from data.errors import StoreBusy
from data.tracing.actions import MOST_BY
from data.tracing.refused import TracingRefused
from data.work.missing import missing_reports
from data.work.tasks import work_list
from data.work.tick import MOST_NOTE, tick
from layers import VENUES

STYLE = Path(__file__).parent / "work.css"
LARGEST = 2**31 - 1
MOST_DONE = 50
"""Of what is done the last few show; all of it stays on record."""


@dataclass(frozen=True)
class Said:
    """What came of a form: the key of a sentence, and what was typed, to be kept where nothing was written."""

    key: str = ""
    status: int = 200
    by: str = ""
    action_id: int = 0
    note: str = ""

    @property
    def is_bad(self) -> bool:
        return self.status != 200


NOTHING_SAID = Said()


def register(app: Dash) -> None:
    """Hang the page into an app, under one name: work."""
    server: Flask = app.server
    pages = Blueprint("work", __name__, template_folder="templates")
    pages.add_url_rule(WORK_PATH, view_func=show_work)
    pages.add_url_rule(WORK_PATH, view_func=tick_decision, methods=["POST"])
    pages.add_url_rule(f"{WORK_PATH}.css", view_func=serve_style)
    server.register_blueprint(pages)


def show_work() -> Response:
    """The list as seen on the day in the address."""
    return _page(current())


def tick_decision() -> Response:
    """Note in the reader's name that a decision is done, could not be done, or neither; then the list as it is now."""
    if not is_own_form():
        abort(403)
    context = current()
    return _page(context, _tick(context))


def serve_style() -> Response:
    return framed_style(STYLE)


def _tick(context: Context) -> Said:
    state, note = request.form.get("state", ""), request.form.get("note", "")
    by, action_id = name_of(request.form.get("by"), MOST_BY), _number(request.form.get("decision", ""))
    typed = Said(by=by, action_id=action_id, note=masked(note[:MOST_NOTE]))
    if not by:
        return replace(typed, key="work.by_missing", status=400)
    try:
        tick(context.store, action_id, state, by, note)
    except TracingRefused:
        return replace(typed, key="work.refused", status=409)
    except StoreBusy:
        return replace(typed, key="approval.busy", status=503)
    return Said(f"work.ticked.{state}", by=by)


def _page(context: Context, said: Said = NOTHING_SAID) -> Response:
    choices = context.choices()
    view, bad = read_trace(request.query_string.decode("utf-8", "replace"), choices)
    store = context.store
    words = Words(context.plain.units, store.sight, view.day, view.lang)
    scope = words.scope()
    return framed_page(
        "work/work.html",
        view.lang,
        store.settings.title(view.lang),
        said.status,
        day=view.day,
        first_and_last=(choices.first_day, choices.last_day),
        bad=[each for each in bad if each.name == "day"],
        words=words,
        scope=scope,
        tasks=work_list(store, view.day) if scope else None,
        missing=missing_reports(store, view.day) if scope else None,
        is_simulated=VENUES.is_simulated(store),
        who=reader(),
        said=said,
        most={"by": MOST_BY, "note": MOST_NOTE, "done": MOST_DONE},
    )


def _number(given: str) -> int:
    """A whole number; 0, which no decision has, where it is none."""
    return (
        int(given) if given.isascii() and given.isdigit() and len(given) < 11 and int(given) <= LARGEST else 0
    )
