"""The tracer's desk on the built outbreak, inside a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask

from callbacks.context import Context
from callbacks.trace.looks import EXTENSION, Looking
from callbacks.trace.tracer import Tracer
from callbacks.trace.view import TraceView

View = Callable[..., TraceView]

TRACER = Tracer("Người Thử", "ổ dịch Quang Châu")


@pytest.fixture
def view() -> View:
    """`view(case=5, lang="en")`: the opening view with changes."""

    def make(**changes: object) -> TraceView:
        return TraceView(date(2021, 5, 25), **changes)  # type: ignore[arg-type]

    return make


@pytest.fixture
def asked(context: Context) -> Iterator[Context]:
    """The context of an app whose request is being served; no look was noted yet."""
    server = Flask("trace")
    server.extensions |= {EXTENSION: Looking(), "dichte": context}
    with server.app_context():
        yield context


@pytest.fixture
def noted(monkeypatch) -> list:
    """Looks that were noted; nothing is written."""
    found: list = []
    monkeypatch.setattr("data.tracing.looks.note", lambda _store, look: found.append(look))
    return found
