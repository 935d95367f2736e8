"""An empty database for each test, and what happens where there is no server to hold it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from tests.postgresql.binaries import HOW, binaries
from tests.postgresql.server import server

GIVEN = "DICHTE_TEST_POSTGRESQL"
"""URL of a running server's database, for a role that may create databases; unset, a server is started."""

_NUMBERS = count(1)


def servers() -> Iterator[str]:
    """The URL of the server that the tests of this process use; skips them, or fails in CI, where there is none."""
    given = os.environ.get(GIVEN, "")
    if given:
        yield given
        return
    programs = binaries()
    if programs is None:
        _refuse(f"PostgreSQL is not on this machine. {HOW}")
    else:
        with server(programs) as url:
            yield url


def _refuse(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def database(server_url: str) -> Iterator[str]:
    """The URL of an empty database that is there for the time of the block."""
    url = make_url(server_url)
    name = f"dichte_test_{os.getpid()}_{next(_NUMBERS)}"
    _run(url, f"CREATE DATABASE {name} TEMPLATE template0")
    yield url.set(database=name).render_as_string(hide_password=False)
    _run(url, f"DROP DATABASE {name} WITH (FORCE)")


def _run(url: URL, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))
