"""Chromium for every test that needs one: the machine's own where it runs, else Playwright's."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

from playwright.sync_api import Browser, Playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    # It takes a machine that pauses for a hung one, and takes WebGL away from the open pages.
    "--disable-gpu-watchdog",
)
START_MS = 180_000


def launch(playwright: Playwright, *more: str) -> Iterator[Browser]:
    """The machine's own Chromium where there is one that runs, else Playwright's."""
    browser = playwright.chromium.launch(
        executable_path=chromium(), args=[*ARGUMENTS, *more], timeout=START_MS
    )
    yield browser
    browser.close()


def chromium() -> str | None:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        # On Ubuntu chromium-browser may be a stub that only asks for a snap: believe the version, not the file.
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None
