"""A page of signing in as HTML: its template, in the reader's language, never kept by a browser or a proxy."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import make_response, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from callbacks.access.state import state
from callbacks.access.ways import home, language, way
from layers.text import text


def show(
    template: str, form: FlaskForm | None, error: str = "", status: int = 200, **values: Any
) -> Response:
    """`error`: key of the sentence that says what was wrong; a form whose token is none of this session says so."""
    lang = language()
    if form is not None and "csrf_token" in form.errors:
        error = "access.error.form"
    page = render_template(
        f"access/{template}.html",
        lang=lang,
        other="en" if lang == "vi" else "vi",
        say=partial(text, lang=lang),
        way=way,
        home=home(),
        title=state().settings.title(lang),
        form=form,
        error=error,
        **values,
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
