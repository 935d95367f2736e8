"""A page of signing in as HTML: its template, in the reader's language, never kept by a browser or a proxy."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_wtf import FlaskForm

from callbacks.access.state import state
from callbacks.access.ways import home, language, way
from callbacks.frame import framed_page


def show(
    template: str, form: FlaskForm | None, error: str = "", status: int = 200, **values: Any
) -> Response:
    """`error`: key of the sentence that says what was wrong; a form whose token is none of this session says so."""
    lang = language()
    if form is not None and "csrf_token" in form.errors:
        error = "access.error.form"
    own = {"way": way, "home": home(), "form": form, "error": error}
    return framed_page(f"access/{template}.html", lang, state().settings.title(lang), status, **own, **values)
