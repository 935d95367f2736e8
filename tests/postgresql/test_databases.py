"""The tests find PostgreSQL, start it, give each test a database of its own, and say so where they can't."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tests.postgresql import binaries, databases
from tests.postgresql.server import NotStarted, server


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without PostgreSQL, at a desk."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(binaries, "FOLDERS", ())
    for name in (databases.GIVEN, "CI"):
        monkeypatch.delenv(name, raising=False)


def install(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "postgres").touch()
    return folder


@pytest.mark.usefixtures("nowhere")
def test_the_newest_of_several_versions_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = (install(tmp_path / version / "bin") for version in ("9.6", "15"))
    (tmp_path / "17" / "bin").mkdir(parents=True)
    monkeypatch.setattr(binaries, "FOLDERS", ((str(tmp_path), "*/bin"),))
    assert binaries.binaries() == new != old


@pytest.mark.usefixtures("nowhere")
def test_without_postgresql_its_tests_are_skipped_with_the_remedy() -> None:
    with pytest.raises(pytest.skip.Exception, match="apt install postgresql"):
        next(databases.servers())


@pytest.mark.usefixtures("nowhere")
def test_without_postgresql_its_tests_fail_where_all_must_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt install postgresql"):
        next(databases.servers())


def test_a_server_given_by_url_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(databases.GIVEN, "postgresql://lan@db/tests")
    assert list(databases.servers()) == ["postgresql://lan@db/tests"]


@pytest.fixture
def broken() -> Iterator[Path]:
    """Programs of which one fails, where another user than root can run them."""
    with TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for program, said in (("postgres", "postgres 9"), ("initdb", "no room left; exit 1")):
            (folder / program).write_text(f"#!/bin/sh\necho {said}\n")
            (folder / program).chmod(0o755)
        yield folder


def test_a_server_that_can_not_be_made_says_why(broken: Path) -> None:
    with pytest.raises(NotStarted, match="initdb: no room left"), server(broken):
        pass


def test_what_one_test_wrote_no_other_sees(postgresql_server: str) -> None:
    with databases.database(postgresql_server) as one, databases.database(postgresql_server) as other:
        run(one, "CREATE TABLE mine (n int)")
        assert run(one, "SELECT count(*) FROM mine") == 0
        assert run(other, "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'") == 0
    with pytest.raises(OperationalError, match="does not exist"):
        run(one, "SELECT 1")


def run(url: str, statement: str) -> object:
    with create_engine(make_url(url), poolclass=NullPool).begin() as connection:
        done = connection.execute(text(statement))
        return done.scalar() if done.returns_rows else None
