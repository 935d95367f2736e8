"""Writers of SQLite that wait for each other for as long as it takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from data import engine

_LONG = "busy_timeout=300000"


@contextmanager
def patient_writers() -> Iterator[None]:
    """In this process; a test of one that waits too long says itself how long that is.

    On a busy machine a writer may hold the store for longer than anybody at a desk would wait.
    """
    others = [each for each in engine._PRAGMAS if not each.startswith("busy_timeout")]
    with mock.patch.object(engine, "_PRAGMAS", (*others, _LONG)):
        yield
