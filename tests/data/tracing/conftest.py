"""Stores to trace in: a small one to fill, and the tiny world with its rollups."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data import schema
from data.engine import connect
from data.rollup import rebuild
from data.settings import Settings
from data.store import Store
from data.visit_changes import mark_anew
from tests.data.tracing.small import empty_store
from tests.postgresql.databases import database
from tests.world import write_world


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Five people, three venues; each test fills it anew."""
    return empty_store(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def on_postgresql(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The same on PostgreSQL."""
    with database(postgresql_server) as url:
        store = empty_store(tmp_path_factory.mktemp("postgresql"), url)
        yield store
        store.engine.dispose()


@pytest.fixture
def tiny(tmp_path: Path) -> Store:
    """The tiny world of tests/world.py, rolled up."""
    settings = Settings(var_dir=tmp_path)
    store = Store(settings, connect(settings.store_url))
    schema.metadata.create_all(store.engine)
    with store.engine.begin() as connection:
        write_world(connection)
        rebuild(connection)
        mark_anew(connection)
    return store
