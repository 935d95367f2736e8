"""Committing a judged file, in the name of who pressed the button."""

from __future__ import annotations

from dash import Dash, Input, Output, State, no_update

from callbacks.access.names import name_of
from callbacks.desk import ids
from callbacks.desk.desk import NAME_LENGTH, Asked, asked_text, desk, owner
from callbacks.desk.follow import gone, work
from callbacks.desk.view import read_desk


def register(app: Dash) -> None:
    app.callback(
        Output(ids.WORK, "children", allow_duplicate=True),
        Output(ids.TICK, "disabled", allow_duplicate=True),
        Input(ids.COMMIT, "data"),
        State(ids.URL, "search"),
        prevent_initial_call=True,
    )(commit_file)


def commit_file(asked: Asked | None, search: object) -> tuple[object, object]:
    """Begin the commit and show its progress. Without a name nothing begins: the page has asked for it already."""
    asked, (view, _) = asked or {}, read_desk(search)
    by, token = name_of(asked_text(asked, "by", NAME_LENGTH), NAME_LENGTH), asked_text(asked, "token")
    job = desk().jobs.find(token, owner())
    if job is None:
        return gone(view.lang), True
    if not by:
        return no_update, no_update
    desk().jobs.commit(job, by)
    return work(job, token, view.lang), False
