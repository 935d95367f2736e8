"""The embedded outbreak, built once for the whole run: real counts in full, simulated data at a fiftieth."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as profile
from playwright.sync_api import Browser, Playwright, sync_playwright

from data.build import build
from data.settings import Settings
from data.store import Store, open_store
from tests.bereft import bereft
from tests.chromium import launch
from tests.copies import copied
from tests.patience import patient_writers
from tests.postgresql import databases

ROOT = Path(__file__).parent.parent
SCALE = 0.02

# A verdict is on the code alone: not on how busy the machine is, nor on which examples are drawn this time.
profile.register_profile(
    "same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
profile.register_profile("search", profile.get_profile("same"), derandomize=False)
profile.load_profile("same")


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    with patient_writers():
        yield


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the built outbreak as it was built, in a copy of each process's own; to be copied and never opened.

    Workers that run side by side wait for the first one to build. An app notes looks in its store: what was copied
    from there would hold what other tests had looked at before, or the half of it that had left the log. And a process
    that copies a file lets go of its locks on it, so that another one's close would take the write-ahead log away.
    """
    built = ROOT / "var" / "test"
    built.mkdir(parents=True, exist_ok=True)
    made = Settings(var_dir=built, libraries=ROOT / "node_modules", scale=SCALE)
    own = tmp_path_factory.mktemp("outbreak") / "var"
    with (built / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build(made, lambda *_: None)
        return copied(made, own, has_lake=True)


@pytest.fixture(scope="session")
def settings(untouched: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the outbreak that the tests of a process look at together."""
    return copied(untouched, tmp_path_factory.mktemp("looked-at") / "var", has_lake=True)


@pytest.fixture(scope="session")
def store(settings: Settings) -> Store:
    return open_store(settings)


@pytest.fixture(scope="session")
def bereft_settings(untouched: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a copy whose check-ins of days before 27 May are deleted; tests write nothing to it but logs."""
    return bereft(untouched, tmp_path_factory.mktemp("bereft") / "var")


@pytest.fixture(scope="session")
def bereft_store(bereft_settings: Settings) -> Store:
    return open_store(bereft_settings)


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
