"""Following a file on its way: the page asks how far it is, and gets progress, preview, receipt or refusal."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component

from callbacks.desk import ids
from callbacks.desk.desk import desk, owner
from callbacks.desk.forecast import forecast_panel
from callbacks.desk.jobs import RUNNING, Job
from callbacks.desk.mask import masked
from callbacks.desk.preview import preview
from callbacks.desk.progress import progress
from callbacks.desk.receipt import receipt_card
from callbacks.desk.refusal import refusal
from callbacks.desk.view import read_desk
from data.errors import DichteError
from data.intake.judged import Forecast, Judged, Receipt
from layers.text import text


def register(app: Dash) -> None:
    app.callback(
        Output(ids.WORK, "children"),
        Output(ids.TICK, "disabled"),
        Input(ids.TOKEN, "data"),
        Input(ids.TICK, "n_intervals"),
        State(ids.URL, "search"),
    )(follow_file)


def follow_file(token: object, _ticks: object, search: object) -> tuple[list[Component], bool]:
    """What is known of the file now, and whether there is nothing more to wait for."""
    view, _ = read_desk(search)
    job = desk().jobs.find(token, owner())
    if job is None:
        return gone(view.lang) if token else [], True
    # Asked before the words are made: a job that ends in between is followed once more, not left half told.
    is_running = job.is_running
    return work(job, str(token), view.lang), not is_running


def gone(lang: str) -> list[Component]:
    """A token that nothing belongs to any more: half an hour went by, or the program started anew."""
    return [html.P(text("desk.gone", lang), className="warn-line", role="status")]


def work(job: Job, token: str, lang: str) -> list[Component]:
    """What stands on screen for a job in its phase."""
    # In this order: a commit that ends after the phase was asked lets go of what was judged.
    judging, phase = job.judging, job.phase
    if phase in RUNNING:
        return progress(job, phase, token, lang)
    if phase == "judged":
        return _judged(job, *judging.result(), token, lang)
    if phase == "committed" and job.committing is not None:
        return [_committed(job.committing.result(), job.name, token, lang)]
    return [] if phase == "stopped" else refusal(job, token, lang)


def _committed(receipt: Receipt, name: str, token: str, lang: str) -> Component:
    entry = None if receipt.file_id is None else desk().intake.entry(receipt.file_id)
    return receipt_card(receipt, entry, name, token, lang)


def _judged(job: Job, judged: Judged, forecast: Forecast, token: str, lang: str) -> list[Component]:
    room = html.Div(
        [preview(judged, lang), forecast_panel(judged, forecast, token, lang)], className="judged"
    )
    if job.error is None:
        return [room]
    words: list[Any] = [text("desk.not_done", lang), " ", html.Span(masked(str(job.error)), lang="en")]
    if not isinstance(job.error, DichteError):
        words = [text("desk.failed_act", lang)]
    return [html.P(words, className="bad-line", role="alert"), room]
