"""The command that brings the snapshot up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.__main__ import main
from data.engine import connect
from data.lake.lake import lake_dir
from data.migrate import upgrade
from data.store import Store
from tests.data.lake.lakes import content, put_one, reopened
from tests.world import FACTORY, LAN, MAY_12, at, write_world


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The tiny world as the store of the settings."""
    monkeypatch.setenv("DICHTE_VAR", str(tmp_path))
    monkeypatch.delenv("DICHTE_DATABASE_URL", raising=False)
    engine = connect(f"sqlite:///{tmp_path / 'dichte.sqlite'}")
    upgrade(engine)
    with engine.begin() as connection:
        write_world(connection)
    engine.dispose()
    return reopened(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["lake", *arguments]) == 0
    return capsys.readouterr().out


def test_it_says_what_is_there_and_what_it_took(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys)
    assert out.startswith(f"{lake_dir(store.settings)}: 6 check-ins of 4 days, 0.0 MB; all of them read in ")
    put_one(store, 99, (FACTORY, LAN, at(MAY_12, 8), None))
    assert "7 check-ins of 4 days, 0.0 MB; what changed was read in " in said(capsys)


def test_everything_is_read_on_demand_and_where_a_byte_is_wrong(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys)
    assert "all of them read" in said(capsys, "--whole")
    path = lake_dir(store.settings) / sorted(content(store))[0]
    path.write_bytes(path.read_bytes()[:-1] + b"\1")
    assert "all of them read" in said(capsys)
    assert "what changed was read" in said(capsys)


def test_without_a_store_it_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DICHTE_VAR", str(tmp_path / "none"))
    assert main(["lake"]) == 2
    assert "Run: python -m data build" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
