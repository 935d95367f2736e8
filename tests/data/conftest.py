"""Stores for tests: empty, with places alone, and with the whole tiny world."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from data import schema
from data.engine import connect
from tests.world import write_places, write_world


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty store with every table."""
    engine = connect(f"sqlite:///{tmp_path / 'dichte.sqlite'}")
    schema.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """One transaction on an empty store."""
    with engine.connect() as connection, connection.begin():
        yield connection


@pytest.fixture
def places(connection: Connection) -> Connection:
    """A transaction on a store that knows the communes and nothing else."""
    write_places(connection)
    return connection


@pytest.fixture
def world(connection: Connection) -> Connection:
    """A transaction on the tiny world."""
    write_world(connection)
    return connection
