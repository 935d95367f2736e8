"""Letting a file go: it is forgotten, and the next one can be chosen."""

from __future__ import annotations

from dash import Dash, Input, Output

from callbacks.desk import ids
from callbacks.desk.desk import Asked, asked_text, desk, owner


def register(app: Dash) -> None:
    app.callback(Output(ids.TOKEN, "data"), Input(ids.DISCARD, "data"), prevent_initial_call=True)(
        discard_file
    )


def discard_file(asked: Asked | None) -> None:
    """Forget the file of this token; a commit that has begun goes on to its end."""
    token = asked_text(asked or {}, "token")
    if desk().jobs.find(token, owner()) is not None:
        desk().jobs.drop(token)
