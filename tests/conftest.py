"""The embedded outbreak, built once for the whole run: real counts in full, simulated data at a fiftieth."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from data.build import build
from data.settings import Settings
from data.store import Store, open_store
from tests.chromium import launch
from tests.postgresql import databases

ROOT = Path(__file__).parent.parent
SCALE = 0.02


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings of the built outbreak. Workers that run side by side wait for the first one to build."""
    folder = ROOT / "var" / "test"
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(var_dir=folder, libraries=ROOT / "node_modules", scale=SCALE)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build(settings, lambda *_: None)
    return settings


@pytest.fixture(scope="session")
def store(settings: Settings) -> Store:
    return open_store(settings)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server of this run's own."""
    yield from databases.servers()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    yield from launch(playwright)
