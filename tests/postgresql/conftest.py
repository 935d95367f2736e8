"""Stores on PostgreSQL that belong to a role like a province's: no superuser, with roles for readers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from data.access.postgresql import write_roles
from data.engine import connect, writing
from data.migrate import upgrade
from data.rollup import rebuild
from data.settings import Settings
from data.store import Store
from data.visit_changes import mark_anew
from tests.postgresql.owned import owned_database
from tests.world import write_world


@pytest.fixture
def owned_url(postgresql_server: str) -> Iterator[str]:
    """The URL of an empty database, for its owner, who may create roles."""
    with owned_database(postgresql_server) as url:
        yield url


@pytest.fixture
def owned(owned_url: str) -> Iterator[Engine]:
    """An empty store with every table and the roles, as its owner."""
    engine = connect(owned_url)
    upgrade(engine)
    with writing(engine) as connection:
        write_roles(connection)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def walled(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The tiny world, rolled up, with its roles; nobody reads through it yet."""
    with owned_database(postgresql_server) as url:
        settings = Settings(var_dir=tmp_path_factory.mktemp("walled"), database_url=url)
        store = Store(settings, connect(url))
        upgrade(store.engine)
        with writing(store.engine) as connection:
            write_world(connection)
            rebuild(connection)
            mark_anew(connection)
            write_roles(connection)
        yield store
        store.engine.dispose()
