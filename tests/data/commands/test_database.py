"""The command line makes the roles of PostgreSQL, prints how, and says what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.__main__ import main
from data.engine import connect
from data.migrate import upgrade
from tests.postgresql.owned import owned_database, run


@pytest.fixture
def url(postgresql_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A store on PostgreSQL as the store of the settings; no roles yet."""
    with owned_database(postgresql_server) as url:
        engine = connect(url)
        upgrade(engine)
        engine.dispose()
        monkeypatch.setenv("DICHTE_VAR", str(tmp_path))
        monkeypatch.setenv("DICHTE_DATABASE_URL", url)
        yield url


def test_what_is_missing_is_told_until_it_is_made(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["database", "check"]) == 2
    assert "python -m data database roles" in capsys.readouterr().err
    assert main(["database", "roles"]) == 0
    assert "Still to do" not in capsys.readouterr().out
    assert main(["database", "check"]) == 0
    assert main(["database", "roles"]) == 0


def test_what_is_printed_does_it_too(
    url: str, postgresql_server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["database", "roles", "--print"]) == 0
    printed = capsys.readouterr().out
    assert main(["database", "check"]) == 2
    run(url, *(statement for statement in printed.split(";\n") if statement))
    assert main(["database", "check"]) == 0


@pytest.mark.parametrize("act", ("roles", "check"))
def test_sqlite_is_told_that_it_has_no_roles(
    act: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DICHTE_VAR", str(tmp_path))
    monkeypatch.delenv("DICHTE_DATABASE_URL", raising=False)
    engine = connect(f"sqlite:///{tmp_path / 'dichte.sqlite'}")
    upgrade(engine)
    engine.dispose()
    assert main(["database", act]) == 0
    assert "does not apply" in capsys.readouterr().out
