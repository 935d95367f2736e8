"""The app in a process of its own, a Chromium, and a fresh reader for every test."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from data.settings import Settings
from data.store import Store
from tests.browser.screen import PATIENCE_MS, Screen
from tests.browser.truth import Truth, read_truth
from tests.browser.watch import Watch

ROOT = Path(__file__).parents[2]
START_SECONDS = 180
DESKTOP = (1440, 900)
Reader = Callable[..., Screen]
Person = TypeVar("Person")


@contextmanager
def serving(
    settings: Settings,
    var_dir: Path,
    log: Path,
    path: str = "/",
    program: tuple[str, ...] = ("-m", "app"),
    **others: str,
) -> Iterator[str]:
    """Address of an app on `var_dir`, with `others` of its settings; a traceback in its log is a failure."""
    port = free_port()
    environ = {**os.environ, "DICHTE_VAR": str(var_dir), "DICHTE_PORT": str(port)}
    environ |= {"DICHTE_HOST": "127.0.0.1", "DICHTE_LIBRARIES": str(settings.libraries), **others}
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, *program], cwd=ROOT, env=environ, stdout=output, stderr=output
        )
    try:
        wait_for_answer(f"http://127.0.0.1:{port}{path}", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(START_SECONDS)
    words = log.read_text(errors="replace")
    assert "Traceback" not in words, words


@contextmanager
def watching(address: str) -> Iterator[Watch]:
    """What the pages of one test complain about; what it did not expect fails the test."""
    watch = Watch(address)
    yield watch
    assert not watch.complaints(), "\n".join(watch.complaints())


def new_context(browser: Browser, size: tuple[int, int] = DESKTOP, **options: Any) -> BrowserContext:
    """A fresh browser of one person, whose pages may take their time."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    context.set_default_timeout(PATIENCE_MS)
    return context


@contextmanager
def opening(browser: Browser, watch: Watch, who: Callable[[Page], Person]) -> Iterator[Callable[..., Person]]:
    """Makes people, `who` of a page, each with a browser of their own: make(size=…, has_touch=…)."""
    contexts = []

    def make(size: tuple[int, int] = DESKTOP, **options: Any) -> Person:
        context = new_context(browser, size, **options)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        return who(page)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def address(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the app, served from the built outbreak."""
    with serving(settings, settings.var_dir, tmp_path_factory.mktemp("server") / "log") as address:
        yield address


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_answer(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when `url` answers; fail with the server's own words where it ended or never answered."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=START_SECONDS):
                return
        except OSError:  # refused, broken off or late
            time.sleep(0.1)
    pytest.fail(f"the app did not answer on {url}:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def truth(store: Store, address: str) -> Truth:
    """What the map must show, read from the store and from the files that the server sends."""
    return read_truth(store, address)


@pytest.fixture
def watch(address: str) -> Iterator[Watch]:
    """Everything the pages of one test complain about."""
    with watching(address) as watch:
        yield watch


@pytest.fixture
def reader(browser: Browser, address: str, watch: Watch, truth: Truth) -> Iterator[Reader]:
    """Makes readers, each with a browser context of its own: reader(size=…, reduced_motion=…)."""
    with opening(browser, watch, lambda page: Screen(page, address, truth)) as make:
        yield make


@pytest.fixture
def screen(reader: Reader) -> Screen:
    """One reader at a desk, nothing opened yet."""
    return reader()


@pytest.fixture
def phone(reader: Reader) -> Screen:
    """One reader with a phone, nothing opened yet."""
    return reader(size=(390, 844), has_touch=True, is_mobile=True)
