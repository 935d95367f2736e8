"""Pages that the server draws whole: kept by nobody, in one frame, with one style of which each room adds its own."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from flask import Response, make_response, render_template

from callbacks.wire import ASK_AGAIN, MIME_TYPES
from layers.text import text

TEMPLATES = Path(__file__).parent / "templates"
STYLE = Path(__file__).parent / "frame.css"


def framed_page(template: str, lang: str, title: str, status: int = 200, **values: Any) -> Response:
    """`title` is the province's own; `values` are what the template asks for beside its words."""
    say, other = partial(text, lang=lang), "en" if lang == "vi" else "vi"
    page = render_template(template, lang=lang, other=other, say=say, title=title, **values)
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def framed_style(own: Path) -> Response:
    """The frame's rules, then those of the room, which may change them."""
    body = STYLE.read_bytes() + own.read_bytes()
    return Response(body, mimetype=MIME_TYPES[".css"], headers={"Cache-Control": ASK_AGAIN})
