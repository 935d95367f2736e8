"""Where PostgreSQL's programs are on this machine."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDERS = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/opt/homebrew/opt", "postgresql*/bin"),
    ("/usr/local/opt", "postgresql*/bin"),
    ("/Applications/Postgres.app/Contents/Versions", "*/bin"),
)
"""Debian and Ubuntu, Fedora, Homebrew on both kinds of Mac, Postgres.app: none of them is on the PATH by itself."""

HOW = "Install PostgreSQL (Debian, Ubuntu: sudo apt install postgresql; macOS: brew install postgresql) and try again."


def binaries() -> Path | None:
    """The folder that holds initdb and postgres, the newest version first; None where there is none."""
    return next((folder for folder in _folders() if (folder / "postgres").is_file()), None)


def _folders() -> Iterator[Path]:
    found = shutil.which("initdb")
    if found:
        yield Path(found).resolve().parent
    for root, pattern in FOLDERS:
        yield from sorted(Path(root).glob(pattern), key=_version, reverse=True)


def _version(folder: Path) -> tuple[int, ...]:
    """15 of …/postgresql/15/bin and of …/postgresql@15/bin; one that is named without number is the newest."""
    numbers = re.findall(r"\d+", folder.parent.name)
    return tuple(map(int, numbers)) or (sys.maxsize,)


if __name__ == "__main__":
    sys.exit(binaries() is None)
