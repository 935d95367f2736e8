"""A database of a role's own that is no superuser: row-level security holds for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from tests.postgresql.databases import database

_NUMBERS = count(1)


@contextmanager
def owned_database(server_url: str, may_create_roles: bool = True) -> Iterator[str]:
    """The URL of an empty database for the role that it belongs to."""
    owner = f"dichte_owner_{os.getpid()}_{next(_NUMBERS)}"
    may = "CREATEROLE" if may_create_roles else "NOCREATEROLE"
    try:
        run(server_url, f"CREATE ROLE {owner} LOGIN {may}")
    except ProgrammingError:
        pytest.skip("The role of these tests may not create roles on this server.")
    with database(server_url) as url:
        run(server_url, f"ALTER DATABASE {make_url(url).database} OWNER TO {owner}")
        yield make_url(url).set(username=owner).render_as_string(hide_password=False)
    run(server_url, f"DROP ROLE {owner}")


def plain(url: str) -> Engine:
    """An engine as any program's: nothing is set when a transaction begins."""
    return create_engine(make_url(url), poolclass=NullPool)


def run(url: str, *statements: str) -> object:
    """Run statements one by one in one transaction; the first figure of the last that gives any."""
    found: object = None
    with plain(url).begin() as connection:
        for statement in statements:
            done = connection.execute(text(statement))
            found = done.scalar() if done.returns_rows else found
    return found
