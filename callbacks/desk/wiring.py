"""The desk as a part of the app: its intake, its gestures, its routes."""

from __future__ import annotations

from dash import Dash, dcc, html
from dash.development.base_component import Component
from flask import Flask

from callbacks.context import Context
from callbacks.desk import (
    choose,
    commit,
    correct,
    discard,
    dismiss,
    follow,
    ids,
    page,
    place,
    source,
    templates,
    upload,
    withdraw,
)
from callbacks.desk.desk import EXTENSION, Desk
from callbacks.desk.jobs import Jobs
from callbacks.desk.spool import sweep
from data.intake.intake import Intake

PARTS = (page, source, follow, commit, discard, withdraw, place, correct, choose, dismiss)


def register(app: Dash, intake: Intake) -> None:
    """Hang the desk into the app; files that a killed program left in the spool are deleted."""
    context: Context = app.server.extensions["dichte"]
    server: Flask = app.server
    server.extensions[EXTENSION] = Desk(context, intake, Jobs(intake))
    sweep(context.store.settings.var_dir)
    for part in PARTS:
        part.register(app)
    server.add_url_rule("/desk/upload", view_func=upload.receive_file, methods=["POST"])
    server.add_url_rule("/desk/template/<key>.<ext>", view_func=templates.serve_template)
    server.add_url_rule("/desk/schema/<key>.json", view_func=templates.serve_schema)


def every_part() -> list[Component]:
    """One bare component for every id that a callback of the desk names."""
    stores = (ids.TOKEN, ids.DONE, *ids.ACTS)
    return [
        dcc.Location(id=ids.URL),
        *(dcc.Store(id=each) for each in stores),
        dcc.Interval(id=ids.TICK),
        dcc.Dropdown(id=ids.SOURCE),
        dcc.Dropdown(id=ids.COMMUNE),
        html.Div(id=ids.ROOM),
        html.Div(id=ids.WORK),
    ]
